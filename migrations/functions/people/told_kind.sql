-- What a plan's owners are told of an act in the log; null for what they are not told of (the reasons
-- stand in tests/integration/sip/test_told.py).
create or replace function app.told_kind(p_action text) returns text
language sql immutable parallel safe as $$
  select case
    when p_action in ('consent.grant', 'consent.refuse') then 'answer'
    when p_action = 'consent.withdraw' then 'withdrawal'
    when p_action = 'consent.error' then 'annulled'
    when p_action = 'basis.decided' then 'disclosed'
    when p_action = 'basis.ended' then 'disclosure_ended'
    when p_action in ('person.added', 'person.left', 'consenters.set',
      'consenter_change.confirmed') then 'representatives'
    when p_action = 'person.changed' then 'details'
    when p_action = 'person.protected' then 'protection'
    when p_action = 'plan.version_made' then 'version'
    when p_action = 'plan.changed' then 'written'
    when p_action = 'plan.suggestion_made' then 'suggested'
    when p_action in ('plan.version_approved', 'plan.version_objected') then 'version_answer'
    when p_action = 'plan.survey_answered' then 'survey'
    when p_action = 'meeting.answered' then 'reply'
    when p_action = 'plan.closed' then 'closed'
    when p_action = 'plan.reopened' then 'reopened'
    when p_action = 'plan.not_started' then 'not_started'
    when p_action = 'plan.paper_made' then 'paper'
    when p_action in ('meeting.planned', 'meeting.moved', 'meeting.cancelled') then 'meeting'
    when p_action = 'plan.handed_over' then 'handed_over'
    when p_action = 'plan.stood_in' then 'stood_in'
  end
$$;

grant execute on function app.told_kind(text) to portal_app;
