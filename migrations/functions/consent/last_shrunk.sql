-- Since when everybody left has to say yes anew: `ends` are when each of the others ceased to be
-- asked, the first first, and `yeses` when the yes was given that stood to the last (null: none did).
create or replace function app.last_shrunk(ends timestamptz[], yeses timestamptz[])
returns timestamptz
language plpgsql immutable as $$
declare
  shrunk timestamptz;
begin
  for i in 1 .. cardinality(ends) loop
    if yeses[i] is null or yeses[i] < shrunk then shrunk := ends[i]; end if;
  end loop;
  return shrunk;
end $$;
