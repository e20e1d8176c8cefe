"""What an agreement is reviewed by: its figures, what went wrong and was learned, competence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import select

from agreements import facade
from agreements.competence import presenter as competence
from agreements.competence import queries as competence_queries
from agreements.follow_up import presenter as follow_up
from agreements.follow_up import queries as followed
from agreements.groups import REVIEW_FACTS
from agreements.meetings import agenda
from agreements.meetings.agenda import WENT_WRONG, Point
from agreements.said import SaidLine, lines_of
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation
from portal.authz import Actor
from portal.db import at_most, db
from portal.zone import STOCKHOLM

MOST_LESSONS = 20
REVIEWED_BY = (
    "uppfoljning-forbattrar",
    *REVIEW_FACTS,
    "ansvar-synpunkter",
    "ansvar-synpunkter-tid",
    "ansvar-lanet",
)
"""The facts that say who reviews an agreement, how often, what is gone through and who is asked."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a deviation was closed with, and where it stands."""

    about: str
    lesson: str
    closed_on: date
    url: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All of it. `wrong` is what is open, `lessons` what was closed, the last first.

    `said` is what the parties have agreed about the review itself.
    """

    said: Sequence[SaidLine]
    followed: follow_up.AgreementPage
    wrong: Sequence[Point]
    lessons: Sequence[Lesson]
    competence: competence.CompetencePage


def review_page(actor: Actor, agreement: Agreement, today: date) -> ReviewPage | None:
    """Put it together; None before the agreement is signed, and of what amends another."""
    if not (agreement.is_signed and agreement.is_own):
        return None
    keys = [*REVIEWED_BY, *followed.KEYS, *competence_queries.KEYS]
    said = facade.facts_of(agreement.id, today, only=keys, kinds=followed.KINDS)
    return ReviewPage(
        said=lines_of(said.values(), REVIEWED_BY),
        followed=follow_up.agreement_page(actor, agreement, today, said),
        wrong=agenda.about(agreement, today, WENT_WRONG),
        lessons=[
            Lesson(
                one.named,
                one.lesson or "",
                one.closed_at.astimezone(STOCKHOLM).date(),
                url_for("deviations.show", agreement_id=agreement.id, deviation_id=one.id),
            )
            for one in _closed(agreement)
            if one.closed_at
        ],
        competence=competence.competence_page(actor, agreement, today, said),
    )


def _closed(agreement: Agreement) -> Sequence[Deviation]:
    """Those that the reader's organisation has part in; the database's policy decides that."""
    found = select(Deviation).where(
        Deviation.agreement_id == agreement.id, Deviation.closed_at.is_not(None)
    )
    return db.session.scalars(
        found.order_by(Deviation.closed_at.desc(), Deviation.id).limit(at_most(MOST_LESSONS))
    ).all()
