-- Counts with a row and a column of totals last; null where a number is held back. One from 1 to 4
-- is; or, where `plans` says of how many plans each number tells, totals last, one that tells of 1 to
-- 4. With it are the other corners of a rectangle: then it could as well be larger by 5, the
-- corners that make up for it smaller, and everything that is shown would be the same. Of two
-- numbers in a line one shrinks by what the other grows; a number and the total of its line grow
-- together; the corner across is reached by two such steps. Of the rectangles whose shrinking
-- corners are 5 at least, the one that costs least: totals most, then how many, how much.
create or replace function app.suppressed(counts bigint[], plans bigint[] default null)
returns table (line integer, choice integer, amount bigint)
language plpgsql immutable as $$
declare
  h integer := array_length(counts, 1) + 1;
  w integer := array_length(counts, 2) + 1;
  cells bigint[] := array_fill(0::bigint, array[h, w]);
  shown boolean[] := array_fill(true, array[h, w]);
  few bigint[];
  small record;
  chosen record;
begin
  for i in 1 .. h - 1 loop
    for j in 1 .. w - 1 loop
      cells[i][j] := counts[i][j];
      cells[i][w] := cells[i][w] + counts[i][j];
      cells[h][j] := cells[h][j] + counts[i][j];
      cells[h][w] := cells[h][w] + counts[i][j];
    end loop;
  end loop;
  few := coalesce(plans, cells);
  for small in select i, j from generate_series(1, h) i cross join generate_series(1, w) j
    where few[i][j] between 1 and 4 order by 1, 2
  loop
    shown[small.i][small.j] := false;
  end loop;
  for small in select i, j from generate_series(1, h) i cross join generate_series(1, w) j
    where few[i][j] between 1 and 4 order by 1, 2
  loop
    select r, k into chosen
    from generate_series(1, h) r cross join generate_series(1, w) k
    cross join lateral (select small.i < h and r < h as moves, small.j < w and k < w as shifts) d
    -- the corners that are not held back already: across, below or above, and beside
    cross join lateral (select case when shown[r][k] then r * 1000 + k end as across,
      case when shown[r][small.j] then r * 1000 + small.j end as along,
      case when shown[small.i][k] then small.i * 1000 + k end as beside) c
    cross join lateral (select
      least(c.across, c.along, c.beside) as first, greatest(c.across, c.along, c.beside) as last,
      coalesce(c.across, 0) + coalesce(c.along, 0) + coalesce(c.beside, 0) as codes) o
    where r <> small.i and k <> small.j
      and (d.moves = d.shifts or cells[r][k] >= 5)
      and (not d.moves or cells[r][small.j] >= 5)
      and (not d.shifts or cells[small.i][k] >= 5)
    order by (c.across is not null and (r = h or k = w))::integer
        + (c.along is not null and (r = h or small.j = w))::integer
        + (c.beside is not null and (small.i = h or k = w))::integer,
      num_nonnulls(c.across, c.along, c.beside),
      case when c.across is null then 0 else cells[r][k] end
        + case when c.along is null then 0 else cells[r][small.j] end
        + case when c.beside is null then 0 else cells[small.i][k] end,
      o.first, o.codes - o.first - o.last, o.last
    limit 1;
    shown[chosen.r][chosen.k] := false;
    shown[chosen.r][small.j] := false;
    shown[small.i][chosen.k] := false;
  end loop;
  return query select i, j, case when shown[i][j] then cells[i][j] end
    from generate_series(1, h) i cross join generate_series(1, w) j order by 1, 2;
end $$;
