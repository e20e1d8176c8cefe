-- What a mail about an agreement may name: agreements are public. Nothing for any other mail. Which
-- agreement and which suggestion it is about, its page says.
create or replace function app.mail_facts(wanted uuid)
returns table (municipality text, sender text, section text, of_matrix boolean, of_term boolean,
  valid_from date, valid_until date, review_on date)
language sql stable security definer set search_path = app, pg_temp as $$
  select o.name, s.name, n.number || ' ' || n.heading, g.operations is not null,
    g.term is not null, a.valid_from, a.valid_until, a.review_on
  from outbox m
  join agreement a on a.id::text = substring(m.path from '^/agreements/([0-9a-f-]{36})')
  join organisation o on o.id = a.municipality_id
  left join organisation s on s.id = m.sender_id
  left join suggestion g on g.agreement_id = a.id
    and g.id::text = substring(m.path from '/suggestions/([0-9a-f-]{36})')
  left join section n on n.id = g.section_id
  where m.id = wanted and m.plan_id is null
$$;

grant execute on function app.mail_facts(uuid) to portal_worker;
