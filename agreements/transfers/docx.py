"""The papers of a transfer as DOCX: the request, the answer, and the application to IVO.

They are Swedish whatever the reader's language, and say which paragraph they rest on.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from docx.document import Document

from agreements.tables.transfer import CaseTransfer
from agreements.transferring import TransferAnswer
from agreements.transfers.queries import TransferOf
from portal.documents.word.blocks import add_paragraph
from portal.documents.word.document import add_heading, add_page_footer, new_document, save
from portal.web.filters import long_date
from portal.web.i18n import speaking

SWEDISH = "sv"
FINISH = (
    "Den begärande kommunen har inlett en utredning som den är skyldig att slutföra, och fattar"
    " beslut i ärendet, även om ansvaret går över till en annan kommun. Det gäller inte om den"
    " andra kommunen samtycker till att ta över utredningen eller ärendet annars flyttas över"
    " (29 kap. 9 § socialtjänstlagen)."
)


def request_docx(of: TransferOf) -> bytes:
    """What one municipality asks the other."""
    with speaking(SWEDISH):
        return _request(of)


def answer_docx(of: TransferOf) -> bytes:
    """What the other answers."""
    with speaking(SWEDISH):
        return _answer(of)


def application_docx(of: TransferOf) -> bytes:
    """What is applied for at IVO."""
    with speaking(SWEDISH):
        return _application(of)


def withdrawal_docx(of: TransferOf) -> bytes:
    """That the request is taken back."""
    with speaking(SWEDISH):
        return _withdrawal(of)


def _request(of: TransferOf) -> bytes:
    one = of.transfer
    docx = _begun(of, "Begäran om överflyttning av ärende", one.requested_at)
    _facts(docx, [("Till", of.other), ("Från", of.requester), *_dated(one)])
    _said(
        docx,
        "Begäran",
        f"{of.requester} begär att ärendet flyttas över till {of.other} enligt 29 kap. 10 §"
        " socialtjänstlagen (2025:400).",
    )
    _said(docx, "Skäl", one.grounds)
    if one.has_inquiry:
        _said(docx, "Påbörjad utredning", FINISH)
    _said(
        docx,
        "Svar",
        "Meddela er inställning skriftligen och genast (29 kap. 10 §). Har svaret inte kommit inom"
        f" en månad, till och med {long_date(one.answer_by)}, eller är svaret nej, får den"
        " begärande kommunen ansöka om överflyttning hos Inspektionen för vård och omsorg (29 kap."
        " 11 §).",
    )
    _sign(docx, of.requester)
    return save(docx)


def _answer(of: TransferOf) -> bytes:
    one = of.transfer
    made_at = _at(one)
    docx = _begun(of, "Svar på begäran om överflyttning av ärende", made_at)
    facts = [("Till", of.requester), ("Från", of.other), *_dated(one)]
    if one.answered_on is not None:
        facts.append(("Besvarad", long_date(one.answered_on)))
    _facts(docx, [*facts, ("Den svarandes beteckning", one.other_reference)])
    takes = one.answer is TransferAnswer.TAKES_OVER
    told = "tar över ärendet" if takes else "tar inte över ärendet"
    _said(docx, "Inställning", f"{of.other} {told} (29 kap. 10 § socialtjänstlagen, 2025:400).")
    if one.reason:
        _said(docx, "Närmare om svaret" if takes else "Skäl", one.reason)
    if takes:
        _said(
            docx,
            "Uppgifter",
            "Den kommun som lämnar över ärendet lämnar de uppgifter som behövs för att ta över det"
            " (29 kap. 12 §).",
        )
    _sign(docx, of.other)
    return save(docx)


def _withdrawal(of: TransferOf) -> bytes:
    one = of.transfer
    docx = _begun(of, "Återkallelse av begäran om överflyttning", _at(one))
    facts = [("Till", of.other), ("Från", of.requester), *_dated(one)]
    if one.withdrawn_on is not None:
        facts.append(("Återkallad", long_date(one.withdrawn_on)))
    _facts(docx, [*facts, ("Den svarandes beteckning", one.other_reference)])
    _said(
        docx,
        "Återkallelse",
        f"{of.requester} tar tillbaka sin begäran om att {of.other} tar över ärendet (29 kap. 10 §"
        " socialtjänstlagen, 2025:400). Begäran behöver inget svar.",
    )
    _said(docx, "Skäl", one.withdrawn_why or "")
    _sign(docx, of.requester)
    return save(docx)


def _application(of: TransferOf) -> bytes:
    one = of.transfer
    docx = _begun(of, "Ansökan om överflyttning av ärende", _at(one))
    facts = [
        ("Till", "Inspektionen för vård och omsorg"),
        ("Sökande", of.requester),
        ("Motpart", of.other),
        *_dated(one),
        ("Motpartens beteckning", one.other_reference),
        ("IVO:s diarienummer", one.ivo_reference),
    ]
    _facts(docx, facts)
    _said(
        docx,
        "Ansökan",
        f"{of.requester} ansöker om att ärendet flyttas över till {of.other} enligt 29 kap. 11 §"
        " socialtjänstlagen (2025:400).",
    )
    told = f"Begäran gjordes {long_date(one.requested_on)}. "
    if one.answer is None:
        told += f"Kommunen har inte svarat inom en månad, till och med {long_date(one.answer_by)}."
    else:
        day = f" {long_date(one.answered_on)}" if one.answered_on else ""
        told += f"Kommunen svarade{day} att den inte tar över ärendet: {one.reason}"
    _said(docx, "Kommunerna är inte överens", told)
    _said(docx, "Skäl för att ärendet flyttas", one.grounds)
    if one.has_inquiry:
        _said(docx, "Påbörjad utredning", FINISH)
    _said(
        docx,
        "Prövning",
        "IVO prövar ansökan så snart som möjligt, och beslutar inom tre månader från det att den"
        " kom in om det inte finns särskilda skäl för längre tid (29 kap. 11 §).",
    )
    _sign(docx, of.requester)
    return save(docx)


def _at(one: CaseTransfer) -> datetime:
    """When the paper is from: the day of the latest that it tells."""
    day = one.withdrawn_on or one.applied_on or one.answered_on or one.answer_by
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _begun(of: TransferOf, title: str, made_at: datetime) -> Document:
    docx = new_document(title=title, author=of.requester, made_at=made_at)
    add_page_footer(docx, f"{title}, {of.transfer.reference}", "Sida")
    add_paragraph(docx, "Title").add_run(title)
    return docx


def _dated(one: CaseTransfer) -> list[tuple[str, str]]:
    return [
        ("Begärd", long_date(one.requested_on)),
        ("Den begärandes beteckning", one.reference),
    ]


def _facts(docx: Document, facts: Sequence[tuple[str, str]]) -> None:
    for label, value in facts:
        if value:
            fact = docx.add_paragraph()
            fact.add_run(f"{label}: ")
            fact.add_run(value).bold = True


def _said(docx: Document, heading: str, text: str) -> None:
    add_heading(docx, heading, heading.lower().replace(" ", "_"))
    for one in text.splitlines():
        if one.strip():
            docx.add_paragraph(one)


def _sign(docx: Document, who: str) -> None:
    docx.add_paragraph()
    docx.add_paragraph(f"För {who}")
    for label in ("Datum", "Underskrift", "Namn och befattning"):
        docx.add_paragraph(f"{label}: ______________________________")
