-- The hash of an entry, from that of the one before it in the stream and all that it says.
-- `details` is canonical JSON, which escapes control characters: chr(31) cannot occur in a field.
create or replace function app.audit_link(previous bytea, stream uuid, seq bigint, at timestamptz,
  id uuid, county uuid, organisation uuid, account uuid, session uuid, action text,
  subject_kind text, subject uuid, details text) returns bytea
language sql stable as $$
  select sha256(previous || convert_to(concat_ws(chr(31), stream, seq,
    (extract(epoch from at) * 1000)::bigint, id, county, coalesce(organisation::text, '-'),
    coalesce(account::text, '-'), coalesce(session::text, '-'), action, subject_kind, subject,
    details), 'UTF8'))
$$;
