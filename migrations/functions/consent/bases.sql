-- The decisions to disclose without consent that are in force at `t`.
create or replace function app.bases(plans uuid[], t timestamptz) returns setof app.basis_decision
language sql stable as $$
  select * from app.basis_decision b
  where b.plan_id = any (plans) and b.decided_at <= t and t < b.valid_to
    and (b.ended_at is null or t < b.ended_at)
$$;
