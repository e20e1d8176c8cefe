-- What a text of an agreement says about LOB, as a code of sixteen characters: the same as long as it says
-- the same. It stands in the QR code of a card made from it. None where the template has nothing on LOB.
create or replace function app.lob_card_code(text_id uuid) returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select left(encode(sha256(convert_to(jsonb_object_agg(x.key,
    coalesce(x.said, x.declared -> 'default', 'null'))::text, 'UTF8')), 'hex'), 16)
  from agreement_fact x
  where x.agreement_id = text_id and starts_with(x.key, 'lob-')
  having count(*) > 0
$$;
