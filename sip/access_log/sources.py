"""Whose words of which kinds of information somebody was shown, as the log keeps it, in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.tenancy.models import Organisation
from portal.vault import Place
from sip.door.opening import OpenedPlan
from sip.kernel.categories import category_label
from sip.kernel.settings import sip_settings
from sip.tables.people import PlanPerson


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody has been shown of one source's words: the kinds, in the settings' order."""

    source: str
    kinds: tuple[str, ...]


def source_names(opened: OpenedPlan) -> Mapping[str, str]:
    """What the sources of a plan are called: its organisations and its private people, by id."""
    organisations = select(Organisation.id, Organisation.name).where(
        Organisation.county_id == opened.county_id
    )
    people = select(PlanPerson.id, PlanPerson.name_sealed).where(
        PlanPerson.plan_id == opened.plan_id
    )
    return {str(row.id): row.name for row in db.session.execute(organisations)} | {
        str(row.id): opened.key.open(row.name_sealed, Place("plan_person", "name_sealed", row.id))
        for row in db.session.execute(people)
    }


def in_words(keys: Iterable[str], names: Mapping[str, str]) -> tuple[Shown, ...]:
    """What app.shown_content() told, by source in the order of their names."""
    order = [one.key for one in sip_settings().categories]
    by_source: dict[str, set[str]] = {}
    for key in keys:
        source, _colon, category = key.partition(":")
        by_source.setdefault(names.get(source, ""), set()).add(category)
    return tuple(
        Shown(source, tuple(category_label(one).lower() for one in _in_order(kinds, order)))
        for source, kinds in sorted(by_source.items())
    )


def _in_order(kinds: Collection[str], order: list[str]) -> list[str]:
    """Those that the settings have dropped come last."""
    return [kind for kind in order if kind in kinds] + sorted(set(kinds) - set(order))
