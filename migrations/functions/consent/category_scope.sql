-- What a mandate has to name to cover what is written of one kind, as app.consent_item() says of the
-- items themselves.
create or replace function app.category_scope(category text) returns text
language sql immutable parallel safe as $$ select 'share:' || category $$;
