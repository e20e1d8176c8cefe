-- Where the asker is reached by telephone at the organisation that they act for; "" for nowhere.
-- Answers whether that was news.
create or replace function app.set_work_phone(new_id uuid, wanted text) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if wanted = '' then
    delete from work_phone
    where account_id = (select my_account()) and organisation_id = (select my_organisation());
    return found;
  end if;
  insert into work_phone (id, county_id, organisation_id, account_id, number)
  values (new_id, my_county(), my_organisation(), my_account(), wanted)
  on conflict (account_id, organisation_id) do update set number = excluded.number
    where work_phone.number <> excluded.number;
  return found;
end $$;

grant execute on function app.set_work_phone(uuid, text) to portal_app;
