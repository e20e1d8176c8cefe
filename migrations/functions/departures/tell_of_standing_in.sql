-- Tell somebody that a colleague stands in, or no longer does: on their first page and by mail. Not
-- who says so themself.
create or replace function app.tell_of_standing_in(p_account uuid, p_kind text, p_stand_in uuid)
returns void
language plpgsql volatile as $$
begin
  if p_account = app.my_account() then return; end if;
  insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  values (gen_random_uuid(), app.my_county(), p_account, app.my_organisation(), p_kind,
    '/sip/stand-ins', '', now(), p_kind || ':' || p_stand_in || ':' || p_account)
  on conflict (dedupe) do nothing;
  insert into app.outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), app.my_county(), a.id, app.my_organisation(), p_kind, '/sip/stand-ins',
    p_kind || ':' || p_stand_in || ':' || a.id, now()
  from app.account a where a.id = p_account and a.disabled_at is null and a.email is not null
  on conflict (dedupe) do nothing;
end $$;
