"""Who replaces the person, is asked as a child and is let go, by two; and the age of the person."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.consenter add column replaces boolean not null default false,"
               " add constraint consenter_replaces_check"
               " check (not replaces or mandate_scope is not null)")  # fmt: skip
    op.execute("alter table app.plan_person add column born_sealed bytea")
    # whoever stood in the person's place without a second handler's word stands beside them now
    op.execute(
        """
        with replaced as (
          update app.consenter c set required_to = c.required_from
          from app.plan_person p
          where p.plan_id = c.plan_id and p.id = c.person_id and p.kind = 'subject'
            and c.required_from > now() and c.required_to is null
            and exists (select from app.consenter m where m.plan_id = c.plan_id
              and m.mandate_to = c.required_from)
          returning c.county_id, c.plan_id, c.person_id, c.recorded_by
        )
        insert into app.consenter (id, county_id, plan_id, person_id, required_from, recorded_at,
          recorded_by)
        select gen_random_uuid(), r.county_id, r.plan_id, r.person_id, now(), now(), r.recorded_by
        from replaced r
        """
    )
    op.execute(
        """
        create table app.consenter_change (
          id uuid not null constraint consenter_change_pkey primary key,
          county_id uuid not null,
          plan_id uuid not null,
          person_id uuid not null,
          kind text not null,
          reason_sealed bytea not null,
          document_sealed bytea,
          document_on date,
          capacity text,
          mandate_scope text[],
          mandate_from timestamptz,
          mandate_to timestamptz,
          proposed_at timestamptz not null,
          proposed_by uuid not null
            constraint consenter_change_proposed_by_fkey references app.account,
          proposed_by_name text not null,
          outcome text,
          settled_at timestamptz,
          settled_by uuid constraint consenter_change_settled_by_fkey references app.account,
          settled_by_name text,
          constraint consenter_change_county_id_plan_id_fkey foreign key (county_id, plan_id)
            references app.plan (county_id, id),
          constraint consenter_change_plan_id_person_id_fkey foreign key (plan_id, person_id)
            references app.plan_person (plan_id, id),
          constraint consenter_change_kind_check
            check (kind in ('asked', 'not_asked', 'replaces', 'beside', 'ends', 'leaves')),
          constraint consenter_change_outcome_check check (outcome in ('confirmed', 'declined')),
          constraint consenter_change_document_check check (kind = 'asked'
            or num_nonnulls(document_sealed, document_on) = 2),
          constraint consenter_change_mandate_check check (
            num_nonnulls(capacity, mandate_scope, mandate_from, mandate_to)
              = case when kind in ('replaces', 'beside') then 4 else 0 end
            and (mandate_from is null or mandate_from < mandate_to)),
          constraint consenter_change_capacity_check check (kind <> 'replaces'
            or capacity in ('forvaltare', 'future_attorney')),
          constraint consenter_change_settled_check check (
            num_nonnulls(outcome, settled_at, settled_by, settled_by_name) in (0, 4)),
          constraint consenter_change_two_check check (
            kind = 'asked' or outcome is distinct from 'confirmed' or settled_by <> proposed_by)
        )
        """
    )
    op.execute(
        """
        create table app.consent_limit (
          id uuid not null constraint consent_limit_pkey primary key,
          longest interval not null,
          constraint consent_limit_longest_check check (longest > '0'::interval)
        )
        """
    )
    op.execute("create index consenter_change_plan_id_idx on app.consenter_change (plan_id)")


def downgrade() -> None:
    op.execute("drop table app.consent_limit")
    op.execute("drop table app.consenter_change")
    op.execute("alter table app.plan_person drop column born_sealed")
    op.execute("alter table app.consenter drop column replaces")
