-- In a closed plan nobody is given a mandate any longer. Nobody comes in the person's place, and
-- nobody whose consent is required is let go, but by a change that a second handler confirms; nor
-- beside the person but by one that stands among what has been decided. Without one, the term of a
-- guardian may be given its end when the child's birthday becomes known (at a midnight, with the
-- child's own requirement from then on), and the person's own requirement may be moved on while
-- nothing has been asked or no guardian is there to answer. Else the person goes on being asked, and
-- no guardian comes to answer unless they are asked as well: another age takes nobody's say away.
create or replace function app.refuse_unconfirmed() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  what text := (select p.kind from plan_person p
    where p.plan_id = new.plan_id and p.id = new.person_id);
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if tg_op = 'INSERT' then
    if new.mandate_scope is not null and exists (select from plan p
      where p.id = new.plan_id and p.phase = 'closed')
    then raise exception 'the plan is closed' using errcode = 'insufficient_privilege'; end if;
    if new.mandate_scope is not null and not exists (select from consenter_change c
      where c.plan_id = new.plan_id and c.person_id = new.person_id
        and c.kind = case when new.replaces then 'replaces' else 'beside' end
        and c.outcome = 'confirmed' and c.settled_at = transaction_timestamp()
        and new.mandate_scope <@ c.mandate_scope and c.mandate_from <= new.mandate_from
        and new.mandate_to <= c.mandate_to)
    then raise exception 'answers for nobody unconfirmed' using errcode = 'insufficient_privilege';
    end if;
    if new.mandate_scope is null and what not in ('subject', 'guardian') then
      raise exception 'answers for nobody' using errcode = 'insufficient_privilege';
    end if;
    if new.mandate_scope is null and what = 'guardian' and has_been_asked(new.plan_id)
      and not exists (select from consenter c join plan_person p on p.id = c.person_id
        where c.plan_id = new.plan_id and p.plan_id = c.plan_id and p.kind = 'subject'
          and is_required(c.required_from, c.required_to, clock_timestamp()))
    then raise exception 'the person has been asked' using errcode = 'insufficient_privilege';
    end if;
  elsif new.required_to is not null
    and (old.required_to is null or new.required_to < old.required_to)
    and not is_confirmed(new.plan_id, new.person_id,
      '{not_asked,replaces,beside,ends,leaves}')
    and not (what = 'guardian' and old.required_to is null and new.required_to > clock_timestamp()
      and (new.required_to at time zone 'Europe/Stockholm')::time = '00:00'
      and exists (select from consenter c join plan_person p on p.id = c.person_id
        where c.plan_id = new.plan_id and p.plan_id = c.plan_id and p.kind = 'subject'
          and c.required_to is null and c.required_from <= new.required_to))
    and not (what = 'subject' and exists (select from consenter c
      where c.plan_id = new.plan_id and c.person_id = new.person_id and c.id <> new.id
        and c.required_to is null
        and (c.required_from <= clock_timestamp() or not has_been_asked(new.plan_id)
          or not exists (select from consenter g where g.plan_id = new.plan_id
            and g.person_id <> new.person_id and g.mandate_scope is null
            and (g.required_to is null or g.required_to > clock_timestamp())))))
  then raise exception 'let go by nobody' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
