-- How each municipality of my county stands in one of its subjects: what app.known_agreements()
-- knows. What another has taken over from is left out when it had ended before `since`.
create or replace function app.county_board(since date, about uuid)
returns table (municipality_id uuid, agreement_id uuid, status text, status_at timestamptz,
  valid_from date, valid_until date, review_on date, creator_id uuid, party_ids uuid[],
  done uuid[], said jsonb, suggestions jsonb, is_written boolean, sections integer,
  written integer, remarks jsonb, last_day date, due_on date, revision integer,
  open_ended boolean,
  bound_ids uuid[], on_paper boolean)
language plpgsql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare me record;
begin
  select * into me from acting();
  return query select g.municipality_id,
    -- as app.readable_agreements() says, asked of those alone that have not been signed
    case when k.status in ('in_force', 'superseded') or exists (select from agreements_of_party(
        me.account_id, me.organisation_id, k.agreement_id, k.agreement_id))
      then k.agreement_id end,
    k.status, k.status_at, k.valid_from, k.valid_until, k.review_on, k.creator_id, k.party_ids,
    k.done, k.said, k.suggestions, k.is_written, k.sections, k.written, k.remarks, k.last_day,
    k.due_on, k.revision, k.open_ended, k.bound_ids,
    k.on_paper
  from known_agreements() k
  join agreement_area g on g.agreement_id = k.agreement_id
  where k.county_id = me.county_id and k.amends_id is null
    and k.subject_id = about
    and (k.status <> 'superseded' or k.last_day >= since);
end $$;

grant execute on function app.county_board(date, uuid) to portal_app;
