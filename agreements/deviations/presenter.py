"""What the pages of deviations show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from agreements import case_words, words
from agreements.cases import (
    CaseRefusal,
    CaseRuleError,
    DeviationState,
    ProposalState,
)
from agreements.deviations.queries import (
    A_PAGE,
    Counted,
    DeviationOf,
    Filter,
    Places,
    count_patterns,
    count_waiting_proposals,
    list_deviations,
    list_proposals,
    names,
)
from agreements.deviations.service import MATRIX_SECTION, About
from agreements.documents.labels import MATRIX_VALUES
from agreements.facts import in_words
from agreements.matrix.queries import Row
from agreements.said import SaidLine, lines_of, said_lines
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation, TemplateProposal
from portal.authz import Actor, OrganisationKind, Role
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation

Choices = list[tuple[str, str]]

ANSWERED_BY = ("avvikelse-mottagare", "avvikelse-utreder", "avvikelse-svar-inom")
"""The facts that say who takes a deviation, who looks into it, and when the answer comes."""

LOOKS = {
    DeviationState.OPEN: "open",
    DeviationState.ANSWERED: "answered",
    DeviationState.CLOSED: "closed",
}
PROPOSAL_LOOKS = {
    ProposalState.WAITING: "waiting",
    ProposalState.KEPT: "accepted",
    ProposalState.DECLINED: "rejected",
}


# -- the list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One of the list."""

    deviation: Deviation
    reporter: str
    concerns: str
    municipality: str
    kind: str
    look: str
    is_late: bool

    @property
    def url(self) -> str:
        """Where it is read."""
        one = self.deviation
        return url_for("deviations.show", agreement_id=one.agreement_id, deviation_id=one.id)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list, with what it can be narrowed by: (value, label, is chosen)."""

    heading: str
    lines: Sequence[Line]
    states: Sequence[tuple[str, str, bool]]
    municipalities: Sequence[tuple[str, str, bool]]
    parties: Sequence[tuple[str, str, bool]]
    is_narrowed: bool
    agreement: UUID | None
    older_url: str
    may_transfer: bool


def list_page(actor: Actor, wanted: Filter, today: date) -> ListPage:
    """Put it together."""
    found = list_deviations(actor, wanted)
    every = names(actor)
    shown = [_line(one, every, today) for one in found[:A_PAGE]]
    asked = _asked(wanted)
    older = ""
    if len(found) > A_PAGE:
        older = url_for("deviations.index", **asked, before=shown[-1].deviation.id)
    here = [one for one in every.values() if one.kind is OrganisationKind.MUNICIPALITY]
    return ListPage(
        heading=_heading(len(found), wanted),
        lines=shown,
        states=[
            (state.value, str(label), state is wanted.state)
            for state, label in case_words.STATES.items()
        ],
        municipalities=offered(here, wanted.municipality),
        parties=offered(every.values(), wanted.party),
        is_narrowed=bool(asked) or wanted.before is not None,
        agreement=wanted.agreement,
        older_url=older,
        may_transfer=actor.organisation_kind is OrganisationKind.MUNICIPALITY,
    )


def _heading(count: int, wanted: Filter) -> str:
    if wanted.before is not None or count > A_PAGE:
        return _("Avvikelser från överenskommelserna")
    if not count:
        return _("Ingen avvikelse hittades") if _asked(wanted) else _("Ingen avvikelse än")
    return ngettext("En avvikelse", "%(num)d avvikelser", count)


def _asked(wanted: Filter) -> dict[str, Any]:
    asked = {
        "state": wanted.state.value if wanted.state else None,
        "municipality": wanted.municipality,
        "party": wanted.party,
        "agreement": wanted.agreement,
    }
    return {name: value for name, value in asked.items() if value is not None}


def offered(
    organisations: Iterable[Organisation], chosen: UUID | None
) -> list[tuple[str, str, bool]]:
    """A list is narrowed by one of them: (value, label, is chosen)."""
    return [(str(one.id), one.name, one.id == chosen) for one in organisations]


def _line(one: Deviation, every: Mapping[UUID, Organisation], today: date) -> Line:
    return Line(
        deviation=one,
        reporter=every[one.organisation_id].name_at(one.reported_at),
        concerns=every[one.concerns_id].name,
        municipality=every[one.municipality_id].name,
        kind=str(case_words.KINDS[one.kind]),
        look=LOOKS[one.state],
        is_late=one.state is DeviationState.OPEN and one.answer_by < today,
    )


# -- one ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on a deviation's page."""

    agreement: Agreement
    line: Line
    answered_by: str
    closed_by: str
    said: Sequence[SaidLine]
    may_answer: bool
    may_close: bool
    dispute_url: str
    may_dispute: bool

    @property
    def deviation(self) -> Deviation:
        """What it is about."""
        return self.line.deviation

    @property
    def here(self) -> Mapping[str, UUID]:
        """Its address."""
        return {"agreement_id": self.agreement.id, "deviation_id": self.deviation.id}


def deviation_page(actor: Actor, subject: DeviationOf, today: date) -> Page:
    """Put it together."""
    one, every = subject.deviation, names(actor)
    is_coordinator = Role.COORDINATOR in actor.roles
    closer = every[one.closed_by_id] if one.closed_by_id else None
    answerer = every[one.concerns_id]
    may_answer = (
        is_coordinator
        and one.state is DeviationState.OPEN
        and actor.organisation_id == one.concerns_id
    )
    return Page(
        agreement=subject.agreement,
        line=_line(one, every, today),
        answered_by=answerer.name_at(one.answered_at) if one.answered_at else "",
        closed_by=closer.name_at(one.closed_at) if closer and one.closed_at else "",
        said=said_lines(one.agreement_id, today, ANSWERED_BY) if may_answer else (),
        may_answer=may_answer,
        may_close=is_coordinator
        and one.state is DeviationState.ANSWERED
        and actor.organisation_id in subject.side_ids,
        dispute_url=url_for(
            "disputes.show", agreement_id=one.agreement_id, dispute_id=subject.dispute_id
        )
        if subject.dispute_id
        else "",
        may_dispute=is_coordinator
        and subject.dispute_id is None
        and actor.organisation_id in subject.side_ids
        and len(subject.side_ids) > 1,
    )


# -- the form of a report -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form of a deviation or a dispute lets one choose among."""

    places: Choices
    columns: Choices
    municipalities: Choices

    @property
    def only_municipality(self) -> str:
        """The one that goes without saying, or ""."""
        return self.municipalities[0][0] if len(self.municipalities) == 1 else ""


def offered_of(actor: Actor, agreement: Agreement, places: Places) -> Offered:
    """What of an agreement it can be about, and where that was."""
    columns = [(one.key, one.label) for one in places.matrix.columns]
    return Offered(
        places=_places(places),
        columns=[("", _("Hela insatsen")), *columns],
        municipalities=_municipalities(actor, agreement),
    )


def said_of_answers(places: Places) -> list[SaidLine]:
    """What the agreement says of how a deviation is answered."""
    return lines_of(places.facts, ANSWERED_BY)


def _places(places: Places) -> Choices:
    """What can be gone otherwise than: each section, measure and fact."""
    sections = [
        (f"section:{one.key}", _("Avsnitt %(name)s", name=f"{one.number}. {one.heading}"))
        for one in places.sections
    ]
    rows = [(f"row:{one.key}", _("Insats: %(name)s", name=one.title)) for one in places.matrix.rows]
    facts = [(f"fact:{one.key}", _("Uppgift: %(name)s", name=one.label)) for one in places.facts]
    return [("", _("Välj …")), *sections, *rows, *facts]


def _municipalities(actor: Actor, agreement: Agreement) -> Choices:
    """Where it can have been: the own municipality, or any of those that it holds in."""
    every = names(actor)
    here = agreement.municipality_ids
    if actor.organisation_id in here:
        here = [actor.organisation_id]
    return [(str(one), every[one].name) for one in here]


def party_choices(actor: Actor, agreement: Agreement) -> Choices:
    """Who can be asked to answer: the other parties, and last the own."""
    parties = [
        (str(one.organisation_id), one.organisation.name)
        for one in agreement.every_party
        if one.organisation_id in agreement.party_ids
    ]
    own = str(actor.organisation_id)
    return sorted(parties, key=lambda one: one[0] == own)


def about(places: Places, chosen: str, column: str) -> About:
    """What was chosen, with what the agreement says of it."""
    kind, _colon, key = chosen.partition(":")
    if column and kind != "row":
        raise CaseRuleError(CaseRefusal.COLUMN_ALONE, field="column")
    if kind == "fact":
        return _about_fact(places, key)
    if kind == "section":
        section = next((one for one in places.sections if one.key == key), None)
        if section is None:
            raise NotFoundError
        return About(section=f"{section.number}. {section.heading}", section_key=key)
    row = next((one for one in places.matrix.rows if one.key == key), None)
    if row is None:
        raise NotFoundError
    labels = {one.key: one.label for one in places.matrix.columns}
    part = labels.get(column, "")
    of = next((one for one in places.sections if one.key == MATRIX_SECTION), None)
    return About(
        section=f"{of.number}. {of.heading}" if of else "",
        section_key=MATRIX_SECTION,
        row_key=key,
        named=f"{row.title}: {part}" if part else row.title,
        expected=_said(row, labels, column),
    )


def _about_fact(places: Places, key: str) -> About:
    fact = next((one for one in places.facts if one.key == key), None)
    if fact is None:
        raise NotFoundError
    return About(
        section=fact.source.section,
        section_key=fact.source.section_key,
        fact_key=key,
        named=fact.label,
        expected="; ".join(in_words(value) for value in fact.values),
    )


def _said(row: Row, labels: Mapping[str, str], column: str) -> str:
    """What a cell says, or who answers for the whole measure."""
    if column in row.cells:
        return MATRIX_VALUES[row.cells[column].value]
    return ", ".join(labels[key] for key in row.check.responsible)


# -- the county -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A line of a table: how many of each kind, and last of all; None for fewer than five.

    `cells` are what each counts, and how many.
    """

    label: str
    cells: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class PatternTable:
    """One way to divide them."""

    key: str
    heading: str
    rows: Sequence[PatternRow]


@dataclass(frozen=True, slots=True)
class PatternsPage:
    """What went otherwise in the county in some years, as far as it can be said."""

    first: int
    last: int
    years: Sequence[int]
    total: int | None
    kinds: Sequence[str]
    by_kind: Sequence[tuple[str, str, int]]
    by_year: Sequence[tuple[str, str, int]]
    tables: Sequence[PatternTable]
    waiting_proposals: int


YEARS_BACK = 5


def patterns_page(actor: Actor, first: int, last: int, today: date) -> PatternsPage:
    """Put it together, from the beginning of one year to the end of another."""
    found = count_patterns(date(first, 1, 1), date(last, 12, 31))
    every = names(actor)
    by = {(one.dimension, one.key, one.kind): one.amount for one in found}
    labels = {one.key: one.label for one in found if one.dimension == "section"}
    called = {
        "section": labels,
        "municipality": {str(one.id): one.name for one in every.values()},
        "concerns": {str(one.id): one.name for one in every.values()},
    }
    headings = {
        "municipality": _("Kommun"),
        "concerns": _("Vem de gäller"),
        "section": _("Avsnitt"),
    }
    return PatternsPage(
        first=first,
        last=last,
        years=range(today.year - YEARS_BACK, today.year + 1),
        total=by.get(("all", "", None), 0),
        kinds=[str(label) for label in case_words.KINDS.values()],
        by_kind=[
            (str(label), "", amount)
            for kind, label in case_words.SHORT_KINDS.items()
            if (amount := by.get(("all", "", kind.value), 0)) is not None
        ],
        by_year=[
            (str(year), "", amount)
            for year in range(first, last + 1)
            if (amount := by.get(("year", str(year), None), 0)) is not None
        ],
        tables=[
            PatternTable(key, heading, _rows(found, by, key, called[key]))
            for key, heading in headings.items()
        ],
        waiting_proposals=count_waiting_proposals(actor),
    )


def _rows(
    found: Sequence[Counted],
    by: Mapping[tuple[str, str, str | None], int | None],
    dimension: str,
    called: Mapping[str, str],
) -> list[PatternRow]:
    keys = {one.key for one in found if one.dimension == dimension}
    counted = [(kind.value, str(label)) for kind, label in case_words.KINDS.items()]
    everything = _("Alla")
    return [
        PatternRow(
            label=called.get(key) or _("Inget avsnitt"),
            cells=(
                *((label, by.get((dimension, key, kind), 0)) for kind, label in counted),
                (everything, by[dimension, key, None]),
            ),
        )
        for key in called
        if key in keys
    ]


def asked_years(first: int | None, last: int | None, today: date) -> tuple[int, int]:
    """The years that were asked for, if they can be; else this one."""
    offered = range(today.year - YEARS_BACK, today.year + 1)
    asked = [year for year in (first, last) if year in offered and year is not None]
    return min(asked, default=today.year), max(asked, default=today.year)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal for the template."""

    proposal: TemplateProposal
    subject: str
    by: str
    look: str
    state: str


def proposal_lines(actor: Actor) -> list[ProposalLine]:
    """The county's, what waits first."""
    every = names(actor)
    return [_proposal_line(one, every) for one in list_proposals(actor)]


def one_proposal(actor: Actor, one: TemplateProposal) -> ProposalLine:
    """One of them."""
    return _proposal_line(one, names(actor))


def _proposal_line(one: TemplateProposal, every: Mapping[UUID, Organisation]) -> ProposalLine:
    return ProposalLine(
        proposal=one,
        subject=words.subject_name(one.subject),
        by=every[one.organisation_id].name_at(one.proposed_at),
        look=PROPOSAL_LOOKS[one.status],
        state=str(case_words.PROPOSALS[one.status]),
    )


def may_settle(actor: Actor) -> bool:
    """Whether the actor says what becomes of proposals."""
    return (
        actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
        and Role.COORDINATOR in actor.roles
    )
