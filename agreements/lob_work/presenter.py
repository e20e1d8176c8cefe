"""The page of the work that follows on LOB, where an agreement holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from agreements.aftercare import KNOWN_WITHIN, Tally, tally
from agreements.lob_work import queries, reviews
from agreements.permissions import AgreementPermission
from agreements.said import SaidLine, lines_of
from agreements.tables.agreement import Agreement
from agreements.tables.lob_work import LobContact, LobReview
from portal.authz import Actor
from portal.web.guard import is_allowed

YEAR = timedelta(days=365)
"""So far back what has been done is counted."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact that waits."""

    contact: LobContact
    kind: str
    is_late: bool
    made_url: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """The own organisation's: those that wait, and how it has gone with the others."""

    waiting: Sequence[ContactLine]
    made: Tally

    @property
    def late(self) -> int:
        """How many should have been made by now."""
        return sum(one.is_late for one in self.waiting)

    @property
    def are_all(self) -> bool:
        """Whether no more wait than are listed."""
        return len(self.waiting) < queries.MOST


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Everything about LOB in an agreement that has been signed.

    `leading_url` is where another's is done, where that one leads in the reader's municipality.
    """

    agreement: Agreement
    leading_url: str
    said: Sequence[SaidLine]
    contacts: Contacts | None
    reviews: Sequence[tuple[LobReview, str]]
    next_review: date | None
    next_is_late: bool
    is_editable: bool


def work_page(actor: Actor, agreement: Agreement, today: date) -> WorkPage:
    """Put it together; contacts are shown to those whose they are."""
    contacts = None
    if is_allowed(actor, AgreementPermission.WORK_WITH_LOB, agreement):
        waiting = queries.list_waiting(actor, agreement)
        made = tally(queries.list_made(actor, agreement, today - YEAR))
        contacts = Contacts([_line(one, today) for one in waiting], made)
    asked = reviews.review_of(agreement, today)
    leading = queries.find_leading(actor, agreement, today)
    return WorkPage(
        agreement,
        url_for("lob_work.show", agreement_id=leading) if leading else "",
        said_of(agreement, today),
        contacts,
        [
            (one, agreement.party_name(one.organisation_id))
            for one in queries.list_reviews(agreement)
        ],
        asked.until if asked else None,
        asked is not None and asked.until < today,
        is_allowed(actor, AgreementPermission.FOLLOW_UP, agreement),
    )


def said_of(agreement: Agreement, today: date) -> list[SaidLine]:
    """What it says of contacts afterwards."""
    return lines_of(queries.facts_of(agreement, today).values(), queries.KEYS)


def _line(one: LobContact, today: date) -> ContactLine:
    return ContactLine(
        one,
        _("Får redan stöd") if one.fact_key == KNOWN_WITHIN else _("Ny"),
        one.due_on < today,
        url_for("lob_work.make_contact", agreement_id=one.agreement_id, contact_id=one.id),
    )
