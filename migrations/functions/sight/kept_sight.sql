-- As app.sight(), for what is read: a page asks for it in each of its statements, of one plan or of
-- all that somebody has a part in, and it is folded once. It is kept in a setting of the transaction under a mark that only the
-- database can make, for a second at most: by whoever asks first, or with the plan's key and its
-- row in the log. A transaction that has written anything else keeps nothing. What decides who may
-- write asks app.sight() itself.
create or replace function app.kept_sight() returns setof app.part_seen
language plpgsql stable rows 20 as $$
declare
  kept text := current_setting('app.sight', true);
  folded app.part_seen[];
begin
  if clock_timestamp() > now() + interval '1 second' then
    return query select * from app.sight();
    return;
  end if;
  if left(kept, 64) = app.sight_mark(substr(kept, 65)) then
    return query select * from unnest(substr(kept, 65)::app.part_seen[]);
    return;
  end if;
  folded := array(select s from app.sight() s);
  if pg_current_xact_id_if_assigned() is null then
    perform app.keep_sight(folded);
  end if;
  return query select * from unnest(folded);
end $$;
