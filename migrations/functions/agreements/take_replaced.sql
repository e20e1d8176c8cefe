-- What an agreement takes over from: each one once. The previous release names one, and reads the first.
create or replace function app.take_replaced() returns trigger
language plpgsql set search_path = app, pg_temp as $$
begin
  if tg_op = 'INSERT' and cardinality(new.replaces_ids) = 0
    or tg_op = 'UPDATE' and new.replaces_ids = old.replaces_ids
      and new.replaces_id is distinct from old.replaces_id
  then new.replaces_ids := array_remove(array[new.replaces_id], null); end if;
  new.replaces_ids := array(select one from unnest(new.replaces_ids) with ordinality as it (one, at)
    group by one order by min(at));
  new.replaces_id := new.replaces_ids[1];
  return new;
end $$;
