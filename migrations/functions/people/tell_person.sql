-- Tell those whom an act in the log concerns, in the transaction of the act and once for each kind:
-- on their page, on paper for who never signs in, and by one mail that says nothing of the plan.
-- Of who stands in for whom, and of the end, another mail tells them.
create or replace function app.tell_person() returns trigger
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  whom record;
  what text := told_kind(new.action);
begin
  for whom in select * from told_people(new) loop
    -- a yes that is given anew was taken back first: that is one answer, not two acts
    if what = 'answer' then
      delete from person_notice where plan_id = new.stream and person_id = whom.person
        and kind = 'withdrawal' and at = now();
    end if;
    insert into person_notice (id, county_id, plan_id, person_id, kind, at, by_name,
      organisation_id)
    select gen_random_uuid(), new.county_id, new.stream, whom.person, what, now(), a.name,
      (select o.id from organisation o where o.id = new.organisation_id
        and o.kind <> 'individuals')
    from account a where a.id = new.account_id
    on conflict (plan_id, person_id, kind, at) do nothing;
    if what not in ('representatives', 'closed', 'not_started') then
      insert into outbox (id, county_id, account_id, plan_id, kind, path, dedupe, not_before)
      select gen_random_uuid(), new.county_id, a.id, new.stream, 'person.told',
        '/my-plan/' || new.stream || '/happened',
        'person.told:' || new.stream || ':' || extract(epoch from now()) || ':' || a.id, now()
      from account a where a.id = whom.account and a.disabled_at is null and a.email is not null
      on conflict (dedupe) do nothing;
    end if;
  end loop;
  return null;
end $$;
