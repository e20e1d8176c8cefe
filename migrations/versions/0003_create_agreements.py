"""Create county templates and local agreements: drafting, negotiation, decisions, signatures."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
set local search_path = app, pg_temp;

create table template_version (
  id uuid primary key,
  county_id uuid not null references county,
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

create table agreement (
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
    foreign key (county_id, municipality_id) references organisation (county_id, id),
  constraint agreement_county_id_creator_id_fkey
    foreign key (county_id, creator_id) references organisation (county_id, id),
  constraint agreement_county_id_template_version_id_fkey
    foreign key (county_id, template_version_id) references template_version (county_id, id)
);
create index agreement_county_id_municipality_id_idx on agreement (county_id, municipality_id);
create unique index agreement_in_progress_key on agreement (municipality_id)
  where status in ('draft', 'shared', 'decision', 'signing');

create table agreement_party (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  position integer not null,
  joined_at timestamptz,
  unique (agreement_id, organisation_id),
  constraint agreement_party_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references agreement (county_id, id),
  constraint agreement_party_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id)
);
create index agreement_party_organisation_id_agreement_id_idx on agreement_party
  (organisation_id, agreement_id) where joined_at is not null;

create table section (
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
    foreign key (county_id, agreement_id) references agreement (county_id, id)
);

create table suggestion (
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
  author_id uuid not null references account,
  author_name text not null,
  created_at timestamptz not null,
  published_at timestamptz,
  closed_at timestamptz,
  replaces_id uuid,
  unique (agreement_id, id),
  constraint suggestion_kind_check check (num_nonnulls(text, operations, term) = 1
                                          and (section_id is null) = (text is null)),
  constraint suggestion_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references agreement (county_id, id),
  constraint suggestion_agreement_id_section_id_fkey
    foreign key (agreement_id, section_id) references section (agreement_id, id),
  constraint suggestion_agreement_id_replaces_id_fkey
    foreign key (agreement_id, replaces_id) references suggestion (agreement_id, id)
);
create index suggestion_agreement_id_section_id_idx on suggestion (agreement_id, section_id);

create table suggestion_answer (
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
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint suggestion_answer_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references suggestion (agreement_id, id)
);

create table section_version (
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
    foreign key (agreement_id, section_id) references section (agreement_id, id),
  constraint section_version_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references suggestion (agreement_id, id)
);
create index section_version_agreement_id_idx on section_version (agreement_id);

create table matrix_column (
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
    references agreement_party (agreement_id, organisation_id)
);

create table matrix_row (
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
    foreign key (county_id, agreement_id) references agreement (county_id, id)
);

create table matrix_cell (
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
    foreign key (agreement_id, row_id) references matrix_row (agreement_id, id),
  constraint matrix_cell_agreement_id_column_id_fkey
    foreign key (agreement_id, column_id) references matrix_column (agreement_id, id),
  constraint matrix_cell_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references suggestion (agreement_id, id)
);
create index matrix_cell_agreement_id_idx on matrix_cell (agreement_id);

create table document_version (
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
    foreign key (county_id, agreement_id) references agreement (county_id, id)
);
create unique index document_version_live_key on document_version (agreement_id)
  where voided_at is null;

create table decision (
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
    references document_version (agreement_id, id),
  constraint decision_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references agreement_party (agreement_id, organisation_id)
);
create index decision_agreement_id_idx on decision (agreement_id);

create table signature (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  document_version_id uuid not null,
  organisation_id uuid not null,
  account_id uuid references account,
  name text not null,
  title text not null,
  signed_at timestamptz not null,
  on_paper boolean not null,
  document_sha256 text not null,
  unique (agreement_id, id),
  unique (document_version_id, organisation_id),
  constraint signature_agreement_id_document_version_id_fkey
    foreign key (agreement_id, document_version_id)
    references document_version (agreement_id, id),
  constraint signature_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references agreement_party (agreement_id, organisation_id)
);
create index signature_agreement_id_idx on signature (agreement_id);

-- what proves a signature; written by the web server and never read by it
create table signature_evidence (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  signature_id uuid not null constraint signature_evidence_signature_id_key unique,
  commitment text not null,
  id_token text not null,
  provider_keys jsonb not null,
  constraint signature_evidence_agreement_id_signature_id_fkey
    foreign key (agreement_id, signature_id) references signature (agreement_id, id)
);
"""

HELPERS = """
-- agreements my organisation is a party of and has been let into: it reads and writes them
create function app.my_agreements() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select array(select p.agreement_id from acting() me
    join agreement_party p on p.organisation_id = me.organisation_id
    where p.joined_at is not null)
$$;

-- what it may read besides: the coordination group reads what has been signed in its county
create function app.readable_agreements() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare me record;
begin
  select * into me from acting();
  if me.organisation_kind = 'coordination_group' then
    return my_agreements() || array(select id from agreement
      where county_id = me.county_id and status in ('in_force', 'superseded'));
  end if;
  return array(select agreement_id from agreement_party
    where organisation_id = me.organisation_id and joined_at is not null);
end $$;

-- drafts that it has begun as a municipality (see the policy create_own)
create function app.my_new_agreements() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select array(select a.id from acting() me
    join agreement a on a.municipality_id = me.organisation_id
    where a.creator_id = a.municipality_id and a.status = 'draft')
$$;

-- an agreement that has come into force takes over from its municipality's earlier ones, also
-- from one that the last signatory was no party of
create function app.supersede_earlier(successor uuid) returns uuid[]
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended uuid[];
begin
  with changed as (
    update agreement old set status = 'superseded', status_at = now(), changed_at = now()
    from agreement new
    where new.id = successor and new.status = 'in_force'
      and (new.id = any (my_agreements()) or pg_has_role(session_user, 'portal_owner', 'member'))
      and old.county_id = new.county_id and old.municipality_id = new.municipality_id
      and old.status = 'in_force' and old.id <> new.id
    returning old.id)
  select coalesce(array_agg(id), '{}') into ended from changed;
  return ended;
end $$;

-- every other party has answered, and none has said no: the suggestion may become the text
create function app.is_agreed(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from suggestion s where s.id = wanted
    and s.agreement_id = any (my_agreements())
    and not exists (select from agreement_party p
      where p.agreement_id = s.agreement_id and p.organisation_id <> s.organisation_id
      and not exists (select from suggestion_answer a where a.suggestion_id = s.id
        and a.organisation_id = p.organisation_id and a.answer <> 'reject')))
$$;

-- every party has decided and signed, and each signature is on the file that is up now
create function app.is_signed(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted = any (my_agreements()) and not exists (select from agreement_party p
    where p.agreement_id = wanted and not exists (
      select from document_version v
      join decision d on d.document_version_id = v.id and d.organisation_id = p.organisation_id
      join signature s on s.document_version_id = v.id and s.organisation_id = p.organisation_id
        and s.document_sha256 = v.signing_sha256
      where v.agreement_id = wanted and v.voided_at is null))
$$;

-- the one way through the states (agreements/rules.py says the same)
create function app.refuse_step() returns trigger language plpgsql as $$
begin
  raise exception 'no step from % to %', old.status, new.status
    using errcode = 'insufficient_privilege';
end $$;

-- how each municipality of my county stands: states and dates, never a text. What another has
-- taken over from is left out when it had ended before `since`.
create function app.county_board(since date)
returns table (municipality_id uuid, agreement_id uuid, status text, status_at timestamptz,
  valid_from date, valid_until date, review_on date, parties integer, decided integer,
  signed integer, sections integer, written integer)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.municipality_id,
    case when a.id = any ((select readable_agreements())::uuid[]) then a.id end,
    a.status, a.status_at, a.valid_from, a.valid_until, a.review_on,
    p.parties, coalesce(d.decided, 0), coalesce(s.signed, 0), w.sections, w.written
  from agreement a
  cross join lateral (
    select count(*)::int as parties from agreement_party
    where agreement_id = a.id and a.status in ('decision', 'signing')) p
  left join lateral (
    select count(*)::int as decided from decision x join document_version v
    on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status in ('decision', 'signing')) d on true
  left join lateral (
    select count(*)::int as signed from signature x join document_version v
    on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status = 'signing') s on true
  left join lateral (
    select count(*)::int as sections, count(*) filter (where version > 1)::int as written
    from section where agreement_id = a.id and a.status = 'draft') w on true
  where a.county_id = (select my_county()) and a.status <> 'withdrawn'
    and (a.status <> 'superseded' or a.valid_until >= since)
$$;
"""

# parents before children
TABLES_IN_ORDER = (
    "template_version",
    "agreement",
    "agreement_party",
    "section",
    "suggestion",
    "suggestion_answer",
    "section_version",
    "matrix_column",
    "matrix_row",
    "matrix_cell",
    "document_version",
    "decision",
    "signature",
    "signature_evidence",
)
# parts of an agreement: read by whoever may read it, written as WRITING says
CHILDREN = TABLES_IN_ORDER[3:-1]
FOR_APP = (
    "is_agreed(uuid)",
    "is_signed(uuid)",
    "county_board(date)",
    "supersede_earlier(uuid)",
    "readable_agreements()",
    "my_new_agreements()",
    "my_agreements()",
)

# What a party's web server writes, column by column: who proposed, wrote, answered, decided and
# signed is never rewritten.
POLICIES = """
grant select on app.template_version, app.agreement, app.agreement_party to portal_app;
grant insert on app.agreement, app.agreement_party, app.signature_evidence to portal_app;
grant update (status, status_at, changed_at, valid_from, valid_until, review_on, revision,
  matrix_revision) on app.agreement to portal_app;
grant update (joined_at) on app.agreement_party to portal_app;
grant update (prompts, version) on app.section to portal_app;
grant update (status, published_at, closed_at) on app.suggestion to portal_app;
grant update (position, removed_at, removed_reason) on app.matrix_row to portal_app;
grant update (value, version, changed_by, changed_at, organisation_id, suggestion_id)
  on app.matrix_cell to portal_app;
grant update (signing_copy, signing_sha256, voided_at, voided_reason) on app.document_version
  to portal_app;
grant delete on app.suggestion_answer to portal_app;
grant select on app.template_version, app.agreement, app.agreement_party, app.section,
  app.suggestion, app.suggestion_answer, app.document_version, app.decision, app.signature
  to portal_authz;
grant update (status, status_at, changed_at) on app.agreement to portal_authz;

create policy county on app.template_version for select to portal_app
  using (county_id = (select app.my_county()));

create policy readable on app.agreement for select to portal_app
  using (id = any ((select app.readable_agreements())::uuid[])
         or creator_id = (select app.my_organisation()));
create policy create_own on app.agreement for insert to portal_app
  with check (creator_id = (select app.my_organisation())
              and municipality_id = (select app.my_organisation())
              and county_id = (select app.my_county()) and status = 'draft');
-- what has been superseded is so by supersede_earlier(), never by a party's own hand
create policy party_change on app.agreement for update to portal_app
  using (id = any ((select app.my_agreements())::uuid[]))
  with check (id = any ((select app.my_agreements())::uuid[]) and status <> 'superseded'
              and (status <> 'in_force' or app.is_signed(id)));

create policy readable on app.agreement_party for select to portal_app
  using (agreement_id = any ((select app.readable_agreements())::uuid[])
         or agreement_id = any ((select app.my_new_agreements())::uuid[]));
create policy create_own on app.agreement_party for insert to portal_app
  with check (agreement_id = any ((select app.my_new_agreements())::uuid[])
              and county_id = (select app.my_county()));
create policy share_own on app.agreement_party for update to portal_app
  using (agreement_id = any ((select app.my_new_agreements())::uuid[]))
  with check (county_id = (select app.my_county()));

-- an act is recorded in the chain of the own organisation or of an agreement it is party to
drop policy record on app.audit_entry;
create policy record on app.audit_entry for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
              and account_id = (select app.my_account())
              and session_id = (select app.my_session())
              and county_id = (select app.my_county())
              and (stream = (select app.my_organisation())
                   or stream = any ((select app.my_agreements())::uuid[])));

-- a proposal its party never published is that party's own, also when it has been taken back
create policy internal on app.suggestion as restrictive for select to portal_app
  using (published_at is not null or organisation_id = (select app.my_organisation()));
create policy internal_change on app.suggestion as restrictive for update to portal_app
  using (published_at is not null or organisation_id = (select app.my_organisation()))
  with check (true);
"""

DRAFTED = "agreement_id = any ((select app.my_new_agreements())::uuid[])"
SHARED = "agreement_id = any ((select app.my_agreements())::uuid[])"
OWN = "organisation_id = (select app.my_organisation())"
# Who may add what to an agreement they are let into. The structure is made while it is a draft;
# from sharing on every change is a suggestion that the parties have agreed to.
INSERTING = {
    "section": DRAFTED,
    "matrix_column": DRAFTED,
    "matrix_row": DRAFTED,
    "matrix_cell": f"{DRAFTED} and {OWN}",
    "suggestion": f"{OWN} and author_id = (select app.my_account())"
    " and status in ('internal', 'published')",
    "suggestion_answer": OWN,
    "section_version": f"({DRAFTED} and {OWN} and suggestion_id is null)"
    " or (app.is_agreed(suggestion_id) and exists (select from app.suggestion s"
    " where s.id = section_version.suggestion_id and s.section_id = section_version.section_id"
    " and s.organisation_id = section_version.organisation_id"
    " and s.text = section_version.text))",
    "document_version": "voided_at is null and signing_copy is null and signing_sha256 is null",
    "decision": f"{OWN} and exists (select from app.document_version v"
    " where v.id = decision.document_version_id and v.voided_at is null)",
    "signature": f"{OWN} and account_id = (select app.my_account())"
    " and (select app.i_am('signatory')) and not on_paper"
    " and exists (select from app.document_version v"
    " where v.id = signature.document_version_id and v.voided_at is null"
    " and v.signing_sha256 = signature.document_sha256)",
    "signature_evidence": "exists (select from app.signature s"
    " where s.id = signature_evidence.signature_id and s.account_id = (select app.my_account()))",
}
# What may become of a row that is there, besides the columns granted above.
UPDATING = {
    "section": SHARED,
    "suggestion": f"({OWN} or status in ('adopted', 'rejected', 'conflict', 'replaced'))"
    " and (status <> 'adopted' or app.is_agreed(id))",
    "matrix_row": DRAFTED,
    "matrix_cell": f"({DRAFTED} and {OWN}) or (app.is_agreed(suggestion_id)"
    " and exists (select from app.suggestion s where s.id = matrix_cell.suggestion_id"
    " and s.organisation_id = matrix_cell.organisation_id and s.operations is not null))",
    "document_version": SHARED,
}

# A frozen file stays as it is, and a void version void, also to portal_owner.
TRIGGERS = """
create trigger step before update of status on app.agreement for each row
  when (old.status <> new.status and (old.status, new.status) not in (
    ('draft', 'shared'), ('draft', 'withdrawn'), ('shared', 'decision'), ('shared', 'withdrawn'),
    ('decision', 'signing'), ('decision', 'shared'), ('signing', 'in_force'),
    ('signing', 'shared'), ('in_force', 'superseded')))
  execute function app.refuse_step();
create trigger no_way_back before update of version on app.section for each row
  when (new.version not in (old.version, old.version + 1)) execute function app.refuse_change();
create trigger frozen_copy before update of signing_copy, signing_sha256 on app.document_version
  for each row when (old.signing_sha256 is not null) execute function app.refuse_change();
create trigger stays_void before update of voided_at, voided_reason on app.document_version
  for each row when (old.voided_at is not null) execute function app.refuse_change();
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in TABLES_IN_ORDER:
        op.execute(
            f"alter table app.{table} enable row level security, force row level security;"
            f"create policy maintain on app.{table} to portal_owner using (true) with check (true);"
            f"create policy authz on app.{table} to portal_authz using (true) with check (true);"
        )
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(HELPERS)
    op.execute("revoke execute on all functions in schema app from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(POLICIES)
    for table in CHILDREN:
        op.execute(
            f"grant select, insert on app.{table} to portal_app;"
            f"create policy readable on app.{table} for select to portal_app"
            f" using (agreement_id = any ((select app.readable_agreements())::uuid[]))"
        )
    for table, condition in INSERTING.items():
        op.execute(
            f"create policy party_insert on app.{table} for insert to portal_app"
            f" with check ({SHARED} and county_id = (select app.my_county()) and ({condition}))"
        )
    for table, condition in UPDATING.items():
        op.execute(
            f"create policy party_update on app.{table} for update to portal_app"
            f" using ({SHARED}) with check ({SHARED} and ({condition}))"
        )
    op.execute(
        "create policy party_delete on app.suggestion_answer for delete to portal_app"
        f" using ({SHARED} and {OWN} and exists (select from app.suggestion s"
        " where s.id = suggestion_answer.suggestion_id and s.status = 'published'))"
    )
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute("drop policy readable on app.agreement; drop policy record on app.audit_entry")
    op.execute(
        "create policy record on app.audit_entry for insert to portal_app"
        " with check (organisation_id = (select app.my_organisation())"
        " and account_id = (select app.my_account()) and session_id = (select app.my_session())"
        " and county_id = (select app.my_county()))"
    )
    for table in reversed(TABLES_IN_ORDER):
        op.execute(f"drop table app.{table} cascade")
    op.execute("set role portal_authz")
    for function in (*FOR_APP, "refuse_step()"):
        op.execute(f"drop function app.{function} cascade")
    op.execute("reset role")
