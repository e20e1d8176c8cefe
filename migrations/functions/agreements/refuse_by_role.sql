-- A coordinator takes an agreement through its states and changes its dates. A signatory does no more
-- than sign it into force or return it: agreements/permissions and portal/policy.py say the same. Those
-- who only write a draft with others leave it to whoever began it to share it or give it up, and
-- those who are only asked for their view change nothing but when something was said last.
create or replace function app.refuse_by_role() returns trigger
language plpgsql set search_path = app, pg_temp as $$
-- its last day follows from the others, and is not worked out yet
declare
  said text[] := array['changed_at', 'last_day'];
  steps text[] := said || array['status', 'status_at', 'due_on'];
begin
  if i_am('coordinator') and (to_jsonb(new) - said = to_jsonb(old) - said
    or (old.status <> 'draft' and is_bound(new.id))
    or (old.status = 'draft' and new.status = 'draft')
    or (new.status in ('shared', 'withdrawn') and new.creator_id = (select my_organisation())))
  then return new; end if;
  if i_am('signatory') and is_bound(new.id) and to_jsonb(new) - steps = to_jsonb(old) - steps
    and (old.status = new.status or (old.status, new.status) in
      (('decision', 'shared'), ('signing', 'shared'), ('signing', 'in_force')))
  then return new; end if;
  raise exception 'not for this role' using errcode = 'insufficient_privilege';
end $$;
