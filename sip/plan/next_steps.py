"""What comes next in a plan for whoever handles it. Which it is, app.next_steps() says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from flask_babel import LazyString, ngettext

from portal.web.addresses import url_for
from portal.web.filters import day_and_month
from portal.web.i18n import lazy_gettext as _l
from sip.content.parts import StepContent
from sip.kernel.days import day_of


class Step(StrEnum):
    """A step, those first that nothing else can wait for."""

    CONSENT_ENDED = "consent_ended"
    CONSENT_REFUSED = "consent_refused"
    LACKS_REGION = "lacks_region"
    LACKS_MUNICIPALITY = "lacks_municipality"
    VERSION_OBJECTED = "version_objected"
    KEPT_OUT_WAITS = "kept_out_waits"
    MESSAGE_WAITS = "message_waits"
    DOER_LOST = "doer_lost"
    MEETING_LATE = "meeting_late"
    CONSENTER_NEEDED = "consenter_needed"
    CONSENT_NEEDED = "consent_needed"
    CALL_OTHERS = "call_others"
    NOTE_MEETING = "note_meeting"
    BOOK_MEETING = "book_meeting"
    WRITE_GOALS = "write_goals"
    PUT_TO_PERSON = "put_to_person"
    AGREE_FOLLOW_UP = "agree_follow_up"
    FOLLOW_UP_LATE = "follow_up_late"
    OF_AGE_SOON = "of_age_soon"
    MANDATE_ENDS = "mandate_ends"
    DOCUMENT_DUE = "document_due"
    CALL_WAITS = "call_waits"
    CONSENT_WAITS = "consent_waits"
    VERSION_WAITS = "version_waits"


ORDER: Mapping[str, int] = {step: place for place, step in enumerate(Step)}
# somebody else's turn, and noted so that it is not forgotten
WAITING = frozenset({Step.CALL_WAITS, Step.CONSENT_WAITS, Step.VERSION_WAITS})
# of which a clock says until when: its name in Plan.clocks, or none where each has its own
CLOCKED: Mapping[Step, str] = {
    Step.MEETING_LATE: "meeting",
    Step.CALL_OTHERS: "start",
    Step.BOOK_MEETING: "meeting",
    Step.AGREE_FOLLOW_UP: "follow_up",
    Step.FOLLOW_UP_LATE: "follow_up",
    Step.CALL_WAITS: "",
    Step.KEPT_OUT_WAITS: "",
}
# what a clock says, before it has run out and after
UNTIL: Mapping[str, tuple[LazyString, LazyString]] = {
    "start": (
        _l("Arbetet med planen ska börja senast %(day)s."),
        _l("Arbetet med planen skulle ha börjat senast %(day)s."),
    ),
    "meeting": (
        _l("Det första mötet ska hållas senast %(day)s."),
        _l("Det första mötet skulle ha hållits senast %(day)s."),
    ),
    "follow_up": (
        _l("Planen ska följas upp senast %(day)s."),
        _l("Planen skulle ha följts upp senast %(day)s."),
    ),
}
# what a list of many plans is sorted by
SUBJECTS: Mapping[LazyString, frozenset[Step]] = {
    _l("Säkerhet"): frozenset({Step.KEPT_OUT_WAITS}),
    _l("Meddelanden"): frozenset({Step.MESSAGE_WAITS}),
    _l("Samtycke"): frozenset(
        {
            Step.CONSENT_ENDED,
            Step.CONSENT_REFUSED,
            Step.CONSENTER_NEEDED,
            Step.CONSENT_NEEDED,
            Step.CONSENT_WAITS,
            Step.OF_AGE_SOON,
            Step.MANDATE_ENDS,
            Step.DOCUMENT_DUE,
        }
    ),
    _l("Kallelser"): frozenset(
        {Step.LACKS_REGION, Step.LACKS_MUNICIPALITY, Step.CALL_OTHERS, Step.CALL_WAITS}
    ),
    _l("Möten"): frozenset({Step.MEETING_LATE, Step.NOTE_MEETING, Step.BOOK_MEETING}),
    _l("Mål, åtgärder och godkännande"): frozenset(
        {
            Step.DOER_LOST,
            Step.WRITE_GOALS,
            Step.VERSION_OBJECTED,
            Step.PUT_TO_PERSON,
            Step.VERSION_WAITS,
        }
    ),
    _l("Uppföljning"): frozenset({Step.AGREE_FOLLOW_UP, Step.FOLLOW_UP_LATE}),
}
# where each leads: a page of the plan, with the part that it is about if it is one
PAGES: Mapping[Step, tuple[str, str]] = {
    Step.CONSENT_ENDED: ("consent.show", ""),
    Step.CONSENT_REFUSED: ("plans.not_started", ""),
    Step.LACKS_REGION: ("consent.show", ""),
    Step.LACKS_MUNICIPALITY: ("consent.show", ""),
    Step.VERSION_OBJECTED: ("history.show", ""),
    Step.KEPT_OUT_WAITS: ("people.show", "safety.keep_out"),
    Step.MESSAGE_WAITS: ("messages.index", "messages.show"),
    Step.DOER_LOST: ("plans.show", ""),
    Step.MEETING_LATE: ("consent.show", ""),
    Step.CONSENTER_NEEDED: ("people.show", ""),
    Step.CONSENT_NEEDED: ("consent.ask", ""),
    Step.CALL_OTHERS: ("calls.choose", ""),
    Step.NOTE_MEETING: ("meetings.index", "meetings.hold"),
    Step.BOOK_MEETING: ("meetings.plan", ""),
    Step.WRITE_GOALS: ("writing.add_goal", ""),
    Step.PUT_TO_PERSON: ("history.make", ""),
    Step.AGREE_FOLLOW_UP: ("plans.follow_up", ""),
    Step.FOLLOW_UP_LATE: ("plans.follow_up", ""),
    Step.OF_AGE_SOON: ("of_age.show", ""),
    Step.MANDATE_ENDS: ("people.show", "people.mandate"),
    Step.DOCUMENT_DUE: ("people.show", "stands_in.document"),
    Step.CALL_WAITS: ("calls.index", "calls.show"),
    Step.CONSENT_WAITS: ("consent.show", ""),
    Step.VERSION_WAITS: ("history.answer", ""),
}

# what each is, where it tells neither how many nor when
TOLD: Mapping[Step, LazyString] = {
    Step.CONSENT_ENDED: _l("Samtycket till planen har upphört. Fråga på nytt, eller avsluta."),
    Step.CONSENT_REFUSED: _l("Personen har sagt nej till en plan."),
    Step.LACKS_REGION: _l("Regionen är inte med. En SIP behöver både kommun och region."),
    Step.LACKS_MUNICIPALITY: _l("Kommunen är inte med. En SIP behöver både kommun och region."),
    Step.VERSION_OBJECTED: _l("Personen håller inte med om planen."),
    Step.CONSENTER_NEEDED: _l("Ingen kan samtycka än. Ett barn behöver minst en vårdnadshavare."),
    Step.CONSENT_NEEDED: _l("Personen har inte fått frågan om samtycke."),
    Step.NOTE_MEETING: _l("Mötet har varit. Vilka kom?"),
    Step.BOOK_MEETING: _l("Inget möte är bokat."),
    Step.WRITE_GOALS: _l("Planen har inget mål än."),
    Step.PUT_TO_PERSON: _l("Personen har inte fått godkänna planen."),
    Step.AGREE_FOLLOW_UP: _l("Nästa uppföljning är inte bestämd."),
}
# and where it tells when
DATED: Mapping[Step, LazyString] = {
    Step.CONSENT_WAITS: _l("Frågan om samtycke ställdes %(day)s. Inget svar än."),
    Step.VERSION_WAITS: _l("Planen visades för personen %(day)s. Inget svar än."),
    Step.OF_AGE_SOON: _l("Personen fyller 18 år %(day)s. Vårdnadshavarna svarar inte längre då."),
}
# what the way to each is called
LABELS: Mapping[Step, LazyString] = {
    Step.CONSENT_ENDED: _l("Till samtycket"),
    Step.CONSENT_REFUSED: _l("Ingen plan ska göras"),
    Step.LACKS_REGION: _l("Till samtycket"),
    Step.LACKS_MUNICIPALITY: _l("Till samtycket"),
    Step.VERSION_OBJECTED: _l("Läs vad personen säger"),
    Step.KEPT_OUT_WAITS: _l("Se beslutet"),
    Step.MESSAGE_WAITS: _l("Läs och svara"),
    Step.DOER_LOST: _l("Gå igenom åtgärderna"),
    Step.MEETING_LATE: _l("Till samtycket"),
    Step.CONSENTER_NEEDED: _l("Lägg till den som ska svara"),
    Step.CONSENT_NEEDED: _l("Fråga om samtycke"),
    Step.CALL_OTHERS: _l("Kalla till planen"),
    Step.NOTE_MEETING: _l("Anteckna vilka som var med"),
    Step.BOOK_MEETING: _l("Planera ett möte"),
    Step.WRITE_GOALS: _l("Lägg till ett mål"),
    Step.PUT_TO_PERSON: _l("Låt personen godkänna planen"),
    Step.AGREE_FOLLOW_UP: _l("Bestäm uppföljning"),
    Step.FOLLOW_UP_LATE: _l("Se uppföljningen"),
    Step.OF_AGE_SOON: _l("Gå igenom vad som ändras"),
    Step.MANDATE_ENDS: _l("Till uppdraget"),
    Step.DOCUMENT_DUE: _l("Kontrollera handlingen"),
    Step.CALL_WAITS: _l("Se kallelsen"),
    Step.CONSENT_WAITS: _l("Anteckna ett svar"),
    Step.VERSION_WAITS: _l("Anteckna ett svar"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: since or until when, how many it is about, and which one if it is one."""

    plan_id: UUID
    step: Step
    at: datetime | None
    amount: int
    about: UUID | None
    today: date

    @property
    def is_late(self) -> bool:
        """Its clock has run out: that day has been."""
        return self.step in CLOCKED and self.at is not None and day_of(self.at) < self.today

    @property
    def is_waiting(self) -> bool:
        """It is somebody else's turn."""
        return self.step in WAITING

    @property
    def url(self) -> str:
        """Where it is done."""
        page, of_one = PAGES[self.step]
        if of_one and self.about:
            return url_for(of_one, plan_id=self.plan_id, part_id=self.about)
        anchor = "#h-goals" if self.step is Step.DOER_LOST else ""
        return f"{url_for(page, plan_id=self.plan_id)}{anchor}"

    @property
    def told(self) -> str:
        """What it is, as a sentence."""
        told = _told(self.step, self.amount, day_and_month(self.at))
        until = _until(self.step, day_and_month(self.at), is_late=self.is_late) if self.at else ""
        return f"{told} {until}".strip()

    @property
    def label(self) -> str:
        """What the way to it is called."""
        return str(LABELS[self.step])


def steps_of(plan_id: UUID, steps: Sequence[StepContent], today: date) -> tuple[NextStep, ...]:
    """The steps of one plan."""
    found = (
        NextStep(plan_id, Step(one.step), one.at, one.amount, one.about, today) for one in steps
    )
    return in_order(found)


def in_order(steps: Iterable[NextStep]) -> tuple[NextStep, ...]:
    """What is to be done first, then what is waited for."""
    return tuple(sorted(steps, key=lambda one: (ORDER[one.step], one.plan_id)))


def _until(step: Step, day: str, *, is_late: bool) -> str:
    """What the plan's clock says of it."""
    told = UNTIL.get(CLOCKED.get(step, ""))
    return "" if told is None else str(told[is_late]) % {"day": day}


def _told(step: Step, amount: int, day: str) -> str:
    if step in {Step.MEETING_LATE, Step.FOLLOW_UP_LATE}:
        return ""
    if step in TOLD:
        return str(TOLD[step])
    if step in DATED:
        return str(DATED[step]) % {"day": day}
    if step is Step.MESSAGE_WAITS:
        return _messages(amount, day)
    return _kept_out(amount, day) if step is Step.KEPT_OUT_WAITS else _counted(step, amount, day)


def _messages(amount: int, day: str) -> str:
    return ngettext(
        "Ett meddelande väntar på svar sedan %(day)s.",
        "Meddelanden från %(num)d personer väntar på svar, det första sedan %(day)s.",
        amount,
        day=day,
    )


def _kept_out(amount: int, day: str) -> str:
    return ngettext(
        "En person hålls utanför planen. En annan handläggare bekräftar det senast %(day)s.",
        "%(num)d personer hålls utanför planen. En annan handläggare bekräftar det,"
        " för den första senast %(day)s.",
        amount,
        day=day,
    )


def _counted(step: Step, amount: int, day: str) -> str:
    if step is Step.DOER_LOST:
        return ngettext(
            "En åtgärd har ingen som gör den: den som skulle göra den är inte längre med.",
            "%(num)d åtgärder har ingen som gör dem: de som skulle göra dem är inte längre med.",
            amount,
        )
    if step is Step.MANDATE_ENDS:
        return ngettext(
            "En företrädares uppdrag gäller till och med %(day)s.",
            "%(num)d företrädares uppdrag slutar snart, det första %(day)s.",
            amount,
            day=day,
        )
    if step is Step.DOCUMENT_DUE:
        return ngettext(
            "En företrädares handling ska kontrolleras igen %(day)s.",
            "%(num)d företrädares handlingar ska kontrolleras igen, den första %(day)s.",
            amount,
            day=day,
        )
    if step is Step.CALL_OTHERS:
        return ngettext(
            "Personen har sagt ja till en som inte är kallad än.",
            "Personen har sagt ja till %(num)d som inte är kallade än.",
            amount,
        )
    return ngettext(
        "En av de kallade har inte svarat. Svar senast %(day)s.",
        "%(num)d av de kallade har inte svarat. Svar senast %(day)s.",
        amount,
        day=day,
    )
