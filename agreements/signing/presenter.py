"""What the signatory's page shows of their right to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from agreements import words
from agreements.mandate import Mandate, why_not
from agreements.mandates import queries
from agreements.mandates.words import how
from agreements.reading.presenter import AgreementPage
from agreements.rules import AgreementRuleError, Refusal
from agreements.signing.service import signed_places
from portal.authz import Actor


@dataclass(frozen=True, slots=True)
class Right:
    """The mandates that the reader may sign by now, in words; else why there is none."""

    choices: Sequence[tuple[str, str]]
    held: Sequence[Mandate]
    why_not: str


def right_to_sign(actor: Actor, page: AgreementPage, today: date) -> Right:
    """Find out."""
    signed = page.mine.signatures if page.mine else ()
    held = queries.list_held(actor)
    answers = [
        (one, why_not(one, actor.account_id, signed_places(one, signed), today)) for one in held
    ]
    choices = [(str(one.id), _worded(actor, one)) for one, refused in answers if refused is None]
    reasons = [refused for _one, refused in answers if refused is not None]
    refused = min(reasons, key=_TELLING.index, default=Refusal.NO_MANDATE)
    told = "" if choices else words.refusal(AgreementRuleError(refused))
    return Right(choices, held, told)


# the most telling first: what another may still put right
_TELLING = [
    Refusal.NOT_YOUR_TURN,
    Refusal.PLACE_TAKEN,
    Refusal.MANDATE_COMING,
    Refusal.MANDATE_ENDED,
    Refusal.MANDATE_REVOKED,
]


def _worded(actor: Actor, mandate: Mandate) -> str:
    """Who gave it, in which decision, and how many sign by it."""
    told = f"{mandate.body}, {mandate.ground} ({how(mandate)})"
    mine = mandate.holder(actor.account_id)
    if mine is None or not mine.is_substitute:
        return told
    return _(
        "%(mandate)s, som ersättare för %(name)s", mandate=told, name=mandate.at(mine.place).name
    )
