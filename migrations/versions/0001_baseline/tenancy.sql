-- Counties, their organisations, and the units of these.

-- A county: everything else belongs to one.
create table app.county (
  id uuid primary key,
  key text not null constraint county_key_key unique,
  name text not null,
  code text not null
);

-- Who works together: also the county's own organisation of private people, whose kind is
-- 'individuals'. Where the county's map draws a tile for it is kept here as well.
create table app.organisation (
  id uuid primary key,
  county_id uuid not null references app.county,
  kind text not null constraint organisation_kind_check check (kind in
    ('municipality', 'region', 'police', 'coordination_group', 'user_organisation', 'school',
      'other_authority', 'individuals')),
  name text not null,
  short_name text not null,
  sort_key text not null,
  organisation_number text,
  tile_row integer,
  tile_column integer,
  tile_label text,
  closed_at timestamptz,
  unique (county_id, id),
  unique (county_id, name)
);

-- A part of an organisation that calls go to and roles may be narrowed to.
create table app.unit (
  id uuid primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  key text not null,
  name text not null,
  sort_key text not null,
  unique (organisation_id, id),
  unique (organisation_id, key),
  constraint unit_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
