-- What is known of the transfers that wait for an answer or for IVO's ruling, and what each waits for.
create or replace function app.transfers_to_remind()
returns table (transfer_id uuid, requester_id uuid, other_id uuid, answer text, answer_by date,
  rule_by date)
language sql stable security definer set search_path = app, pg_temp as $$
  select t.id, t.requester_id, t.other_id, t.answer, t.answer_by, t.rule_by
  from case_transfer t
  where t.ruling is null and t.withdrawn_on is null and t.answer is distinct from 'takes_over'
$$;

grant execute on function app.transfers_to_remind() to portal_worker;
