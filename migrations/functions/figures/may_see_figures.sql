-- Whether I may see the county's figures: as a coordinator of one of those who follow them.
create or replace function app.may_see_figures() returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select i_am('coordinator') and exists (select from organisation o
    where o.id = (select my_organisation())
      and o.kind in ('coordination_group', 'municipality', 'region'))
$$;

grant execute on function app.may_see_figures() to portal_app;
