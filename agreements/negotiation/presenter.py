"""What the pages of negotiation show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from agreements import outline_words, parts
from agreements.abilities import Abilities, abilities
from agreements.agreed.service import find_fact
from agreements.facts import said_as_text, said_from_text, said_in_words
from agreements.matrix.columns import list_columns, list_removed
from agreements.matrix.queries import get_matrix
from agreements.matrix.service import find_row
from agreements.outlines import OutlineKind
from agreements.queries.annex import find_suggested_annex, get_annex, get_annex_version
from agreements.queries.suggestion import find_replacement, list_suggestions
from agreements.queries.text import SectionText, get_section, get_section_text
from agreements.readings import ReadingKind
from agreements.redlines import Redline, show_redline
from agreements.rules import OPEN_SUGGESTIONS, Answer, Responsibility, Status, SuggestionStatus
from agreements.tables.agreement import Agreement
from agreements.tables.annex import AnnexVersion
from agreements.tables.party import AgreementParty
from agreements.tables.suggestion import Suggestion, SuggestionAnswer
from agreements.terms import Term, term_from_json
from agreements.words import ANSWER_STATUS, SUGGESTION_STATUS
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.filters import long_date


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a suggestion changes. `now` is there when somebody changed it meanwhile."""

    row: str
    column: str
    before: str
    after: str
    now: str | None


@dataclass(frozen=True, slots=True)
class DateChange:
    """One date that a suggestion changes, in words; "" for none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OutlineShown:
    """What would become of a row, an annex or the name: a sentence, and what more there is to it.

    `html` is what changes in an annex's text, `file` the address of a file that it would be.
    """

    told: str
    details: Sequence[tuple[str, str]]
    html: Markup
    file: str


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """A party and what it says, if it has said anything."""

    party: str
    is_sponsor: bool
    answer: SuggestionAnswer | None

    @property
    def status(self) -> str:
        """Its kind in portal/web/statuses.py."""
        return ANSWER_STATUS[self.answer.answer] if self.answer else "waiting"


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """Everything on a suggestion's page."""

    agreement: Agreement
    suggestion: Suggestion
    section: SectionText | None
    changes: Redline | None
    meanwhile: Redline | None
    cells: Sequence[CellChange]
    dates: Sequence[DateChange]
    outline: OutlineShown | None
    answers: Sequence[PartyAnswer]
    mine: SuggestionAnswer | None
    is_own: bool
    can: Abilities
    # what has taken its place, where the reader may see that
    replaced_by: Suggestion | None

    @property
    def status(self) -> str:
        """Its kind in portal/web/statuses.py."""
        return _status(self.agreement, self.suggestion)

    @property
    def is_open(self) -> bool:
        """Whether it can still become something."""
        return _is_open(self.agreement, self.suggestion)

    @property
    def answer_by(self) -> date | None:
        """Until when the others are to answer, while they are asked."""
        is_asked = self.suggestion.status is SuggestionStatus.PUBLISHED and self.is_open
        return self.suggestion.answer_by if is_asked else None

    @property
    def is_late(self) -> bool:
        """Whether that day has gone by."""
        return self.answer_by is not None and self.answer_by < clock.today()

    @property
    def is_conflict(self) -> bool:
        """Whether what it changes has become something else meanwhile."""
        return self.suggestion.status is SuggestionStatus.CONFLICT

    @property
    def is_internal(self) -> bool:
        """Whether only the party that made it sees it."""
        return self.suggestion.status is SuggestionStatus.INTERNAL

    @property
    def party(self) -> str:
        """The party that made it."""
        one = self.suggestion
        return self.agreement.party_name(one.organisation_id, one.created_at)

    @property
    def may_rework(self) -> bool:
        """Whether the reader may take it back, or make another of it."""
        return self.is_own and self.is_open and self.can.negotiate

    @property
    def rework_url(self) -> str:
        """The form for a suggestion that takes its place."""
        values: dict[str, Any] = {"agreement_id": self.agreement.id, "replaces": self.suggestion.id}
        if self.is_of_fact:
            values["fact_key"] = (self.suggestion.outline or {})["fact"]
            return url_for("outline.suggest_fact", **values)
        if self.section is not None:
            values["section_id"] = self.section.section.id
            return url_for("negotiation.suggest_text", **values)
        kind = "suggest_term" if self.dates else "suggest_cells"
        return url_for(f"negotiation.{kind}", **values)

    @property
    def is_of_fact(self) -> bool:
        """Whether it would have a fact say something else."""
        return "fact" in (self.suggestion.outline or {})

    @property
    def may_answer(self) -> bool:
        """Whether the reader's party is asked."""
        is_asked = self.suggestion.status is SuggestionStatus.PUBLISHED and not self.is_own
        return is_asked and self.can.answer

    @property
    def heading(self) -> str:
        """What it is about."""
        if self.section is not None:
            return _(
                "Förslag om avsnitt %(number)s, %(heading)s",
                number=self.section.section.number,
                heading=self.section.section.heading,
            )
        if self.outline is not None:
            return self.outline.told
        if self.dates:
            return _("Förslag om när överenskommelsen gäller")
        return _("Förslag om vem som gör vad")


def suggestion_page(actor: Actor, agreement: Agreement, suggestion: Suggestion) -> SuggestionPage:
    """Put a suggestion's page together."""
    section = changes = meanwhile = None
    if suggestion.section_id is not None:
        section = get_section(agreement, suggestion.section_id)
        base = get_section_text(section.section, suggestion.base_version)
        changes = show_redline(base, suggestion.text or "")
        is_moved = suggestion.status is SuggestionStatus.CONFLICT and base != section.text
        meanwhile = show_redline(base, section.text) if is_moved else None
    answers = {one.organisation_id: one for one in suggestion.answers}
    asked = agreement.bound_ids | {suggestion.organisation_id}
    return SuggestionPage(
        agreement=agreement,
        suggestion=suggestion,
        section=section,
        changes=changes,
        meanwhile=meanwhile,
        cells=_cells(agreement, suggestion),
        dates=_dates(suggestion),
        outline=_outline(agreement, suggestion) if suggestion.outline else None,
        answers=[
            PartyAnswer(
                _name_of(party, suggestion, answers.get(party.organisation_id)),
                party.organisation_id == suggestion.organisation_id,
                answers.get(party.organisation_id),
            )
            for party in agreement.every_party
            if _is_asked(party, suggestion, asked) or party.organisation_id in answers
        ],
        mine=answers.get(actor.organisation_id),
        is_own=suggestion.organisation_id == actor.organisation_id,
        can=abilities(actor, agreement),
        replaced_by=_replacement(agreement, suggestion),
    )


def _is_asked(party: AgreementParty, suggestion: Suggestion, asked: Collection[UUID]) -> bool:
    """Whether it was its to answer, or its own: of those who took part while it was open."""
    if party.organisation_id == suggestion.organisation_id:
        return True
    if suggestion.closed_at is not None:
        return party.organisation_id in asked and party.was_in(suggestion.closed_at)
    return party.organisation_id in asked and party.left_at is None


def _name_of(party: AgreementParty, suggestion: Suggestion, answer: SuggestionAnswer | None) -> str:
    """What a party was called when it suggested or answered; now, if it has not."""
    if answer is not None:
        return party.organisation.name_at(answer.answered_at)
    if party.organisation_id == suggestion.organisation_id:
        return party.organisation.name_at(suggestion.created_at)
    return party.organisation.name


def _is_open(agreement: Agreement, suggestion: Suggestion) -> bool:
    is_given_up = agreement.status is Status.WITHDRAWN
    return suggestion.status in OPEN_SUGGESTIONS and not is_given_up


def _status(agreement: Agreement, suggestion: Suggestion) -> str:
    """Its kind in portal/web/statuses.py: nothing waits once the work has been given up."""
    if suggestion.status in OPEN_SUGGESTIONS and not _is_open(agreement, suggestion):
        return "abandoned"
    return SUGGESTION_STATUS[suggestion.status]


def _replacement(agreement: Agreement, suggestion: Suggestion) -> Suggestion | None:
    """The suggestion that took its place, if the reader sees it."""
    if suggestion.status is not SuggestionStatus.REPLACED:
        return None
    return find_replacement(agreement, suggestion)


def _outline(agreement: Agreement, suggestion: Suggestion) -> OutlineShown:
    outline = suggestion.outline or {}
    held = find_suggested_annex(suggestion)
    is_text = held is not None and held.text is not None
    file = url_for("outline.file", agreement_id=agreement.id, suggestion_id=suggestion.id)
    if "fact" in outline:
        return _fact_shown(agreement, suggestion, outline)
    return OutlineShown(
        told=outline_words.suggested(OutlineKind(outline["kind"]), outline),
        details=_details(agreement, outline, held),
        html=_annex_text(agreement, suggestion, held) if held and is_text else Markup(),
        file=file if held and not is_text else "",
    )


def _fact_shown(
    agreement: Agreement, suggestion: Suggestion, outline: Mapping[str, str]
) -> OutlineShown:
    """What a fact said, and would say; and says now, where that has become something else."""
    told = outline_words.suggested(OutlineKind.FACT_CHANGED, outline)
    fact = find_fact(agreement, outline["fact"])
    if fact is None:
        return OutlineShown(told=told, details=[], html=Markup(), file="")
    declared = fact.declaration

    def said(text: str) -> str:
        lines = said_in_words(declared, said_from_text(fact.kind, text))
        return "; ".join(lines) or _("Inte ifyllt")

    found = [(_("Det stod"), said(outline["from"])), (_("Det skulle stå"), said(outline["to"]))]
    now = said_as_text(fact.value)
    if suggestion.status in OPEN_SUGGESTIONS and now != outline["from"]:
        found.append((_("Nu står det"), said(now)))
    return OutlineShown(told=told, details=found, html=Markup(), file="")


def _details(
    agreement: Agreement, outline: Mapping[str, str], held: AnnexVersion | None
) -> list[tuple[str, str]]:
    before = outline.get("before")
    place = _place(agreement, outline, before) if before is not None else ""
    found = {
        _("Part"): _whose(agreement, outline),
        _("Grupp"): outline.get("phase", ""),
        _("Förklaring"): outline.get("hint", ""),
        _("Ny plats"): place,
        _("Nu heter den"): outline.get("from", ""),
        _("Den skulle heta"): outline.get("to", held.title if held else ""),
    }
    return [(label, said) for label, said in found.items() if said]


def _place(agreement: Agreement, outline: Mapping[str, str], before: str) -> str:
    if not before:
        return _("Sist") if "annex" in outline else _("Sist i gruppen")
    if "annex" in outline:
        return _("Före %(title)s", title=get_annex(agreement, UUID(before)).version.title)
    row = find_row(agreement, before)
    return _("Före %(measure)s", measure=row.title if row else before)


def _whose(agreement: Agreement, outline: Mapping[str, str]) -> str:
    if "party" not in outline:
        return ""
    each = _("Varje kommun i området, för sig")
    return agreement.party_name(UUID(outline["party"])) if outline["party"] else each


def _annex_text(agreement: Agreement, suggestion: Suggestion, held: AnnexVersion) -> Markup:
    outline = suggestion.outline or {}
    before = ""
    if "base" in outline:
        current = get_annex(agreement, UUID(outline["annex"]))
        version = get_annex_version(current.annex, int(outline["base"]))
        before = version.text or ""
    return show_redline(before, held.text or "").html


def _dates(suggestion: Suggestion) -> list[DateChange]:
    if suggestion.term is None:
        return []
    before = term_from_json(suggestion.term["from"])
    after = term_from_json(suggestion.term["to"])
    every = [
        DateChange(
            _("Gäller från och med"), long_date(before.valid_from), long_date(after.valid_from)
        ),
        DateChange(_("Gäller till och med"), _last_day(before), _last_day(after)),
        DateChange(_("Följs upp senast"), long_date(before.review_on), long_date(after.review_on)),
    ]
    return [one for one in every if one.before != one.after]


def _last_day(term: Term) -> str:
    return _("tills vidare") if term.open_ended else long_date(term.valid_until)


def _cells(agreement: Agreement, suggestion: Suggestion) -> list[CellChange]:
    if not suggestion.operations:
        return []
    matrix = get_matrix(agreement)
    rows = {row.key: row for row in [*matrix.rows, *matrix.removed]}
    every = (*list_columns(agreement), *list_removed(agreement))
    columns = {column.key: column.label for column in every}
    return [
        CellChange(
            row=rows[operation["row"]].title,
            column=columns[operation["column"]],
            before=operation["from"],
            after=operation["to"],
            now=_meanwhile(
                # a column that has been taken out says nothing
                rows[operation["row"]].values.get(operation["column"], Responsibility.UNSET),
                operation,
                suggestion,
            ),
        )
        for operation in suggestion.operations
    ]


def _meanwhile(
    value: Responsibility, operation: dict[str, str], suggestion: Suggestion
) -> str | None:
    is_open = suggestion.status in OPEN_SUGGESTIONS
    return value.value if is_open and value.value != operation["from"] else None


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A line of the list of suggestions."""

    suggestion: Suggestion
    about: str
    sponsor: str
    status: str
    is_open: bool

    @property
    def is_about_section(self) -> bool:
        """Whether `about` is a section's heading, which is Swedish."""
        return self.suggestion.section_id is not None


@dataclass(frozen=True, slots=True)
class SuggestionsPage:
    """Everything on the list of suggestions."""

    agreement: Agreement
    lines: Sequence[SuggestionLine]
    can: Abilities

    @property
    def open_lines(self) -> list[SuggestionLine]:
        """Those not settled."""
        return [line for line in self.lines if line.is_open]

    @property
    def settled_lines(self) -> list[SuggestionLine]:
        """Those settled, the last first."""
        return [line for line in reversed(self.lines) if not line.is_open]


def suggestions_page(actor: Actor, agreement: Agreement) -> SuggestionsPage:
    """Put the list together."""
    headings = {
        one.id: f"{one.number}. {one.heading}" for one in parts.ask(agreement, "contents").contents
    }
    lines = [
        SuggestionLine(
            suggestion=one,
            about=_about(one, headings),
            sponsor=agreement.party_name(one.organisation_id, one.created_at),
            status=_status(agreement, one),
            is_open=_is_open(agreement, one),
        )
        for one in list_suggestions(agreement)
    ]
    return SuggestionsPage(agreement, lines, abilities(actor, agreement))


def _about(suggestion: Suggestion, headings: Mapping[UUID, str]) -> str:
    if suggestion.section_id is not None:
        return headings[suggestion.section_id]
    if suggestion.outline is not None:
        return outline_words.suggested(OutlineKind(suggestion.outline["kind"]), suggestion.outline)
    return _("Vem gör vad") if suggestion.term is None else _("När överenskommelsen gäller")


def answer_of(value: str) -> Answer:
    """The answer that a form's value names."""
    return Answer(value)


def told(result: SuggestionStatus) -> str:
    """What became of the suggestion, to tell whoever answered."""
    return {
        SuggestionStatus.ADOPTED: _("Alla parter är överens. Ändringen är införd."),
        SuggestionStatus.REJECTED: _("Förslaget är avböjt. Texten är som den var."),
        SuggestionStatus.CONFLICT: _(
            "Texten har ändrats sedan förslaget skrevs. Förslagsställaren behöver arbeta om det."
        ),
    }.get(result, _("Ert svar är sparat. Förslaget väntar på de andra parterna."))


def said_kind(value: str) -> ReadingKind:
    """What a party says of a shared text, by the value of a form."""
    if value not in {kind.value for kind in ReadingKind}:
        raise NotFoundError
    return ReadingKind(value)


def told_of_saying(kind: ReadingKind) -> str:
    """What somebody is told who has said how their party stands to the text."""
    return {
        ReadingKind.READ: _("Antecknat. De andra parterna ser att ni har läst utkastet."),
        ReadingKind.READY: _("Antecknat. De andra parterna ser att ni är klara med texten."),
        ReadingKind.NOT_READY: _("Antecknat. De andra parterna ser att ni inte är klara än."),
    }[kind]
