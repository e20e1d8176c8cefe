-- Keep what app.sight() answered, for the rest of the transaction, under a mark that only this can
-- make.
create or replace function app.keep_sight(folded app.part_seen[]) returns void
language plpgsql volatile set search_path = app, pg_temp as $$
begin
  perform set_config('app.sight', sight_mark(folded::text) || folded::text, true);
end $$;
