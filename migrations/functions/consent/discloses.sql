-- Whether the addressee may see at `t` what `source` holds in `category`: by a basis decision, or
-- in a plan that is open to them because it is their own or consent shares it.
create or replace function app.discloses(plan uuid, source uuid, addressee uuid, category text,
  t timestamptz) returns boolean
language sql stable as $$
  select exists (select from app.bases(array[plan], t) b
      where b.organisation_id = source and b.to_party = addressee
      and discloses.category = any (b.categories))
    or (app.opens(plan, addressee, t) and (source = addressee
      or exists (select from app.consented(array[plan], t) g
        cross join lateral app.consent_item(g.item) i
        where i.addressee = discloses.addressee
          and i.content = discloses.source || ':' || discloses.category)))
$$;
