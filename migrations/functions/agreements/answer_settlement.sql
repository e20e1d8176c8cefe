-- A side that did not propose it says yes or, with a reason, no, by somebody else than who proposed it or
-- has said yes for another side. A no refuses it, and the yes that all the other sides have then said
-- settles the dispute; before that a yes is kept (settlement_yes). Answers whether it did say so: what the
-- side, or somebody, has answered already is not once more.
create or replace function app.answer_settlement(wanted uuid, agrees boolean, words text)
returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it dispute_settlement;
  mine uuid := my_organisation();
  me text := my_name();
  account uuid := my_account();
  today date := (clock_timestamp() at time zone 'Europe/Stockholm')::date;
begin
  select * into it from dispute_settlement where id = wanted for update;
  -- whoever joins meanwhile is asked too
  perform from dispute d where d.id = it.dispute_id for update;
  if it.id is null or it.status <> 'open' or it.organisation_id = mine or it.account_id = account
    or not may_write_dispute(it.dispute_id)
    or exists (select from settlement_yes y where y.settlement_id = wanted
      and (y.organisation_id = mine or y.account_id = account))
  then return false; end if;
  if agrees and exists (select from dispute d
    cross join lateral (values (d.opener_id), (d.other_id), (d.third_id)) s (id)
    where d.id = it.dispute_id and s.id not in (it.organisation_id, mine)
      and not exists (select from settlement_yes y where y.settlement_id = wanted
        and y.organisation_id = s.id))
  then
    insert into settlement_yes (id, county_id, settlement_id, organisation_id, account_id, said_by,
      said_at)
    values (gen_random_uuid(), it.county_id, wanted, mine, account, me, clock_timestamp());
    return true;
  end if;
  update dispute_settlement set status = case when agrees then 'agreed' else 'refused' end,
    reason = words, answered_id = mine, answered_by = me, answered_at = clock_timestamp()
  where id = wanted;
  if agrees then
    update dispute_level l set ended_on = today, outcome = 'settled'
    from dispute d where d.id = it.dispute_id and l.dispute_id = d.id and l.number = d.level;
    update dispute set settled_at = clock_timestamp(), due_on = null where id = it.dispute_id;
  end if;
  return true;
end $$;

grant execute on function app.answer_settlement(uuid, boolean, text) to portal_app;
