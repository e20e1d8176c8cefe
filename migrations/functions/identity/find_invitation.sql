-- The invitation with this code, while it may be used. `indexed_by` is the organisation by whose
-- index a private person's number is kept and compared; `is_numbered`: one was noted for the code.
create or replace function app.find_invitation(p_token_hash bytea)
returns table (id uuid, issuer_key text, organisation_name text, role text, name text,
  plan_id uuid, plan_person_id uuid, indexed_by uuid, is_numbered boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select i.id, i.issuer_key, o.name, i.role, i.name, i.plan_id, i.plan_person_id, p.initiator_id,
    i.personnummer_index is not null
  from invitation i join organisation o on o.id = i.organisation_id and o.closed_at is null
  left join plan p on p.id = i.plan_id
  where i.token_hash = p_token_hash and i.used_at is null and i.revoked_at is null
    and i.expires_at > now()
$$;
grant execute on function app.find_invitation(bytea) to portal_app;
