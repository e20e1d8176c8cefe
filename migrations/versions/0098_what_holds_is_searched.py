"""What holds is found by its days, and searched text by text.

A county's agreements that hold are few beside those that have: an index of their words, in which
the county was one, named every text that there had been, and it took longer to leave those out than
to look into the others. So the words have no index, and no word for the county.
"""

from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

# the words of each, and how they are kept: see 0085
WORDS = {
    "section_version": ("text", "main"),
    "matrix_row": ("title || ' ' || hint", "extended"),
    "agreement_fact": ("in_words", "extended"),
    "annex_version": ("title || ' ' || coalesce(text, '')", "main"),
}
COUNTY = "array_to_tsvector(array['county' || replace(county_id::text, '-', '')]) || "


def upgrade() -> None:
    _make_anew("")
    op.execute("create index agreement_subject_id_idx on app.agreement (subject_id)")
    op.execute(
        "create index agreement_holds_idx on app.agreement (county_id, last_day)"
        " where status in ('in_force', 'superseded') and amends_id is null"
    )


def downgrade() -> None:
    op.execute("drop index app.agreement_holds_idx")
    op.execute("drop index app.agreement_subject_id_idx")
    _make_anew(COUNTY)
    for table in WORDS:
        op.execute(f"create index {table}_search_idx on app.{table} using gin (search)")


def _make_anew(first: str) -> None:
    # the index goes with its column
    for table, (words, storage) in WORDS.items():
        op.execute(
            f"alter table app.{table} drop column search,"
            " add column search tsvector generated always as ("
            f"{first}to_tsvector('swedish', {words})) stored,"
            f" alter column search set storage {storage}"
        )
