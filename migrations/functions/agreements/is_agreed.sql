-- Every other party that decides or signs has answered, and none of them has said no: the suggestion
-- is becoming the text. It was adopted before it was closed, while the text was shared.
create or replace function app.is_agreed(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from suggestion s join agreement x on x.id = s.agreement_id
    where s.id = wanted and s.status = 'published' and x.status = 'shared'
    and s.agreement_id = any ((select my_agreements())::uuid[])
    and not exists (select from agreement_party p
      where p.agreement_id = s.agreement_id and p.organisation_id <> s.organisation_id
        and p.left_at is null and (p.decides or p.signs)
      and not exists (select from suggestion_answer a where a.suggestion_id = s.id
        and a.organisation_id = p.organisation_id and a.answer <> 'reject')))
$$;

grant execute on function app.is_agreed(uuid) to portal_app;
