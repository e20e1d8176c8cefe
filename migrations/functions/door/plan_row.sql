-- A plan's own row as its pages read it: without what only says how its phase came about.
create or replace function app.plan_row(p app.plan) returns jsonb
language sql stable as
$$ select to_jsonb(p) - array['consented_at', 'not_started_at'] $$;
