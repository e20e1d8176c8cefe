-- A yes lies within what its giver may say when it is given: they are asked by then (the person may
-- always take a no of their own back), a proxy's mandate covers each item, and it ends no later than
-- their term, nor a child's than their guardians', nor than the settings allow. Runs after app.number_act(), which has said when it is given.
create or replace function app.refuse_beyond_say() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  giver record;
begin
  if new.kind <> 'grant' or pg_has_role(session_user, 'portal_owner', 'member') then
    return new;
  end if;
  select c.*, p.kind = 'subject' as is_subject into giver
  from consenter c join plan_person p on p.plan_id = c.plan_id and p.id = c.person_id
  where c.plan_id = new.plan_id and c.id = new.consenter_id;
  if (new.at < giver.required_from and not giver.is_subject)
    or new.valid_to > new.at + longest_consent()
    or new.valid_to > least(giver.required_to, giver.mandate_to)
    or (giver.is_subject and new.valid_to > (select max(c.required_to) from consenter c
      where c.plan_id = new.plan_id and c.person_id <> giver.person_id and c.mandate_scope is null
        and is_required(c.required_from, c.required_to, new.at)))
    or exists (select from unnest(new.items) n (item) cross join lateral consent_item(n.item) i
      where not is_mandated(giver.mandate_scope, giver.mandate_from, giver.mandate_to, i.scope,
        new.at))
  then raise exception 'beyond what they may say' using errcode = 'check_violation'; end if;
  return new;
end $$;
