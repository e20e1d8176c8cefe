-- Whose words the words are says that they are right as staff have noted them; or whoever stands in for
-- somebody who does not sign in, that they are right no longer, so that staff may put them right.
-- Answers whether it could still be said of them as they were read.
create or replace function app.confirm_words(kind text, row_id uuid, read_version integer,
  is_right boolean) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  done boolean;
begin
  if kind not in ('plan_text', 'goal', 'action') then return false; end if;
  execute format($q$
    update %I x set confirmed_at = case when $3 then clock_timestamp() end,
      confirmed_by = case when $3 then (select my_name()) end, version = x.version + 1,
      changed_at = clock_timestamp(), changed_by = (select my_name())
    where x.id = $1 and x.version = $2 and x.is_noted and (x.confirmed_at is null) = $3
      and x.removed_at is null
      and ($3 or not exists (select from plan_person p
        where p.plan_id = x.plan_id and p.kind = 'subject' and p.account_id is not null))
      and x.plan_id = any ((select my_owned_plans())::uuid[])
      and x.plan_id = any ((select live_plans())::uuid[])
      and is_disclosed(x.disclosure, x.plan_id, x.from_party, (select my_disclosures())::text[])
    returning true$q$, kind) into done using row_id, read_version, is_right;
  return coalesce(done, false);
end $$;

grant execute on function app.confirm_words(text, uuid, integer, boolean) to portal_app;
