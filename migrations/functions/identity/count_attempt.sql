-- Count an attempt under the hash of what is tried and for whom; answers whether it is among the
-- first `most` in a window of so many seconds.
create or replace function app.count_attempt(wanted bytea, most integer, seconds integer)
returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare counted integer;
begin
  delete from attempt where began_at < now() - interval '1 day';
  insert into attempt as a values (wanted, now(), 1)
  on conflict (key_hash) do update set
    times = case when a.began_at + make_interval(secs => seconds) < now() then 1
                 else a.times + 1 end,
    began_at = case when a.began_at + make_interval(secs => seconds) < now() then now()
                    else a.began_at end
  returning times into counted;
  return counted <= most;
end $$;

grant execute on function app.count_attempt(bytea, integer, integer) to portal_app;
