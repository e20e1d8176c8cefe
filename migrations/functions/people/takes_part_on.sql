-- Whether somebody takes part in a plan at `t`: who stands in does until their last day.
create or replace function app.takes_part_on(p app.participant, t timestamptz) returns boolean
language sql immutable as $$
  select p.ended_at is null
    and coalesce(p.until_on, 'infinity') >= (t at time zone 'Europe/Stockholm')::date
$$;
