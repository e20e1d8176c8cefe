-- Whom anybody can ask for a plan: the municipalities and regions where somebody makes plans here.
create or replace function app.takes_requests()
returns table (id uuid, name text, county text, phone text, email text, address text)
language sql stable security definer set search_path = app, pg_temp as $$
  select o.id, o.name, c.name, o.contact_phone, o.contact_email, o.contact_address
  from organisation o join county c on c.id = o.county_id
  where o.kind in ('municipality', 'region') and is_offered(o.id)
    and exists (select from membership m where m.organisation_id = o.id
      and m.role = 'caseworker' and m.ended_at is null)
  order by c.name, o.sort_key, o.id
$$;

grant execute on function app.takes_requests() to portal_app;
