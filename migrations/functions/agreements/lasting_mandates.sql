-- The mandates, of those that a version has been signed by, that still hold on this day of the Swedish
-- calendar: who signed by another has to be followed by as many as if nobody had.
create or replace function app.lasting_mandates(version uuid) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(distinct m.id), '{}')
  from signature s join signing_mandate m on m.id = s.mandate_id and m.ended_at is null
    and (now() at time zone 'Europe/Stockholm')::date between m.valid_from
      and coalesce(m.valid_until, 'infinity')
  where s.document_version_id = version and s.agreement_id = any ((select readable_agreements())::uuid[])
$$;

grant execute on function app.lasting_mandates(uuid) to portal_app;
