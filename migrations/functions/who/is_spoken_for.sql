-- Whether whoever signed in for one organisation may act for another. `stated` is the number that
-- the provider named, as ten digits, or null; `number` is the other's, as it is registered. A
-- provider that names none and an organisation without a number leave it to the invitation.
create or replace function app.is_spoken_for(stated text, number text) returns boolean
language sql immutable as $$
  select stated is null or number is null or stated = right(regexp_replace(number, '\D', '', 'g'), 10)
$$;
