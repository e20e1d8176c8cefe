-- What amends an agreement ends when that ends, and an addendum is read as long as it holds.
create or replace function app.follow_amended() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  update agreement x set ends_on = new.ends_on,
    replaced_from = least(x.replaced_from, new.replaced_from),
    open_ended = case when x.amends_text then new.open_ended else x.open_ended end,
    prolonged_until = case when x.amends_text then new.prolonged_until else x.prolonged_until end
  where x.amends_id = new.id and x.status = 'in_force';
  return null;
end $$;
