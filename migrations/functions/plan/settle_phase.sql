-- Let a plan's phase follow what has happened in it, and note when all had first consented.
create or replace function app.settle_phase(wanted uuid) returns void
language sql volatile as $$
  update app.plan p set phase = app.phase_of(p), phase_at = clock_timestamp(),
    changed_at = clock_timestamp()
  where p.id = wanted and p.phase <> app.phase_of(p)
$$;
