-- Which answers to the survey stand for a plan: the person's own, else those of who stands in for
-- them, else what staff noted. One for each plan.
create or replace function app.survey_that_counts(plan uuid) returns setof app.closing_survey
language sql stable set search_path = app, pg_temp as $$
  select s.* from closing_survey s left join plan_person p on p.id = s.person_id
  where s.plan_id = survey_that_counts.plan
  order by p.kind is not distinct from 'subject' desc, p.id is not null desc, s.at desc, s.id
  limit 1
$$;
