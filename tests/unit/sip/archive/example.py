"""A plan as its reader sees it, to make copies of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sip.archive.document import PlanDocument, document_of
from sip.content.parts import (
    ActionContent,
    ApprovalContent,
    FollowUpContent,
    GoalContent,
    MeetingContent,
    MinutesContent,
    ParticipantContent,
    Pen,
    PersonContent,
    PlanContent,
    TextBlock,
)
from sip.content.rules import Content
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    Approval,
    GoalStatus,
    MeetingPurpose,
    PersonKind,
    Phase,
    StatedBy,
    TextKind,
)

MADE_AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
MUNICIPALITY, REGION, PERSON = UUID(int=1), UUID(int=2), UUID(int=3)
NAMES = {MUNICIPALITY: "Norsjö kommun", REGION: "Region Västerbotten", PERSON: "Kim Andersson"}


def pen(party: UUID, **changes: object) -> Pen:
    made = Pen(
        party=NAMES[party],
        name="Sara Nilsson",
        at=MADE_AT,
        person=NAMES[PERSON],
        is_noted=False,
        confirmed_by="",
        confirmed_at=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # what a test changes


def text(kind: TextKind, words: str, party: UUID = PERSON, number: int = 10) -> TextBlock:
    return TextBlock(
        id=UUID(int=number),
        kind=kind,
        text=words,
        by=NAMES[party],
        from_party=party,
        category="own_words",
        version=1,
        changed_by="Sara Nilsson",
        changed_at=MADE_AT,
        pen=pen(party),
        is_own=party == MUNICIPALITY,
        may_change=False,
        may_suggest=False,
    )


def action(title: str, party: UUID = MUNICIPALITY, **changes: object) -> ActionContent:
    made = ActionContent(
        id=UUID(int=20),
        goal_id=UUID(int=30),
        kind=ActionKind.ACTION,
        title=title,
        who=f"Sara Nilsson, {NAMES[party]}",
        organisation_id=party,
        organisation=NAMES[party],
        responsible_id=UUID(int=40),
        responsible="Sara Nilsson",
        person_id=None,
        unit="Vuxenenheten",
        row_key=None,
        agreement_id=None,
        reason="",
        due_on=date(2026, 12, 1),
        is_decided=True,
        status=ActionStatus.IN_PROGRESS,
        is_overdue=False,
        from_party=party,
        by=NAMES[party],
        category="housing",
        version=1,
        changed_by="Sara Nilsson",
        changed_at=MADE_AT,
        pen=pen(party),
        is_own=party == MUNICIPALITY,
        may_change=False,
        may_suggest=False,
        may_report=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # what a test changes


def goal(number: int, title: str, *actions: ActionContent) -> GoalContent:
    return GoalContent(
        id=UUID(int=30 + number),
        number=number,
        stated_by=StatedBy.PERSON,
        title=title,
        measure="Tre nätter i veckan utan att vakna",
        status=GoalStatus.OPEN,
        from_party=PERSON,
        by=NAMES[PERSON],
        category="health",
        version=1,
        changed_by="Sara Nilsson",
        changed_at=MADE_AT,
        pen=pen(PERSON),
        is_own=False,
        may_change=False,
        may_suggest=False,
        actions=actions,
    )


def participant(party: UUID, name: str, unit: str, *, is_ended: bool = False) -> ParticipantContent:
    return ParticipantContent(
        id=UUID(int=40),
        organisation_id=party,
        organisation=NAMES[party],
        account_id=UUID(int=50),
        name=name,
        title="Socialsekreterare",
        unit=unit,
        phone="0910-000 11",
        is_ended=is_ended,
        succeeds="",
        joined_at=MADE_AT,
    )


def content(**changes: object) -> PlanContent:
    """A plan with something under every heading."""
    follow_up = FollowUpContent(
        id=UUID(int=60),
        due_on=date(2027, 2, 1),
        holder_id=UUID(int=40),
        holder="Sara Nilsson",
        agreed_at=MADE_AT,
        held_on=None,
    )
    approval = ApprovalContent(
        number=2,
        by=NAMES[PERSON],
        is_person=True,
        answer=Approval.OBJECTED,
        how="electronic",
        comment="Jag vill ha möten på eftermiddagen",
        recorded_by="Kim Andersson",
        at=MADE_AT,
    )
    decided = text(TextKind.DECISION, "Kommunen söker en lägenhet.", MUNICIPALITY, 17)
    called_off = text(TextKind.PREPARED, "Vi har ringt hyresvärden.", MUNICIPALITY, 18)
    meeting = MeetingContent(
        id=UUID(int=70),
        purpose=MeetingPurpose.PLANNING,
        starts_at=MADE_AT,
        ends_at=MADE_AT + timedelta(hours=1),
        is_remote=False,
        chair="Sara Nilsson",
        place="",
    )
    minutes = MinutesContent(
        meeting,
        is_held=True,
        present=("Sara Nilsson", NAMES[PERSON]),
        absent=("Erik Lund",),
        words=(decided,),
    )
    made = PlanContent(
        plan_id=UUID(int=9),
        case_number="2026-12",
        phase=Phase.FOLLOWING_UP,
        is_protected=False,
        subject_name=NAMES[PERSON],
        need_found_on=date(2026, 9, 1),
        started_on=date(2026, 9, 3),
        ends_on=date(2027, 9, 1),
        version=4,
        lead_principal_id=MUNICIPALITY,
        lead_principal=NAMES[MUNICIPALITY],
        coordinator_id=UUID(int=40),
        coordinator="Sara Nilsson",
        next_follow_up=follow_up,
        next_meeting=None,
        follow_ups=(follow_up,),
        matters=(text(TextKind.MATTERS, "Att sova hela natten.\n\nAtt hunden får vara med."),),
        crisis=(
            text(TextKind.SIGNS, "Jag slutar svara i telefon.", number=14),
            text(TextKind.WHOM_TO_CALL, "Min syster, 070-000 00 00", number=15),
        ),
        network=(text(TextKind.NETWORK, "Grannen Berit har nyckel.", number=16),),
        purpose=(text(TextKind.PURPOSE, "En trygg vardag", MUNICIPALITY, 11),),
        long_term_goal=(),
        needs=(text(TextKind.NEED, "Stöd med boende", MUNICIPALITY, 12),),
        notes=(text(TextKind.NOTE, "Ringde kliniken", REGION, 13),),
        not_started_reason=(),
        not_started_kind=None,
        goals=(
            goal(
                1,
                "Sova bättre",
                action("Söka annan bostad", due_on=None, reason="Regionen har boende"),
                action("Träffa sjuksköterska", REGION, is_decided=False, is_overdue=True),
            ),
            goal(2, "Komma igång med studier"),
        ),
        loose_actions=(action("Ordna kontaktperson"),),
        participants=(
            participant(MUNICIPALITY, "Sara Nilsson", "Vuxenenheten"),
            participant(REGION, "Erik Lund", "", is_ended=True),
        ),
        people=(PersonContent(PERSON, PersonKind.SUBJECT, NAMES[PERSON], "", is_ended=False),),
        missing=(Content.OTHERS,),
        is_whole=False,
        is_held_back=True,
        suggestions=(),
        version_number=2,
        version_made_at=MADE_AT,
        has_changed_since=True,
        approvals=(approval,),
        copies=(),
        meeting_words=(decided, called_off),
        minutes=(minutes,),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # what a test changes


def empty() -> PlanContent:
    """A plan in which nothing is written yet."""
    nothing = dict.fromkeys(
        (
            *("matters", "crisis", "network", "purpose", "needs", "notes", "goals"),
            *("loose_actions", "meeting_words", "minutes"),
        ),
        (),
    )
    return content(
        **nothing,
        **dict.fromkeys(("approvals", "participants", "missing"), ()),
        next_follow_up=None,
        version_number=None,
        version_made_at=None,
        lead_principal="",
        coordinator="",
        ends_on=None,
    )


def document(**changes: object) -> PlanDocument:
    """The copy of the municipality."""
    return document_of(
        content(**changes), made_for="Norsjö kommun", made_by="Sara Nilsson", made_at=MADE_AT
    )


def every_word(made: PlanDocument) -> list[str]:
    """All that a copy says, whatever form it takes."""
    rows = [*made.people, *made.answers, *(row for aim in made.aims for row in aim.actions)]
    facts = [*made.facts, *(fact for aim in made.aims for fact in aim.facts)]
    passages = [
        passage for chapter in (*made.chapters, *made.closing) for passage in chapter.passages
    ]
    return [
        made.title,
        made.mark,
        made.person,
        *made.extent,
        *(word for fact in facts for word in fact),
        *(chapter.heading for chapter in (*made.chapters, *made.closing)),
        *(paragraph for passage in passages for paragraph in passage.paragraphs),
        *(passage.source for passage in passages),
        *(aim.heading for aim in made.aims),
        *made.missing,
        *(cell for row in rows for cell in row if cell),
    ]
