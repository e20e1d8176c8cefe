-- Queue mail to all who have one of the roles in an organisation: about an agreement that both are
-- let into, or to the asker's own. Only the database knows who holds a role in another organisation,
-- so it addresses the mail, and does not tell how many that were.
create or replace function app.enqueue(wanted_organisation uuid, wanted_roles text[], p_kind text,
  p_path text, p_dedupe text) returns void
language sql volatile security definer set search_path = app, pg_temp as $$
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), o.county_id, m.account_id, o.id, my_organisation(), p_kind, p_path,
    p_dedupe || ':' || m.account_id, now()
  from organisation o join membership m on m.organisation_id = o.id and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where o.id = wanted_organisation and o.closed_at is null and m.role = any (wanted_roles)
    and m.account_id is distinct from (select my_account())
    and (pg_has_role(session_user, 'portal_owner', 'member')
      or o.id = (select my_organisation())
      or exists (select from agreement_party p where p.organisation_id = o.id
        and p.joined_at is not null and p.left_at is null and p.agreement_id = any ((select my_agreements())::uuid[])
        and p_path ~ ('^/agreements/' || p.agreement_id || '(/|$)')))
  group by o.county_id, o.id, m.account_id
  on conflict (dedupe) do nothing
$$;

grant execute on function app.enqueue(uuid, text[], text, text, text) to portal_app;
