"""What the signatory's page shows: what has changed, and by which right they sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from agreements import refusal_words
from agreements.document import AgreementDocument, from_json
from agreements.mandate import Mandate, why_not
from agreements.mandates import queries as mandates
from agreements.mandates.words import how
from agreements.queries.agreement import get_agreement
from agreements.queries.document import find_document_version, get_earlier_version
from agreements.reading.agreement_page import AgreementPage
from agreements.reading.comparing import Changes, compare
from agreements.reading.texts import WholeText, whole_text
from agreements.refusals import AgreementRuleError, Refusal
from agreements.signing.service import signed_places
from agreements.tables.agreement import Agreement
from agreements.tables.document import DocumentVersion
from portal.authz import Actor


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since another document: its name, its page, and the changes."""

    name: str
    path: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class SignPage:
    """Everything on the page beside `page`, the agreement's own."""

    page: AgreementPage
    right: "Right"
    text: WholeText
    since_version: Since | None
    since_replaced: Sequence[Since]


def sign_page(actor: Actor, agreement: Agreement, page: AgreementPage, today: date) -> SignPage:
    """Put it together."""
    now = from_json(page.version.content.encode("utf-8")) if page.version else None
    return SignPage(
        page=page,
        right=right_to_sign(actor, page, today),
        text=whole_text(agreement),
        since_version=_since_version(agreement, page, now) if now else None,
        since_replaced=list(_since_replaced(actor, page, now)) if now else (),
    )


def _since_version(
    agreement: Agreement, page: AgreementPage, now: AgreementDocument
) -> Since | None:
    """Since the version that was taken back last."""
    if not page.earlier:
        return None
    number = page.earlier[0].number
    before = get_earlier_version(agreement, number)
    path = f"/agreements/{agreement.id}/versions/{number}"
    return Since(str(number), path, compare(_document(before), now))


def _since_replaced(actor: Actor, page: AgreementPage, now: AgreementDocument) -> Iterator[Since]:
    """Since each agreement that it takes over from; the days are others, of course."""
    for one in page.replaced:
        version = find_document_version(get_agreement(actor, one.id))
        if version is not None:
            changes = replace(compare(_document(version), now), has_new_term=False)
            yield Since(one.title, f"/agreements/{one.id}/read", changes)


def _document(version: DocumentVersion) -> AgreementDocument:
    return from_json(version.content.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Right:
    """The mandates that the reader may sign by now, in words; else why there is none."""

    choices: Sequence[tuple[str, str]]
    held: Sequence[Mandate]
    why_not: str


def right_to_sign(actor: Actor, page: AgreementPage, today: date) -> Right:
    """Find out."""
    signed = page.mine.signatures if page.mine else ()
    held = mandates.list_held(actor)
    answers = [
        (one, why_not(one, actor.account_id, signed_places(one, signed), today)) for one in held
    ]
    choices = [(str(one.id), _worded(actor, one)) for one, refused in answers if refused is None]
    reasons = [refused for _one, refused in answers if refused is not None]
    refused = min(reasons, key=_TELLING.index, default=Refusal.NO_MANDATE)
    told = "" if choices else refusal_words.refusal(AgreementRuleError(refused))
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
