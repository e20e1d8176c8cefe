-- Each of the asker's parts, and what consent makes of it now. `keys` are what of the content is
-- theirs to see: "plan:source:category" that is disclosed, or within a proxy's mandate,
-- "plan:party" that their own party wrote, "plan" that is theirs altogether. `acts` and `decisions`
-- are what it all rests on. `logged` is the number of the last row in the plan's log by then;
-- `is_going` is app.goes_on(). `invited` are the organisations that consent lets in.
--
-- The setting app.plan narrows it to one plan; it can never widen it. The rules are those of
-- sip/ledger/rules.py; a property test holds the two together.
create or replace function app.sight(only_plan uuid default null) returns setof app.part_seen
language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan as $$
declare
  t timestamptz := statement_timestamp();
  narrow uuid := nullif(current_setting('app.plan', true), '');
  lowest uuid := coalesce(only_plan, narrow, '00000000-0000-0000-0000-000000000000');
  highest uuid := coalesce(narrow, only_plan, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  me record;
  plans uuid[];
begin
  if only_plan <> narrow then return; end if;
  select * into me from app.asking();
  if not found then return; end if;
  -- of one plan it is not asked first whether there is a part in it
  plans := case when lowest = highest then array[lowest] else array(select p.plan_id
    from app.parts(me.account_id, me.organisation_id, me.units, lowest, highest) p) end;
  if plans = '{}' then return; end if;
  return query
  with part as materialized (
    select p.*, num_nonnulls(p.participant_id, p.person_id) = 1 as takes_part
    from app.parts(me.account_id, me.organisation_id, me.units, lowest, highest) p),
  given as materialized (
    select g.*, i.is_plan, i.lets_in, i.is_invited, i.addressee
    from app.consented(plans, t) g cross join lateral app.consent_item(g.item) i),
  told as (
    select p.plan_id, p.party, p.participant_id, p.person_id, p.sees_protected, p.is_subject,
      p.takes_part, coalesce(bool_or(g.is_plan), false) as has_plan,
      coalesce(bool_or(g.lets_in = p.party), false) as is_let_in,
      array_agg(p.plan_id || ':' || i.content)
        filter (where g.addressee is not null) as shared,
      array_agg(g.lets_in) filter (where g.is_invited) as invited,
      string_to_array(string_agg(array_to_string(g.acts, ','), ',')
        filter (where case when g.addressee is not null then p.takes_part
          else g.is_plan or g.lets_in = p.party end), ',')::uuid[] as acts
    from part p left join given g on g.plan_id = p.plan_id
      and (g.is_plan or g.lets_in = p.party or g.is_invited or g.addressee = p.party)
    left join lateral app.consent_item(g.item) i on true
    group by p.plan_id, p.party, p.participant_id, p.person_id, p.sees_protected, p.is_subject,
      p.takes_part),
  based as materialized (
    select b.plan_id, b.to_party, array_agg(distinct b.id) as decisions,
      array_agg(b.plan_id || ':' || b.organisation_id || ':' || c.category) as keys
    from app.bases(plans, t) b cross join unnest(b.categories) c (category)
    group by b.plan_id, b.to_party),
  judged as (
    select s.*, l.is_protected,
      s.takes_part and app.is_opened(s.has_plan, s.is_let_in, l.initiator_id = s.party) as is_open,
      s.is_subject or (s.person_id is not null and app.owns(s.plan_id, s.person_id, t)) as is_owner,
      s.participant_id is not null and l.initiator_id = s.party as is_handler,
      app.goes_on(l.phase, l.consented_at, s.has_plan) as is_going
    from told s join app.plan l on l.id = s.plan_id)
  select j.plan_id, j.party, j.participant_id, j.person_id, j.sees_protected, j.is_protected,
    j.is_open, j.is_owner, j.is_handler,
    not j.takes_part and app.is_opened(j.has_plan, j.is_let_in, false),
    case when j.takes_part then
      case when j.is_open then j.shared end
      || case when j.is_owner then app.owner_keys(j.plan_id, j.person_id, t) end
      || array[j.plan_id || ':' || j.party] || b.keys end,
    j.acts, b.decisions, coalesce(h.seq, 0), j.is_going, j.invited
  from judged j left join based b on b.plan_id = j.plan_id and b.to_party = j.party
  left join app.audit_head h on h.stream = j.plan_id;
end $$;
