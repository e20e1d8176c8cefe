-- What waits on somebody in the administrator's organisation: only how much of it, and whether
-- anybody else has the same roles. Nothing of any plan.
create or replace function app.waiting_on(p_account uuid)
returns table (agreements integer, in_force integer, cases integer, groups integer, duties integer,
  suggestions integer, signings integer, plans integer,
  coordinates integer, meetings integer, follow_ups integer, actions integer,
  has_administrator boolean, has_coordinator boolean, has_signatory boolean, has_reviewer boolean)
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare mine uuid := my_organisation();
begin
  if not i_am('administrator') or not p_account = any (my_colleagues()) then return; end if;
  return query
  with part as (select p.id, p.plan_id from participant p
    where p.account_id = p_account and p.organisation_id = mine and p.ended_at is null)
  select
    (select count(*)::int from agreement g join agreement_party p on p.agreement_id = g.id
     where p.organisation_id = mine and p.joined_at is not null and p.left_at is null
       and is_running(g.status)),
    w.in_force, w.cases, w.groups, w.duties,
    (select count(*)::int from suggestion s where s.author_id = p_account
     and s.organisation_id = mine and s.status in ('internal', 'published', 'conflict')),
    (select count(*)::int from unsigned_by(mine)),
    (select count(*)::int from part),
    (select count(*)::int from part join plan l on l.coordinator_id = part.id
     where l.phase not in ('closed', 'not_started')),
    (select count(*)::int from part join meeting m on m.chair_id = part.id
     where m.status = 'planned' and m.ends_at > now()),
    (select count(*)::int from part join follow_up f on f.holder_id = part.id
     where f.held_on is null),
    (select count(*)::int from part join action a on a.responsible_id = part.id
     where a.removed_at is null and a.status not in ('done', 'stopped')),
    has_other(mine, 'administrator', p_account), has_other(mine, 'coordinator', p_account),
    has_other(mine, 'signatory', p_account), has_other(mine, 'reviewer', p_account)
  from coordinators_wait(mine) w;
end $$;

grant execute on function app.waiting_on(uuid) to portal_app;
