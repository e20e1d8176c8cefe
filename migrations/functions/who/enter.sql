-- Says whose token asks in the rest of the transaction, and answers who that is. What was kept of
-- what somebody may see is forgotten.
create or replace function app.enter(token text)
returns table (account_id uuid, account_name text, organisation_id uuid, organisation_name text,
  organisation_kind text, county_id uuid, county_name text, roles text[], session_id uuid,
  organisations integer, is_due_for_touch boolean, idle_seconds integer, ends_in integer, keeps_drafts boolean)
language plpgsql volatile as $$
begin
  perform set_config('app.token', token, true);
  perform set_config('app.sight', '', true);
  return query select * from app.who();
end $$;

grant execute on function app.enter(text) to portal_app;
