-- Whether a text, a goal or an action is in my own words, as a private person.
create or replace function app.is_written_by_me(kind text, row_id uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (
    select from plan_text x where is_written_by_me.kind = 'plan_text' and x.id = row_id
      and x.from_party = any ((select my_people())::uuid[])
    union all
    select from goal x where is_written_by_me.kind = 'goal' and x.id = row_id
      and x.from_party = any ((select my_people())::uuid[])
    union all
    select from action x where is_written_by_me.kind = 'action' and x.id = row_id
      and x.from_party = any ((select my_people())::uuid[]))
$$;

grant execute on function app.is_written_by_me(text, uuid) to portal_app;
