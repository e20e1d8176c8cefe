-- Tell somebody who has or had a role in the administrator's organisation what was done with it: on
-- their first page while they act there, and by mail. Answers whether they were told by mail.
create or replace function app.tell_colleague(p_account uuid, p_kind text, p_dedupe text)
returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not i_am('administrator') or not p_account = any (my_colleagues()) then
    raise exception 'not yours to tell' using errcode = 'insufficient_privilege';
  end if;
  if p_account = my_account() then return false; end if;
  insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  values (gen_random_uuid(), my_county(), p_account, my_organisation(), p_kind, '/account', '',
    now(), p_dedupe || ':' || p_account)
  on conflict (dedupe) do nothing;
  insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), my_county(), a.id, my_organisation(), p_kind, '/account',
    p_dedupe || ':' || a.id, now()
  from account a where a.id = p_account and a.disabled_at is null and a.email is not null
  on conflict (dedupe) do nothing;
  return found;
end $$;

grant execute on function app.tell_colleague(uuid, text, text) to portal_app;
