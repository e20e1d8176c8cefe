-- A coordinator takes an agreement through its states and changes its dates. A signatory does no more
-- than sign it into force or return it: agreements/permissions and portal/policy.py say the same.
create or replace function app.refuse_by_role() returns trigger
language plpgsql set search_path = app, pg_temp as $$
-- its last day follows from the others, and is not worked out yet
declare steps text[] := array['status', 'status_at', 'changed_at', 'last_day', 'due_on'];
begin
  if i_am('coordinator') then return new; end if;
  if i_am('signatory') and to_jsonb(new) - steps = to_jsonb(old) - steps
    and (old.status = new.status or (old.status, new.status) in
      (('decision', 'shared'), ('signing', 'shared'), ('signing', 'in_force')))
  then return new; end if;
  raise exception 'not for this role' using errcode = 'insufficient_privilege';
end $$;
