"""What each cell of a matrix said before, and for the board whether a text has gaps."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table app.matrix_change (
          id uuid not null constraint matrix_change_pkey primary key,
          county_id uuid not null,
          agreement_id uuid not null,
          row_id uuid not null,
          column_id uuid not null,
          revision integer not null,
          before text not null,
          after text not null,
          organisation_id uuid not null,
          author_name text not null,
          changed_at timestamptz not null,
          suggestion_id uuid,
          constraint matrix_change_row_id_column_id_revision_key
            unique (row_id, column_id, revision),
          constraint matrix_change_agreement_id_row_id_fkey foreign key (agreement_id, row_id)
            references app.matrix_row (agreement_id, id),
          constraint matrix_change_agreement_id_column_id_fkey foreign key
            (agreement_id, column_id) references app.matrix_column (agreement_id, id),
          constraint matrix_change_agreement_id_suggestion_id_fkey foreign key
            (agreement_id, suggestion_id) references app.suggestion (agreement_id, id)
        )
        """
    )
    op.execute("alter table app.section add column has_gaps boolean not null default false")
    # as app.refuse_unready finds them
    op.execute(
        r"""
        update app.section s set has_gaps = true from app.section_version v
        where v.section_id = s.id and v.version = s.version
          and regexp_replace(v.text, '\[([^][]*)\]\([^)]*\)', '\1', 'g')
            ~ '\[[^][]*[[:alpha:]][^][]*\]'
        """
    )
    op.execute("create index matrix_change_agreement_id_idx on app.matrix_change (agreement_id)")


def downgrade() -> None:
    op.execute("alter table app.section drop column has_gaps")
    op.execute("drop table app.matrix_change")
