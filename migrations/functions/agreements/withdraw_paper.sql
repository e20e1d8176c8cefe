-- Take back what was wrongly registered as signed on paper, for the party that did: the agreement is given
-- up or, where it was put to signing here, goes back to the parties, and what it took over from holds on.
-- Nobody takes back what others build on.
create or replace function app.withdraw_paper(p_agreement uuid, p_by text, p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it agreement;
  registered paper;
begin
  select * into it from agreement where id = p_agreement for update;
  select * into registered from paper p where p.agreement_id = it.id and p.withdrawn_at is null;
  if registered.id is null or it.status <> 'in_force' or btrim(p_reason) = ''
    or p_by is distinct from (select my_byline())
    or it.id <> all (my_agreements()) or not i_am('coordinator')
    or registered.organisation_id <> (select my_organisation())
    or it.amends_id is not null or it.ends_on is not null
    or exists (select from agreement x where x.amends_id = it.id and x.status <> 'withdrawn')
  then raise exception 'not to be taken back' using errcode = 'insufficient_privilege'; end if;
  update paper set withdrawn_at = clock_timestamp(), withdrawn_by = p_by,
    withdrawn_reason = p_reason where id = registered.id;
  update document_version set voided_at = clock_timestamp(), voided_by = p_by,
    voided_reason = p_reason where id = registered.document_version_id;
  update agreement set status_at = clock_timestamp(), changed_at = clock_timestamp(),
    on_paper = false,
    status = case when registered.from_draft then 'withdrawn' else 'shared' end,
    withdrawn_by = case when registered.from_draft then p_by end,
    withdrawn_reason = case when registered.from_draft then p_reason end
  where id = it.id;
  update agreement x set replaced_from = null
  where x.amends_id = any (it.replaces_ids) and x.status = 'in_force' and x.replaced_from = it.valid_from;
  update agreement old set status = 'in_force', status_at = clock_timestamp(), replaced_from = null
  where old.id = any (it.replaces_ids) and old.status = 'superseded' and old.replaced_from = it.valid_from;
end $$;

grant execute on function app.withdraw_paper(uuid, text, text) to portal_app;
