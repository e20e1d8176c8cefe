"""The seam between plans and agreements: who answers for a measure, that another does it, how fast.

Nothing else in SIP imports anything of agreements, and agreements know nothing of plans.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

from agreements import facade
from agreements.deviations import service as deviations
from portal.authz import Actor
from portal.personal_data import Known
from portal.web.i18n import either

AgreedClock = facade.AgreedClock


class Clock(StrEnum):
    """What is agreed of how fast plans go, by the keys of the facts in section 2."""

    START = "sip-start"
    SUMMON_BEFORE = "sip-kallelse-fore"
    ANSWER = "sip-svar-inom"
    MEET = "sip-mote-inom"
    FIRST_FOLLOW_UP = "sip-uppfoljning-forsta"
    NEXT_FOLLOW_UP = "sip-uppfoljning-var"
    REMIND_BEFORE = "sip-paminnelse-fore"


class Agreed(Enum):
    """What is agreed of plans beside how fast they go: the keys of the facts that a page shows."""

    CONSENT = ("sip-samtycke",)
    MEETING = ("sip-kallar", "sip-plats", "sip-form", "sip-ledning")
    HOLDING_TOGETHER = ("sip-huvudansvar",)
    COPIES = ("sip-dokumentation", "sip-kopior")
    CLOSING = ("sip-avslut",)
    LEAVING_HOSPITAL = ("sip-utskrivning-kallelse",)
    CHILDREN = (
        "barn-fragar",
        "barn-ansvar",
        "barn-anmalan",
        "barn-anmalan-inom",
        "barn-aterkoppling",
        "barn-stod",
        "barn-gravida",
        "barn-gravida-inom",
    )


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """What an agreement in force says of something, in its words; `key` is the fact's.

    `is_default`: the parties have left what the template suggests.
    """

    key: str
    label: str
    said: tuple[str, ...]
    agreement_id: UUID
    agreement: str
    section: str
    is_default: bool


Chosen = tuple[UUID | None, str]
"""The agreement that a measure was chosen in, and the key of its row."""


@dataclass(frozen=True, slots=True)
class AgreedMeasure:
    """A measure as an agreement in force has it. `cells` are (actor, organisation, value).

    `key` tells it from every other measure that is in force in its municipality. `answering` are
    those that `responsible` names, in its order.
    """

    key: str
    subject: str
    agreement_id: UUID
    agreement: str
    section: str
    row_key: str
    phase: str
    title: str
    responsible: tuple[str, ...]
    answering: tuple[UUID, ...]
    responsible_ids: frozenset[UUID]
    cells: tuple[tuple[str, str, str], ...]

    def is_as_agreed(self, organisation_id: UUID | None) -> bool:
        """Whether the agreement lets this organisation answer for it, or names nobody."""
        return not self.responsible_ids or organisation_id in self.responsible_ids

    @property
    def expected(self) -> str:
        """Who the agreement names, as words."""
        return ", ".join(self.responsible)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Whom a plan chose instead of whom the agreement names, and why: nobody's name is in it.

    `chosen` is None, and `chosen_name` "", for a private person. `field` is where the form has the
    reason.
    """

    deviation_id: UUID
    municipality_id: UUID
    chosen: UUID | None
    chosen_name: str
    reason: str
    field: str


def report(
    actor: Actor,
    measure: AgreedMeasure,
    said: Otherwise,
    *,
    known: Known,
    now: datetime,
    today: date,
) -> None:
    """Report that a measure was given to somebody else than agreed.

    `known` are those of the plan, who are not to be pointed out. The same `deviation_id` twice is
    one report (a form sent twice).
    """
    told = deviations.PlanReport(
        id=said.deviation_id,
        agreement_id=measure.agreement_id,
        municipality=said.municipality_id,
        section=measure.section,
        row_key=measure.row_key,
        measure=measure.title,
        responsible=measure.answering,
        expected=measure.expected,
        chosen=said.chosen,
        chosen_name=said.chosen_name,
        reason=said.reason,
    )
    deviations.report_from_plan(actor, told, field=said.field, known=known, now=now, today=today)


def find_clock(municipality_id: UUID, wanted: Clock, day: date) -> AgreedClock | None:
    """What the agreement in force says of a clock that starts on a day; None: no time holds."""
    return facade.find_clock(municipality_id, wanted.value, day)


def agreed_lines(municipality_id: UUID, wanted: Agreed, day: date) -> tuple[AgreedLine, ...]:
    """What the agreements in force in a municipality say of something, those that say it."""
    keys = wanted.value
    starting = keys[0].partition("-")[0]
    found = facade.said_in_force(municipality_id, f"{starting}-", day)
    return tuple(
        AgreedLine(
            key=one.key,
            label=one.label,
            said=one.in_words,
            agreement_id=one.source.agreement_id,
            agreement=one.source.agreement,
            section=one.source.section,
            is_default=one.source.is_default,
        )
        for one in found
        if one.key in keys and one.in_words and one.source.agreement_id is not None
    )


def kept_clock(kept: Mapping[str, Any] | None) -> AgreedClock | None:
    """What it said when the clock started, as a plan keeps it (Plan.clocks)."""
    return facade.clock_from_json(kept)


def list_measures(municipality_id: UUID, day: date) -> tuple[AgreedMeasure, ...]:
    """The measures of the municipality's agreements in force on `day`, subject by subject."""
    return tuple(_agreed(one) for one in facade.list_measures(municipality_id, day))


def find_measure(municipality_id: UUID, key: str, day: date) -> AgreedMeasure | None:
    """One measure by its key, if an agreement in force has it."""
    return next((one for one in list_measures(municipality_id, day) if one.key == key), None)


def keys_of(chosen: Collection[Chosen]) -> Mapping[Chosen, str]:
    """The key of each: the same row of whatever is in force on the subject it was chosen on."""
    subjects = subjects_of({agreement_id for agreement_id, _row in chosen if agreement_id})
    found = {(one, row): subjects.get(one) if one else None for one, row in chosen}
    return {each: _key(about.id if about else None, each[1]) for each, about in found.items()}


def subjects_of(agreement_ids: Collection[UUID]) -> Mapping[UUID, facade.About]:
    """What each of some agreements is about, in force or not."""
    return facade.subjects_of(agreement_ids)


def subject_name(about: facade.About) -> str:
    """What it is called, in the reader's language."""
    return either(about.name, about.name_en)


def _key(subject_id: UUID | None, row_key: str) -> str:
    return f"{subject_id or ''}:{row_key}"


def is_changed(
    measure: AgreedMeasure | None, *, chosen_in: UUID | None, organisation_id: UUID | None
) -> bool:
    """Whether another agreement than the one a measure was chosen from says something else now.

    `measure` is what the agreement in force says of it; None when it does not name it any more.
    """
    if measure is None:
        return True
    return measure.agreement_id != chosen_in and not measure.is_as_agreed(organisation_id)


def _agreed(measure: facade.Measure) -> AgreedMeasure:
    return AgreedMeasure(
        key=_key(measure.about.id, measure.row_key),
        subject=subject_name(measure.about),
        agreement_id=measure.agreement_id,
        agreement=measure.agreement,
        section=measure.section,
        row_key=measure.row_key,
        phase=measure.phase,
        title=measure.title,
        responsible=tuple(dict.fromkeys(one.organisation for one in measure.responsible)),
        answering=tuple(dict.fromkeys(one.organisation_id for one in measure.responsible)),
        responsible_ids=frozenset(
            one.organisation_id for one in measure.cells if measure.takes(one.organisation_id)
        ),
        cells=tuple((one.column, one.organisation, one.value) for one in measure.cells),
    )
