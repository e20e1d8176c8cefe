-- Act for another of the asker's organisations; answers whether they have a role there that the
-- organisation they signed in for does not rule out.
create or replace function app.act_for(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update session s set organisation_id = wanted where s.id = (select my_session())
    and exists (select from membership m join organisation o on o.id = m.organisation_id
      where m.account_id = s.account_id and m.organisation_id = wanted and m.ended_at is null
      and is_spoken_for(s.organisation_number, o.organisation_number));
  return found;
end $$;
grant execute on function app.act_for(uuid) to portal_app;
