"""The life of an agreement in force on one page: what is due, what went wrong, what figures say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.follow_up import presenter as follow_up
from agreements.indicators import known_by
from agreements.meetings import agenda, words
from agreements.meetings.agenda import NOT_IN, WENT_WRONG, Point
from agreements.meetings.of_agreement import OpenOf, ask
from agreements.permissions import AgreementPermission
from agreements.planned import AHEAD
from agreements.progress import expected_now
from agreements.tables.agreement import Agreement
from portal.authz import Actor, Role
from portal.web.guard import is_allowed


@dataclass(frozen=True, slots=True)
class ValueLine:
    """The latest value of an indicator in a municipality."""

    indicator: str
    place: str
    year: int
    told: str


@dataclass(frozen=True, slots=True)
class LifePage:
    """Everything on it. `next_review` is when it is to be reviewed.

    `has_cases` is whether the reader's roles open the list of deviations.
    """

    agreement: Agreement
    next_review: date | None
    due: Sequence[Point]
    wrong: Sequence[Point]
    missing: Sequence[Point]
    values: Sequence[ValueLine]
    has_cases: bool


_READ = ("activities", "decisions", "routines", *agenda.parts_of((*WENT_WRONG, *NOT_IN)))


def life_page(actor: Actor, agreement: Agreement, today: date) -> LifePage:
    """Put it together."""
    found = ask(agreement, today, *_READ)
    return LifePage(
        agreement=agreement,
        next_review=agreement.held.review_on,
        due=[
            *_expected(actor, agreement, today),
            *_reviews(actor, found),
            *agenda.activities(found, today + AHEAD),
            *agenda.undone(found),
        ],
        wrong=agenda.points(found, WENT_WRONG),
        missing=agenda.points(found, NOT_IN),
        values=_values(found),
        has_cases=is_allowed(actor, AgreementPermission.DEVIATIONS, actor),
    )


def _expected(actor: Actor, agreement: Agreement, today: date) -> list[Point]:
    """What its parties are to do with it, late or not; with where, for whoever is to do it."""
    found = []
    for one in expected_now(agreement, today):
        if one.until is not None:
            line = words.due(one.task, agreement.party_name(one.party), one.until, today)
            is_mine = one.party == actor.organisation_id and Role.COORDINATOR in actor.roles
            path = f"/agreements/{agreement.id}{one.page}" if is_mine else ""
            found.append(Point(one.task.value, line, path))
    return found


def _reviews(actor: Actor, found: OpenOf) -> list[Point]:
    """Routines about LOB that are to be gone through soon, or should have been."""
    one, agreement = found.review, found.agreement
    if one is None or not one.is_near(found.today):
        return []
    party = agreement.party_name(one.asked_id)
    line = words.to_do(words.go_through_lob(), party, one.until, found.today)
    is_mine = one.asked_id == actor.organisation_id and Role.COORDINATOR in actor.roles
    path = f"/agreements/{agreement.id}/lob" + ("/reviews/new" if is_mine else "")
    return [Point("lob-review", line, path)]


def _values(found: OpenOf) -> list[ValueLine]:
    by_year = sorted(found.values, key=lambda one: one.year)
    latest = {(one.municipality_id, known_by(one.indicator)): one for one in by_year}
    places = found.places
    return [
        ValueLine(
            one.indicator,
            places.get(one.municipality_id, ""),
            one.year,
            follow_up.told(one.unit, one.value),
        )
        for one in latest.values()
    ]
