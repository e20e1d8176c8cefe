"""Minutes, or an agenda, as DOCX: Swedish whatever the reader's language, as they are kept."""

from collections.abc import Sequence

from docx.document import Document

from agreements.meetings import agenda, words
from agreements.meetings.presenter import MeetingPage
from portal.documents.commonmark import Block, Inline, parse
from portal.documents.word.blocks import add_paragraph
from portal.documents.word.document import (
    QUIET,
    add_heading,
    add_page_footer,
    add_page_mark,
    new_document,
    save,
)
from portal.documents.word.prose import add_blocks
from portal.documents.word.tables import Cell, add_row, add_table
from portal.web.filters import date_and_time, long_date
from portal.web.i18n import speaking


def make_docx(page: MeetingPage) -> bytes:
    """The file."""
    with speaking(agenda.SWEDISH):
        return _make(page)


def _make(page: MeetingPage) -> bytes:
    group, meeting = page.group, page.meeting
    what = "Protokoll" if page.is_held else "Dagordning"
    made_at = meeting.minutes_at or meeting.planned_at
    title = f"{what}: {group.name}"
    docx = new_document(title=title, author=group.convener.name, made_at=made_at)
    add_page_footer(docx, f"{title}, {long_date(meeting.starts_at)}", "Sida")
    if page.is_open:
        add_page_mark(docx, "Inte justerat")
    add_paragraph(docx, "Title").add_run(title)
    for label, value in _facts(page):
        fact = docx.add_paragraph()
        fact.add_run(f"{label}: ")
        fact.add_run(value).bold = True
    if page.agenda:
        _list(docx, "Dagordning" if not page.is_held else "Togs upp", [p.line for p in page.agenda])
    if page.is_held:
        _list(docx, "Var med", [one.name for one in page.present])
        if page.absent:
            _list(docx, "Var inte med", [one.name for one in page.absent])
        add_heading(docx, "Anteckningar", "anteckningar")
        add_blocks(docx, parse(meeting.minutes))
        _decisions(docx, page)
        _confirmed(docx, page)
    return save(docx)


def _facts(page: MeetingPage) -> Sequence[tuple[str, str]]:
    meeting = page.meeting
    found = [
        ("Tid", f"{date_and_time(meeting.starts_at)} till {date_and_time(meeting.ends_at)}"),
        ("Plats", meeting.place),
        ("Grupp", str(words.KINDS[page.group.kind])),
        ("Överenskommelse", page.group.agreement.title if page.group.agreement else ""),
        ("Sammankallar", page.group.convener.name),
        ("Skrivet av", meeting.minutes_by or ""),
    ]
    return [(label, value) for label, value in found if value]


def _list(docx: Document, heading: str, lines: Sequence[str]) -> None:
    add_heading(docx, heading, heading.lower().replace(" ", "_"))
    items = tuple((Block("paragraph", (Inline(line),)),) for line in lines)
    add_blocks(docx, [Block("list", items=items)])


def _decisions(docx: Document, page: MeetingPage) -> None:
    if not page.decisions:
        return
    add_heading(docx, "Beslut", "beslut")
    header = [Cell(one, bold=True, color=QUIET) for one in ("Vad", "Vem", "Klart senast")]
    table = add_table(docx, name="Beslut", widths=(3, 2, 1), header=header)
    for one in page.decisions:
        add_row(table, [Cell(one.text), Cell(one.member.name), Cell(long_date(one.due_on))])


def _confirmed(docx: Document, page: MeetingPage) -> None:
    add_heading(docx, "Justering", "justering")
    if not page.confirming:
        docx.add_paragraph("Protokollet är inte lämnat för justering.")
    for one in page.confirming:
        told = "har inte justerat än"
        if one.by is not None:
            told = f"justerat av {one.by.confirmed_by} {date_and_time(one.by.confirmed_at)}"
        docx.add_paragraph(f"{one.name}: {told}")
    if page.corrections:
        add_heading(docx, "Rättelser", "rattelser")
        for each in page.corrections:
            who = f"{each.corrected_by}, {each.organisation.name}"
            docx.add_paragraph(f"{date_and_time(each.corrected_at)}, {who}: {each.text}")
