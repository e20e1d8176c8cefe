-- What all have signed takes effect on the agreement that it amends: a prolongation adds its days, an
-- addendum is read instead from its day on (app.in_force). Answers which; null where that can no longer
-- be: another takes over from it, or notice has been given of it.
create or replace function app.take_amendment(signed uuid) returns uuid
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare amended uuid;
begin
  update agreement old set
    prolonged_until = case when new.amends_text then old.prolonged_until else new.valid_until end,
    open_ended = old.open_ended or (new.open_ended and not new.amends_text),
    next_review_on = case when new.amends_text then old.next_review_on
      else coalesce(new.review_on, old.next_review_on) end
  from agreement new
  where new.id = signed and new.status = 'in_force' and old.id = new.amends_id
    and (new.id = any ((select my_agreements())::uuid[])
      or pg_has_role(session_user, 'portal_owner', 'member'))
    and old.status = 'in_force' and old.ends_on is null
    and case when new.amends_text then new.valid_from <= coalesce(old.last_day, 'infinity')
      else new.valid_from = old.last_day + 1 end
  returning old.id into amended;
  -- an addendum before it is read no longer
  update agreement x set replaced_from = new.valid_from
  from agreement new
  where new.id = signed and new.amends_text and x.amends_id = amended and x.amends_text
    and x.id <> new.id and x.status = 'in_force'
    and new.valid_from <= coalesce(x.replaced_from, 'infinity');
  return amended;
end $$;

grant execute on function app.take_amendment(uuid) to portal_app;
