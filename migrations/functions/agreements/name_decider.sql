-- Whose doing a decision is, a paper that is registered, a correction or an answer to either, the
-- proposal to end a dispute, or that minutes are confirmed, whatever the statement says; null when
-- nobody asks.
create or replace function app.name_decider() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  new.account_id := my_account();
  return new;
end $$;
