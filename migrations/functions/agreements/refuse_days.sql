-- Once others have seen an agreement it gets other days only when its parties have agreed to them, and
-- what they have read of it does not grow younger again.
create or replace function app.refuse_days() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.revision < old.revision or new.matrix_revision < old.matrix_revision
    or ((new.valid_from, new.valid_until, new.open_ended, new.review_on)
        is distinct from (old.valid_from, old.valid_until, old.open_ended, old.review_on)
      and not exists (select from suggestion s, jsonb_to_record(s.term -> 'to') as said
          (valid_from date, valid_until date, review_on date, open_ended text)
        where s.agreement_id = new.id and is_agreed(s.id)
          and (said.valid_from, said.valid_until, said.review_on, said.open_ended is not null)
            is not distinct from (new.valid_from, new.valid_until, new.review_on, new.open_ended)))
  then raise exception 'the parties have not agreed to the days'
    using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
