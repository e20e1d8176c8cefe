-- Say anew where an agreement that is a draft or shared holds, who takes part in it with what, and what it
-- replaces: for whoever began it. `p_parties` are all who are to take part; who is left out has left, and
-- what that party had suggested and is not settled is withdrawn. `p_columns` says what becomes of the columns
-- of the matrix by that: `added` with what their cells say by row, `changed`, `removed`, `restored`; `p_told`
-- what its history says. The agreement is another by it: what parties have said of its text holds no more.
create or replace function app.recompose(p_agreement uuid, p_area uuid[], p_covers boolean,
  p_parties jsonb, p_columns jsonb, p_replaces uuid[], p_told jsonb, p_reason text)
returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  is_owner boolean := pg_has_role(session_user, 'portal_owner', 'member');
  it agreement;
  mine uuid;
  me text;
  matrix integer;
  gone uuid[];
begin
  select * into it from agreement where id = p_agreement for update;
  mine := case when is_owner then it.creator_id else my_organisation() end;
  me := case when is_owner then it.creator_name else my_name() end;
  if it.status not in ('draft', 'shared') or it.amends_id is not null or it.creator_id <> mine
    or not (is_owner or (it.id = any (my_agreements()) and i_am('coordinator')))
    or (it.status = 'shared' and btrim(p_reason) = '')
  then raise exception 'not yours to compose' using errcode = 'insufficient_privilege'; end if;
  if not exists (select from jsonb_to_recordset(p_parties) as w (organisation_id uuid)
      where w.organisation_id = mine)
    or (select count(*) filter (where w.signs) from jsonb_to_recordset(p_parties) as w (signs boolean)) < 2
    or exists (select from jsonb_to_recordset(p_parties) as w (organisation_id uuid)
      left join organisation o on o.id = w.organisation_id and o.county_id = it.county_id
      left join agreement_party p on p.agreement_id = it.id and p.left_at is null
        and p.organisation_id = w.organisation_id
      where o.id is null or (p.id is null and not is_offered(o.id)))
  then raise exception 'no such parties' using errcode = 'check_violation'; end if;

  select coalesce(array_agg(p.organisation_id), '{}') into gone from agreement_party p
  where p.agreement_id = it.id and p.left_at is null and not exists (
    select from jsonb_to_recordset(p_parties) as w (organisation_id uuid)
    where w.organisation_id = p.organisation_id);
  update agreement_party p set left_at = clock_timestamp()
  where p.agreement_id = it.id and p.organisation_id = any (gone);
  update suggestion s set status = 'withdrawn', closed_at = clock_timestamp()
  where s.agreement_id = it.id and s.organisation_id = any (gone)
    and s.status in ('internal', 'published', 'conflict');
  insert into agreement_party as there (id, county_id, agreement_id, organisation_id, position,
    joined_at, drafts, decides, signs)
  select gen_random_uuid(), it.county_id, it.id, w.organisation_id, w.position,
    case when it.status = 'shared' or w.drafts then clock_timestamp() end, w.drafts, w.decides, w.signs
  from jsonb_to_recordset(p_parties) as w (organisation_id uuid, position integer, drafts boolean,
    decides boolean, signs boolean)
  on conflict (agreement_id, organisation_id) do update set left_at = null,
    joined_at = coalesce(there.joined_at, excluded.joined_at), position = excluded.position,
    drafts = excluded.drafts, decides = excluded.decides, signs = excluded.signs,
    bodies = case when excluded.decides then there.bodies else '{}' end;

  update agreement set municipality_ids = p_area, covers_county = p_covers,
    replaces_ids = p_replaces, revision = revision + 1, changed_at = clock_timestamp(),
    matrix_revision = matrix_revision + 1
  where id = it.id returning matrix_revision into matrix;

  insert into matrix_column (id, county_id, agreement_id, key, label, organisation_id, position)
  select w.id, it.county_id, it.id, w.key, w.label, w.organisation_id, w.position
  from jsonb_to_recordset(p_columns -> 'added') as w (id uuid, key text, label text,
    organisation_id uuid, position integer);
  insert into matrix_cell (id, county_id, agreement_id, row_id, column_id, value, version, changed_by,
    changed_at, organisation_id)
  select gen_random_uuid(), it.county_id, it.id, r.id, w.id, coalesce(w.said ->> r.key, 'unset'), 1,
    me, clock_timestamp(), mine
  from jsonb_to_recordset(p_columns -> 'added') as w (id uuid, said jsonb)
  join matrix_row r on r.agreement_id = it.id;
  update matrix_column k set label = w.label, organisation_id = w.organisation_id
  from jsonb_to_recordset(p_columns -> 'changed') as w (id uuid, label text, organisation_id uuid)
  where k.id = w.id and k.agreement_id = it.id;
  -- what a column that goes said is kept, and what one said that comes back
  insert into matrix_change (id, county_id, agreement_id, row_id, column_id, revision, before, after,
    organisation_id, author_name, changed_at)
  select gen_random_uuid(), it.county_id, it.id, c.row_id, c.column_id, matrix, c.value,
    coalesce(x.before, 'unset'), mine, me, clock_timestamp()
  from matrix_cell c join matrix_column k on k.id = c.column_id
  left join matrix_change x on x.row_id = c.row_id and x.column_id = c.column_id
    and x.revision = k.removed_in
  where k.agreement_id = it.id and c.value <> coalesce(x.before, 'unset')
    and p_columns -> (case when k.removed_in is null then 'removed' else 'restored' end)
      ? k.id::text;
  update matrix_cell c set value = x.after, version = c.version + 1, changed_by = me,
    changed_at = clock_timestamp(), organisation_id = mine, suggestion_id = null
  from matrix_change x
  where x.row_id = c.row_id and x.column_id = c.column_id and x.agreement_id = it.id
    and x.revision = matrix;
  update matrix_column k set removed_in = case when k.removed_in is null then matrix end
  where k.agreement_id = it.id and p_columns ->
    (case when k.removed_in is null then 'removed' else 'restored' end) ? k.id::text;

  insert into outline_change (id, county_id, agreement_id, kind, place_id, name, before, after,
    reason, organisation_id, author_name, changed_at)
  select gen_random_uuid(), it.county_id, it.id, w.kind, w.place_id, w.name, w.before, w.after,
    p_reason, mine, me, clock_timestamp()
  from jsonb_to_recordset(p_told) as w (kind text, place_id uuid, name text, before text, after text);
end $$;

grant execute on function app.recompose(uuid, uuid[], boolean, jsonb, jsonb, uuid[], jsonb, text)
  to portal_app;
