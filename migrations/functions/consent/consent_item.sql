-- What an item of consent is about: the one place that knows the kinds. A new kind is a line here
-- in each column that it has something to say in:
-- - `is_known`: how it is written;
-- - `scope`: what a mandate has to name to cover it;
-- - `is_plan`: it is the plan itself that is consented to;
-- - `lets_in`: the party that may take part in the plan, an organisation or a private person;
-- - `is_invited`: that party is an organisation;
-- - `addressee`, `content`: who may see what, as "source:category".
--
-- Written out where it is called: no column is worked out that nobody asks for.
create or replace function app.consent_item(item text)
returns table (is_known boolean, scope text, is_plan boolean, lets_in uuid, is_invited boolean,
  addressee uuid, content text)
language sql immutable rows 1 as $$
  select item ~ replace('^(plan|(invite|relative):<id>|share:<id>:<id>:[^:]+)$', '<id>',
      '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
    case when item ^@ 'share:' then 'share:' || split_part(item, ':', 4)
      else split_part(item, ':', 1) end,
    item = 'plan',
    case when item ^@ 'invite:' or item ^@ 'relative:' then split_part(item, ':', 2)::uuid end,
    item ^@ 'invite:',
    case when item ^@ 'share:' then split_part(item, ':', 3)::uuid end,
    case when item ^@ 'share:'
      then split_part(item, ':', 2) || ':' || split_part(item, ':', 4) end
$$;
