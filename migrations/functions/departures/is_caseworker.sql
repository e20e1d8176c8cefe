-- Whether somebody works with plans at my organisation: a caseworker there, with an account that is open.
create or replace function app.is_caseworker(account uuid) returns boolean
language sql stable as $$
  select exists (select from app.membership m
    join app.account a on a.id = m.account_id and a.disabled_at is null
    where m.account_id = is_caseworker.account and m.organisation_id = (select app.my_organisation())
      and m.role = 'caseworker' and m.ended_at is null)
$$;
