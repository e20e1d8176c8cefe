-- Tell all who have one of the roles in a party of an agreement of mine that something of theirs
-- was undone: on their first page and, to those who have an address, by mail. Answers how many.
create or replace function app.tell_party(p_agreement uuid, wanted_party uuid, wanted_roles text[],
  p_kind text, p_path text, p_dedupe text) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare told integer;
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and (not p_agreement = any ((select my_agreements())::uuid[]) or not exists (select from agreement_party
      where agreement_id = p_agreement and organisation_id = wanted_party
        and joined_at is not null and left_at is null))
  then raise exception 'not yours to tell' using errcode = 'insufficient_privilege'; end if;
  if p_path !~ ('^/agreements/' || p_agreement || '(/[a-z0-9-]+)*$') then
    raise exception 'not a page of the agreement' using errcode = 'check_violation';
  end if;
  insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  select gen_random_uuid(), g.county_id, m.account_id, wanted_party, p_kind, p_path, g.title,
    now(), p_dedupe || ':' || m.account_id
  from agreement g join membership m on m.organisation_id = wanted_party and m.ended_at is null
  where g.id = p_agreement and m.role = any (wanted_roles)
    and m.account_id is distinct from (select my_account())
  group by g.county_id, g.title, m.account_id
  on conflict (dedupe) do nothing;
  get diagnostics told = row_count;
  perform enqueue(wanted_party, wanted_roles, p_kind, p_path, p_dedupe);
  return told;
end $$;

grant execute on function app.tell_party(uuid, uuid, text[], text, text, text) to portal_app;
