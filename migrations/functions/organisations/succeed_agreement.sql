-- Let an organisation take another's place in an agreement: it is a party from now on, the columns of
-- the matrix are its own, and what waits for the one that leaves waits for it. Who was a party before
-- stays where it decided and signed. A draft of the one that leaves becomes the receiver's, and so does
-- its place in the area, unless the agreement has been signed and another on the subject holds for the
-- receiver on one of its days: then each holds where it did. What another had taken over from before
-- today stays as it was.
create or replace function app.succeed_agreement(wanted uuid, leaving uuid, receiver uuid)
returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it agreement;
  place agreement_party;
  is_over boolean;
begin
  select * into it from agreement where id = wanted for update;
  select * into place from agreement_party p where p.agreement_id = wanted
    and p.organisation_id = leaving and p.left_at is null for update;
  if (place.id is null and leaving <> all (it.municipality_ids)) or leaving = receiver or not administers_county(it.county_id)
    or not exists (select from organisation f join organisation t on t.county_id = f.county_id
      and t.kind = f.kind and t.ended_on is null and t.closed_at is null
      where f.id = leaving and t.id = receiver)
  then raise exception 'not yours to hand over' using errcode = 'insufficient_privilege'; end if;
  if it.status in ('decision', 'signing') then
    raise exception 'it is being decided or signed' using errcode = 'check_violation';
  end if;
  is_over := it.status = 'superseded'
    and it.replaced_from <= (now() at time zone 'Europe/Stockholm')::date;
  insert into agreement_party as there (id, county_id, agreement_id, organisation_id, position,
    joined_at, succeeds_id, drafts, decides, signs)
  select gen_random_uuid(), it.county_id, wanted, receiver, place.position,
    case when place.joined_at is not null then clock_timestamp() end, leaving, place.drafts,
    place.decides, place.signs
  where place.id is not null
  on conflict (agreement_id, organisation_id) do update set drafts = there.drafts or place.drafts,
    decides = there.decides or place.decides, signs = there.signs or place.signs
  where it.status in ('draft', 'shared');
  update agreement_party set left_at = clock_timestamp() where id = place.id;
  update matrix_column set organisation_id = receiver
  where agreement_id = wanted and organisation_id = leaving and not is_over;
  update agreement set
    creator_id = case when creator_id = leaving and not is_over then receiver else creator_id end,
    municipality_ids = case when leaving = any (municipality_ids) and (status in ('draft', 'shared')
        or (status in ('in_force', 'superseded') and not is_over
          and not exists (select from in_force(it.subject_id, receiver, it.valid_from,
            coalesce(it.last_day, 'infinity')) f
            where f.agreement_id not in (wanted, coalesce(it.amends_id, wanted)))))
      then array_remove(array_remove(municipality_ids, leaving), receiver) || receiver
      else municipality_ids end
  where id = wanted;
  if place.id is not null then perform tell_successor(wanted, receiver); end if;
end $$;

grant execute on function app.succeed_agreement(uuid, uuid, uuid) to portal_app;
