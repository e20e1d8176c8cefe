-- Whether somebody besides `account` who may sign in has the role in the organisation.
create or replace function app.has_other(organisation uuid, wanted text, besides uuid)
returns boolean
language sql stable as $$
  select exists (select from app.membership m
    join app.account a on a.id = m.account_id and a.disabled_at is null
    where m.organisation_id = organisation and m.role = wanted and m.ended_at is null
      and m.account_id <> besides)
$$;
