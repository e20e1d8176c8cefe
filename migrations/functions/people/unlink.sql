-- Another number was noted than the one that the linked sign-in showed: it was somebody else's, and
-- opens the plan no longer.
create or replace function app.unlink() returns trigger language plpgsql as $$
begin
  new.account_id := null;
  new.linked_at := null;
  new.proved_index := null;
  return new;
end $$;
