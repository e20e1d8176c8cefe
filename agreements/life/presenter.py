"""What the pages of a correction show."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from agreements import words
from agreements.abilities import abilities
from agreements.life import correcting
from agreements.queries.agreement import get_agreement
from agreements.redlines import show_redline
from agreements.rules import CorrectionOf, CorrectionStatus
from agreements.tables.agreement import Agreement
from agreements.tables.life import Correction, CorrectionAnswer
from portal.authz import Actor
from portal.errors import NotFoundError


def places(agreement: Agreement) -> list[tuple[str, str]]:
    """What can be corrected, as choices of a form; what it says now beside what is short."""
    if not agreement.is_signed:
        raise NotFoundError
    return [
        (
            one.key,
            one.name
            if one.about is CorrectionOf.TEXT
            else f"{words.correction_of(one.about, one.name)}: {one.text}",
        )
        for one in correcting.list_places(agreement)
    ]


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """A party and what it says, if it has said anything; whoever proposed it has said yes."""

    party: str
    is_proposer: bool
    answer: CorrectionAnswer | None

    @property
    def status(self) -> str:
        """Its kind in portal/web/statuses.py."""
        if self.is_proposer:
            return "accepted"
        if self.answer is None:
            return "waiting"
        return "accepted" if self.answer.agrees else "rejected"


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """Everything on a correction's page."""

    agreement: Agreement
    correction: Correction
    place: str
    html: Markup
    answers: Sequence[PartyAnswer]
    may_answer: bool
    may_withdraw: bool

    @property
    def party(self) -> str:
        """The party that proposed it."""
        one = self.correction
        return self.agreement.party_name(one.organisation_id, one.proposed_at)

    @property
    def status(self) -> str:
        """Its kind in portal/web/statuses.py."""
        return words.CORRECTION_STATUS[self.correction.status]


def correction_page(actor: Actor, agreement: Agreement, one: Correction) -> CorrectionPage:
    """Put the page together."""
    given = {answer.organisation_id: answer for answer in one.answers}
    asked = [
        party.organisation_id
        for party in agreement.every_party
        if party.organisation_id in agreement.bound_ids | {*given, one.organisation_id}
    ]
    is_open = one.status is CorrectionStatus.OPEN and abilities(actor, agreement).act
    is_own = one.organisation_id == actor.organisation_id
    return CorrectionPage(
        agreement=agreement,
        correction=one,
        place=_place(actor, one),
        html=show_redline(one.before, one.after).html,
        answers=[
            PartyAnswer(
                agreement.party_name(id_, one.proposed_at),
                id_ == one.organisation_id,
                given.get(id_),
            )
            for id_ in asked
        ],
        may_answer=is_open and not is_own and actor.organisation_id not in given,
        may_withdraw=is_open and is_own,
    )


def _place(actor: Actor, one: Correction) -> str:
    """Where it stands."""
    key = correcting.key_of(one.about, one.section_id or one.decision_id)
    every = correcting.list_places(get_agreement(actor, one.of_id))
    found = next(place for place in every if place.key == key)
    is_text = one.about is CorrectionOf.TEXT
    return found.name if is_text else words.correction_of(one.about, found.name)


def told(result: CorrectionStatus) -> str:
    """What became of it, to tell whoever answered."""
    return {
        CorrectionStatus.ADOPTED: _("Alla parter är överens. Skrivfelet är rättat."),
        CorrectionStatus.REFUSED: _("Ni har sagt nej. Texten står som den gör."),
    }.get(result, _("Ert svar är sparat. Rättelsen väntar på de andra parterna."))
