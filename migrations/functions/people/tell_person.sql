-- Tell those whom an act in the log concerns, in the transaction of the act: on their page, on paper
-- for who never signs in, and by a mail that says nothing of the plan. What one and the same does
-- again within a minute, while nobody has read of it, is one thing. Of who stands in for whom, and
-- of the end, another mail tells them.
create or replace function app.tell_person() returns trigger
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  whom record;
  what text := told_kind(new.action);
  who text := (select a.name from account a where a.id = new.account_id);
begin
  for whom in select * from told_people(new) loop
    update person_notice set at = new.at
    where plan_id = new.stream and person_id = whom.person and kind = what and by_name = who
      and read_at is null and handed_over_at is null and at > new.at - interval '1 minute';
    if not found then
      insert into person_notice (id, county_id, plan_id, person_id, kind, at, by_name,
        organisation_id)
      values (gen_random_uuid(), new.county_id, new.stream, whom.person, what, new.at, who,
        (select o.id from organisation o where o.id = new.organisation_id
          and o.kind <> 'individuals'));
      if what not in ('representatives', 'closed', 'not_started') then
        insert into outbox (id, county_id, account_id, plan_id, kind, path, dedupe, not_before)
        select gen_random_uuid(), new.county_id, a.id, new.stream, 'person.told',
          '/my-plan/' || new.stream || '/happened',
          'person.told:' || new.id || ':' || a.id, now()
        from account a where a.id = whom.account and a.disabled_at is null and a.email is not null
        on conflict (dedupe) do nothing;
      end if;
    end if;
  end loop;
  return null;
end $$;
