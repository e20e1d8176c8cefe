"""What is agreed as data is searched, by the words that it reads in."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.agreement_fact add column in_words text not null default '';
"""

SEARCHED = """
alter table app.agreement_fact alter column in_words drop default;
alter table app.agreement_fact add column search tsvector generated always as (
  array_to_tsvector(array['county' || replace(county_id::text, '-', '')])
  || to_tsvector('swedish', in_words)) stored;
create index agreement_fact_search_idx on app.agreement_fact using gin (search);
"""

DOWNGRADE = """
alter table app.agreement_fact drop column search;
alter table app.agreement_fact drop column in_words;
"""

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
UNITS = {
    "at_once": ("genast", "genast"),
    "hours": ("timme", "timmar"),
    "working_days": ("arbetsdag", "arbetsdagar"),
    "days": ("dag", "dagar"),
    "weeks": ("vecka", "veckor"),
    "months": ("månad", "månader"),
    "years": ("år", "år"),
    "kronor": ("kronor", "kronor"),
    "percent": ("%", "%"),
}


def _words(value: Mapping[str, Any]) -> str:
    """What is kept of a value, in words; a unit is one of time or money, or one that answers."""
    several = value.get("number", value.get("every")) != 1
    spoken = {
        "unit": lambda one: UNITS[one][several] if one in UNITS else one,
        "month": lambda one: MONTHS[one - 1],
        "first": DAYS.__getitem__,
        "last": DAYS.__getitem__,
        "always_open": lambda one: "dygnet runt" if one else "",
        "within": _words,
        "hours": lambda one: one if isinstance(one, str) else ", ".join(map(_words, one)),
        "overnight": lambda one: "över natten" if one else "",
    }
    said = (
        spoken.get(name, str)(one)
        for name, one in value.items()
        if name != "key" and one is not None
    )
    return ", ".join(filter(None, said))


def _reads(label: str, declared: Mapping[str, Any], said: Mapping[str, Any] | None) -> str:
    values = declared.get("default", []) if said is None else said.get("values", [])
    aside = [f"Inte aktuellt: {said['not_relevant']}"] if said and "not_relevant" in said else []
    return "\n".join([label, *aside, *(_words(one) for one in values)])


def upgrade() -> None:
    op.execute(UPGRADE)
    bind = op.get_bind()
    read = sa.text("select id, label, declared::text, said::text from app.agreement_fact")
    written = [
        {"id": row.id, "in_words": _reads(row.label, json.loads(row.declared), _said(row.said))}
        for row in bind.execute(read)
    ]
    if written:
        update = "update app.agreement_fact set in_words = :in_words where id = :id"
        bind.execute(sa.text(update), written)
    op.execute(SEARCHED)


def _said(kept: str | None) -> Mapping[str, Any] | None:
    return None if kept is None else json.loads(kept)


def downgrade() -> None:
    op.execute(DOWNGRADE)
