"""What an agreement is about: subjects, and a successor that is named and never inferred."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# key, name, name_en, target_group, target_group_en: the three of SoL (2025:400) 7 kap. 2 §
SUBJECTS = (
    (
        "skadligt-bruk-beroende",
        "Skadligt bruk eller beroende",
        "Harmful use or dependence",
        "Den som har ett skadligt bruk eller beroende av alkohol, narkotika, läkemedel, dopning"
        " eller spel om pengar.",
        "Anyone with a harmful use of, or dependence on, alcohol, narcotics, medicines, doping or"
        " gambling.",
    ),
    (
        "psykisk-funktionsnedsattning",
        "Psykisk funktionsnedsättning",
        "Psychiatric disability",
        "Den som har svårt att klara viktiga delar av livet på grund av psykisk ohälsa eller en"
        " psykisk funktionsnedsättning.",
        "Anyone for whom mental ill health or a psychiatric disability makes important parts of"
        " life hard.",
    ),
    (
        "placerade-barn",
        "Placerade barn och unga",
        "Placed children and young people",
        "Barn och unga som vårdas utanför det egna hemmet eller är placerade i ett skyddat boende.",
        "Children and young people who are cared for outside their own home or placed in protected"
        " housing.",
    ),
)
GROUND = ["sol-2025-7-2", "hsl-2017-16-3"]
NO_ROOM = (
    "En äldre version av Samsyn togs i bruk igen. Den har bara plats för en överenskommelse på gång"
    " i taget."
)


def upgrade() -> None:
    op.execute(
        """
        create table app.subject (
          id uuid not null constraint subject_pkey primary key,
          county_id uuid not null constraint subject_county_id_fkey references app.county,
          key text not null,
          position integer not null,
          name text not null,
          name_en text not null,
          target_group text not null,
          target_group_en text not null,
          legal jsonb not null,
          constraint subject_county_id_id_key unique (county_id, id),
          constraint subject_county_id_key_key unique (county_id, key)
        )
        """
    )
    for position, (key, name, name_en, target, target_en) in enumerate(SUBJECTS):
        op.get_bind().execute(
            sa.text(
                "insert into app.subject (id, county_id, key, position, name, name_en,"
                " target_group, target_group_en, legal)"
                " select gen_random_uuid(), id, :key, :position, :name, :name_en, :target,"
                " :target_en, cast(:legal as jsonb) from app.county"
            ),
            {
                "key": key,
                "position": position,
                "name": name,
                "name_en": name_en,
                "target": target,
                "target_en": target_en,
                "legal": json.dumps(GROUND),
            },
        )
    for table in ("template_version", "agreement"):
        op.execute(f"alter table app.{table} add column subject_id uuid")
        # every template there has been is about it
        op.execute(
            f"update app.{table} t set subject_id = s.id from app.subject s"
            f" where s.county_id = t.county_id and s.key = '{SUBJECTS[0][0]}'"
        )
        op.execute(
            f"alter table app.{table} alter column subject_id set not null,"
            f" add constraint {table}_county_id_subject_id_fkey"
            " foreign key (county_id, subject_id) references app.subject (county_id, id)"
        )
    _name_successors()


def _name_successors() -> None:
    op.execute(
        "alter table app.agreement add column replaces_id uuid, add column replaced_from date,"
        " add constraint agreement_county_id_replaces_id_fkey"
        " foreign key (county_id, replaces_id) references app.agreement (county_id, id)"
    )
    op.execute("drop index app.agreement_in_progress_key")
    op.execute(
        "create unique index agreement_in_progress_key on app.agreement"
        " (municipality_id, subject_id) where status in ('draft', 'shared', 'decision', 'signing')"
    )
    # of what has been signed, whatever begins next has taken over where the two would meet
    op.execute(
        """
        with signed as (
          select id, valid_from, lag(id) over later as before,
            lag(status) over later as its_status, lag(valid_until) over later as its_last
          from app.agreement
          where status in ('in_force', 'superseded') and valid_from is not null
          window later as (partition by municipality_id order by valid_from, status_at, id))
        update app.agreement n set replaces_id = s.before
        from signed s
        where s.id = n.id and (s.its_status = 'superseded' or s.valid_from <= s.its_last)
        """
    )
    op.execute(
        "update app.agreement a set status = 'superseded', replaced_from = n.valid_from"
        " from app.agreement n where n.replaces_id = a.id"
    )
    # what nothing follows any more, but had ended all the same
    op.execute(
        "update app.agreement"
        " set replaced_from = (status_at at time zone 'Europe/Stockholm')::date"
        " where status = 'superseded' and replaced_from is null"
    )


def downgrade() -> None:
    # until its day the older release knows it as in force
    op.execute(
        "update app.agreement set status = 'in_force'"
        " where status = 'superseded'"
        " and replaced_from > (now() at time zone 'Europe/Stockholm')::date"
    )
    op.get_bind().execute(
        sa.text(
            """
            update app.agreement a set status = 'withdrawn', status_at = now(), changed_at = now(),
              withdrawn_by = 'Samsyn', withdrawn_reason = :why
            from (
              select a.id, row_number() over (partition by a.municipality_id
                order by s.position, a.created_at, a.id) as place
              from app.agreement a join app.subject s on s.id = a.subject_id
              where a.status in ('draft', 'shared', 'decision', 'signing')) found
            where found.id = a.id and found.place > 1
            """
        ),
        {"why": NO_ROOM},
    )
    op.execute("drop index app.agreement_in_progress_key")
    op.execute(
        "create unique index agreement_in_progress_key on app.agreement (municipality_id)"
        " where status in ('draft', 'shared', 'decision', 'signing')"
    )
    op.execute(
        "alter table app.agreement"
        " drop column replaces_id, drop column replaced_from, drop column subject_id"
    )
    op.execute("alter table app.template_version drop column subject_id")
    op.execute("drop table app.subject")
