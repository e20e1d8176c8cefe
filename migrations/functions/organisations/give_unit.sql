-- Let what is open in a unit be another unit's of the same organisation, or the whole
-- organisation's: roles, invitations and calls.
create or replace function app.give_unit(leaving uuid, receiver uuid) returns void
language plpgsql volatile as $$
begin
  update app.membership m set ended_at = clock_timestamp()
  where m.unit_id = leaving and m.ended_at is null and exists (select from app.membership n
    where n.account_id = m.account_id and n.organisation_id = m.organisation_id
      and n.role = m.role and n.ended_at is null and n.unit_id is not distinct from receiver);
  update app.membership set unit_id = receiver where unit_id = leaving and ended_at is null;
  update app.invitation set unit_id = receiver
  where unit_id = leaving and used_at is null and revoked_at is null;
  update app.call set unit_id = receiver where unit_id = leaving and status = 'sent';
end $$;
