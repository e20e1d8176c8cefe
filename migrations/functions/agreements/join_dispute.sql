-- One of two sides lets another party of the agreement join a dispute that is not settled, as its third
-- side. `functions` are who of it sits at each level, the first level's before. Answers whether it did:
-- where there are three already, nobody joins.
create or replace function app.join_dispute(wanted uuid, party uuid, functions text[]) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare me text := my_name();
begin
  if not may_write_dispute(wanted) then return false; end if;
  update dispute d set third_id = party, third_by = me, third_at = clock_timestamp()
  where d.id = wanted and d.third_id is null and d.settled_at is null
    and party not in (d.opener_id, d.other_id)
    and exists (select from agreement_party p where p.agreement_id = d.agreement_id
      and p.organisation_id = party and p.joined_at is not null and p.left_at is null);
  if not found then return false; end if;
  update dispute_level set third_function = coalesce(functions[number], '') where dispute_id = wanted;
  return true;
end $$;

grant execute on function app.join_dispute(uuid, uuid, text[]) to portal_app;
