-- The counties' templates and the local agreements made from them: text, matrix of
-- responsibilities, suggestions, decisions and signatures.

-- An edition of a county's template.
create table app.template_version (
  id uuid primary key,
  county_id uuid not null references app.county,
  key text not null,
  edition text not null,
  name text not null,
  source text not null,
  adopted text not null,
  source_sha256 text not null,
  published_at timestamptz not null,
  unique (county_id, id),
  unique (county_id, key, edition)
);

-- A municipality's agreement. One at a time is being made.
create table app.agreement (
  id uuid primary key,
  county_id uuid not null,
  municipality_id uuid not null,
  template_version_id uuid not null,
  title text not null,
  status text not null constraint agreement_status_check check (status in
    ('draft', 'shared', 'decision', 'signing', 'in_force', 'superseded', 'withdrawn')),
  status_at timestamptz not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  creator_id uuid not null,
  creator_name text not null,
  valid_from date,
  valid_until date,
  review_on date,
  revision integer not null,
  matrix_revision integer not null,
  unique (county_id, id),
  constraint agreement_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint agreement_county_id_creator_id_fkey
    foreign key (county_id, creator_id) references app.organisation (county_id, id),
  constraint agreement_county_id_template_version_id_fkey
    foreign key (county_id, template_version_id) references app.template_version (county_id, id)
);
create index agreement_county_id_municipality_id_idx on app.agreement (county_id, municipality_id);
create unique index agreement_in_progress_key on app.agreement (municipality_id)
  where status in ('draft', 'shared', 'decision', 'signing');

-- An organisation that the agreement is between; it reads and writes once it has joined.
create table app.agreement_party (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  position integer not null,
  joined_at timestamptz,
  unique (agreement_id, organisation_id),
  constraint agreement_party_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint agreement_party_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index agreement_party_organisation_id_agreement_id_idx on app.agreement_party
  (organisation_id, agreement_id) where joined_at is not null;

-- A section, with the number of its current text.
create table app.section (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  key text not null,
  number integer not null,
  heading text not null,
  guidance text not null,
  legal jsonb not null,
  prompts jsonb not null,
  version integer not null,
  unique (agreement_id, id),
  unique (agreement_id, key),
  constraint section_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id)
);

-- A proposed text of a section, change of the matrix, or term of the agreement.
create table app.suggestion (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  section_id uuid,
  base_version integer not null,
  text text,
  operations jsonb,
  term jsonb,
  reason text not null,
  status text not null constraint suggestion_status_check check (status in
    ('internal', 'published', 'conflict', 'adopted', 'rejected', 'withdrawn', 'replaced')),
  organisation_id uuid not null,
  author_id uuid not null references app.account,
  author_name text not null,
  created_at timestamptz not null,
  published_at timestamptz,
  closed_at timestamptz,
  replaces_id uuid,
  unique (agreement_id, id),
  constraint suggestion_kind_check check (num_nonnulls(text, operations, term) = 1
                                          and (section_id is null) = (text is null)),
  constraint suggestion_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint suggestion_agreement_id_section_id_fkey
    foreign key (agreement_id, section_id) references app.section (agreement_id, id),
  constraint suggestion_agreement_id_replaces_id_fkey
    foreign key (agreement_id, replaces_id) references app.suggestion (agreement_id, id)
);
create index suggestion_agreement_id_section_id_idx on app.suggestion (agreement_id, section_id);

-- What a party says of a suggestion.
create table app.suggestion_answer (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  suggestion_id uuid not null,
  organisation_id uuid not null,
  answer text not null constraint suggestion_answer_answer_check
    check (answer in ('accept', 'reject', 'abstain')),
  reason text not null,
  answered_by text not null,
  answered_at timestamptz not null,
  unique (suggestion_id, organisation_id),
  constraint suggestion_answer_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint suggestion_answer_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references app.suggestion (agreement_id, id)
);

-- Every text that a section has had.
create table app.section_version (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  section_id uuid not null,
  version integer not null,
  text text not null,
  organisation_id uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  suggestion_id uuid,
  unique (section_id, version),
  constraint section_version_agreement_id_section_id_fkey
    foreign key (agreement_id, section_id) references app.section (agreement_id, id),
  constraint section_version_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references app.suggestion (agreement_id, id)
);
create index section_version_agreement_id_idx on app.section_version (agreement_id);

-- A column of the matrix: a party, or a part of one.
create table app.matrix_column (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  key text not null,
  label text not null,
  organisation_id uuid not null,
  position integer not null,
  unique (agreement_id, id),
  unique (agreement_id, key),
  constraint matrix_column_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id)
);

-- A row of the matrix: a measure that somebody has to answer for.
create table app.matrix_row (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  key text not null,
  phase text not null,
  title text not null,
  hint text not null,
  position integer not null,
  in_template boolean not null,
  removed_at timestamptz,
  removed_reason text,
  unique (agreement_id, id),
  unique (agreement_id, key),
  constraint matrix_row_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id)
);

-- Who answers for the measure, and how.
create table app.matrix_cell (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  row_id uuid not null,
  column_id uuid not null,
  value text not null constraint matrix_cell_value_check
    check (value in ('unset', 'responsible', 'shared', 'participates', 'none')),
  version integer not null,
  changed_by text not null,
  changed_at timestamptz not null,
  organisation_id uuid not null,
  suggestion_id uuid,
  unique (row_id, column_id),
  constraint matrix_cell_agreement_id_row_id_fkey
    foreign key (agreement_id, row_id) references app.matrix_row (agreement_id, id),
  constraint matrix_cell_agreement_id_column_id_fkey
    foreign key (agreement_id, column_id) references app.matrix_column (agreement_id, id),
  constraint matrix_cell_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references app.suggestion (agreement_id, id)
);
create index matrix_cell_agreement_id_idx on app.matrix_cell (agreement_id);

-- The document as it was when the parties went on to decide; `signing_copy` is the file they sign.
create table app.document_version (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  number integer not null,
  content text not null,
  made_at timestamptz not null,
  signing_copy bytea,
  signing_sha256 text,
  voided_at timestamptz,
  voided_reason text,
  unique (agreement_id, id),
  unique (agreement_id, number),
  constraint document_version_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id)
);
create unique index document_version_live_key on app.document_version (agreement_id)
  where voided_at is null;

-- A party's decision, as its minutes say.
create table app.decision (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  document_version_id uuid not null,
  organisation_id uuid not null,
  body text not null,
  paragraph text not null,
  decided_on date not null,
  reference text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  unique (document_version_id, organisation_id),
  constraint decision_agreement_id_document_version_id_fkey
    foreign key (agreement_id, document_version_id)
    references app.document_version (agreement_id, id),
  constraint decision_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id)
);
create index decision_agreement_id_idx on app.decision (agreement_id);

-- A signature on the file with this hash.
create table app.signature (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  document_version_id uuid not null,
  organisation_id uuid not null,
  account_id uuid references app.account,
  name text not null,
  title text not null,
  signed_at timestamptz not null,
  on_paper boolean not null,
  document_sha256 text not null,
  unique (agreement_id, id),
  unique (document_version_id, organisation_id),
  constraint signature_agreement_id_document_version_id_fkey
    foreign key (agreement_id, document_version_id)
    references app.document_version (agreement_id, id),
  constraint signature_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id)
);
create index signature_agreement_id_idx on app.signature (agreement_id);

-- What proves a signature; written by the web server and never read by it.
create table app.signature_evidence (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  signature_id uuid not null constraint signature_evidence_signature_id_key unique,
  commitment text not null,
  id_token text not null,
  provider_keys jsonb not null,
  constraint signature_evidence_agreement_id_signature_id_fkey
    foreign key (agreement_id, signature_id) references app.signature (agreement_id, id)
);
