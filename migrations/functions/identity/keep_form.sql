-- Keep a form that was sent when its session had ended, for so many seconds; answers whether there
-- was room. The application vouches for whom it was opened. Of one account the eight latest are
-- kept, and of all together so many that nobody fills the disk.
create or replace function app.keep_form(p_id uuid, p_key_hash bytea, p_account uuid,
  p_organisation uuid, p_sealed bytea, p_seconds integer, p_proof bytea) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not is_proven(p_key_hash || convert_to(concat_ws(chr(10), 'kept form', p_id, p_account,
                   p_organisation), 'UTF8'), p_proof)
  then raise exception 'form not proven' using errcode = 'insufficient_privilege'; end if;
  delete from kept_form where expires_at < now();
  delete from kept_form where account_id = p_account and id not in (select id from kept_form
    where account_id = p_account order by kept_at desc, id desc limit 7);
  if octet_length(p_sealed) > 300000 or (select count(*) from kept_form) >= 2000
  then return false; end if;
  insert into kept_form
  select p_id, p_key_hash, a.id, o.id, p_sealed, now(), now() + make_interval(secs => p_seconds)
  from account a cross join organisation o where a.id = p_account and o.id = p_organisation;
  return found;
end $$;

grant execute on function app.keep_form(uuid, bytea, uuid, uuid, bytea, integer, bytea)
  to portal_app;
