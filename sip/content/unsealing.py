"""From the sealed rows of a plan to its words.

Row-level security decides what is here. Nothing else in SIP turns sealed content into words for a
reader, so that a file can never say more than the page.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from portal import clock
from portal.vault import Place
from portal.zone import STOCKHOLM
from sip.content.parts import (
    ActionContent,
    ApprovalContent,
    AskedContent,
    CopyContent,
    FollowUpContent,
    GoalContent,
    MeetingContent,
    MinutesContent,
    OutcomeContent,
    ParticipantContent,
    Pen,
    PersonContent,
    PlanContent,
    PlanParties,
    StepContent,
    TextBlock,
)
from sip.content.rules import (
    is_overdue,
    is_unconfirmed,
    may_rewrite,
    may_say_more,
    missing_contents,
)
from sip.content.suggested import Suggested, read
from sip.door import rows
from sip.door.opening import OpenedPlan
from sip.door.rows import PlanRows, Row
from sip.kernel.vocabulary import (
    CRISIS,
    OF_MEETING,
    ActionStatus,
    MeetingStatus,
    PersonKind,
    Placing,
    TextKind,
)

CASE_NOTES = {TextKind.NEED, TextKind.NOTE, TextKind.NOT_STARTED_REASON}


def is_case_note(row: Row) -> bool:
    """Whether the initiating organisation keeps it without consent: the need, and what it notes."""
    return isinstance(getattr(row, "kind", None), TextKind) and row.kind in CASE_NOTES


def load_parties(opened: OpenedPlan) -> PlanParties:
    """Everybody in the plan whom the one who opened it may see, and nothing of what it says."""
    reading = _Reading(opened, opened.rows or rows.load(opened.plan_id), clock.today())
    return PlanParties(reading.people(), reading.participants())


def load_content(opened: OpenedPlan) -> PlanContent:
    """Everything that the one who opened the plan may see of it now."""
    plan = opened.plan
    reading = _Reading(opened, opened.rows or rows.load(plan.id), clock.today())
    texts = reading.texts()
    meeting_words = tuple(block for kind in TextKind if kind in OF_MEETING for block in texts[kind])
    goals, loose = reading.goals(texts[TextKind.OUTCOME])
    listed = [action for goal in goals for action in goal.actions] + list(loose)
    follow_ups = reading.follow_ups()
    latest = reading.latest_version()
    withheld = reading.withheld()
    approvals = reading.approvals()
    return PlanContent(
        plan_id=plan.id,
        case_number=plan.case_number,
        phase=plan.phase,
        is_protected=plan.is_protected,
        subject_name=reading.subject_name(),
        need_found_on=plan.need_found_on,
        started_on=plan.created_at.astimezone(STOCKHOLM).date(),
        ends_on=plan.ends_on,
        version=plan.version,
        lead_principal_id=plan.lead_principal_id,
        lead_principal=reading.party_name(plan.lead_principal_id),
        coordinator_id=plan.coordinator_id,
        coordinator=reading.participant_name(plan.coordinator_id),
        next_follow_up=next((one for one in follow_ups if one.held_on is None), None),
        next_meeting=reading.next_meeting(clock.now()),
        follow_ups=follow_ups,
        matters=texts[TextKind.MATTERS],
        crisis=tuple(block for kind in CRISIS for block in texts[kind]),
        network=texts[TextKind.NETWORK],
        purpose=texts[TextKind.PURPOSE],
        long_term_goal=texts[TextKind.LONG_TERM_GOAL],
        needs=texts[TextKind.NEED],
        notes=texts[TextKind.NOTE],
        not_started_reason=texts[TextKind.NOT_STARTED_REASON],
        not_started_kind=plan.not_started_reason,
        goals=goals,
        loose_actions=loose,
        participants=reading.participants(),
        people=reading.people(),
        missing=missing_contents(
            ((one.kind, one.organisation_id is not None) for one in listed),
            has_lead=plan.lead_principal_id is not None,
            nobody_else=plan.nobody_else,
        ),
        is_whole=reading.is_whole(withheld),
        is_held_back=may_say_more(withheld),
        suggestions=reading.suggestions(),
        version_number=latest.number if latest else None,
        version_made_at=latest.made_at if latest else None,
        has_changed_since=latest is not None and reading.last_change() > latest.upto_seq,
        approvals=approvals,
        copies=reading.copies(),
        steps=reading.steps(),
        asked=reading.asked(),
        ready_on=next((row.ready_on for row in reading.discharges()), None),
        outcome_words=texts[TextKind.OUTCOME],
        nobody_else=plan.nobody_else,
        meeting_words=meeting_words,
        minutes=reading.minutes(meeting_words),
    )


class _Reading:
    """The rows of one plan on their way to become words."""

    def __init__(self, opened: OpenedPlan, found: PlanRows, today: date) -> None:
        self._opened = opened
        self._rows = found
        self._today = today
        self._present = found.invited | {opened.plan.initiator_id}
        self._places = {
            (row.kind, row.subject_id): self._open("plan_placing", "text_sealed", row)
            for row in found.placings
        }
        self._organisations = {row.id: row.name for row in found.organisations}
        self._participants = {row.id: row for row in found.participants}
        self._people = {row.id: self._person(row) for row in found.people}
        subjects = (one for one in self._people.values() if one.kind is PersonKind.SUBJECT)
        self._subject = next(subjects, None)

    def _open(self, table: str, column: str, row: Row) -> str:
        sealed = getattr(row, column)
        return self._opened.key.open(sealed, Place(table, column, row.id)) if sealed else ""

    def _person(self, row: Row) -> PersonContent:
        return PersonContent(
            id=row.id,
            kind=row.kind,
            name=self._open("plan_person", "name_sealed", row),
            relation=self._open("plan_person", "relation_sealed", row),
            is_ended=row.ended_at is not None,
            understood=self._open("plan_person", "understood_sealed", row),
            capacity=row.capacity,
        )

    def subject_name(self) -> str:
        """The name of the person whose plan it is."""
        return self._subject.name if self._subject else ""

    def party_name(self, party: UUID | None) -> str:
        """An organisation's or a private person's name; empty for none."""
        if party is None:
            return ""
        person = self._people.get(party)
        return person.name if person else self._organisations.get(party, "")

    def participant_name(self, participant: UUID | None) -> str:
        """A participant's name; empty for none."""
        row = self._participants.get(participant) if participant else None
        return row.name if row is not None else ""

    def _is_own(self, row: Row) -> bool:
        return bool(row.from_party == self._opened.party)

    def _may_change(self, row: Row) -> bool:
        # handlers write what the person says, on their behalf; nobody writes for another authority
        opened, subject = self._opened, self._subject
        if not (opened.is_open or opened.is_owner):
            return opened.is_handler and self._is_own(row) and is_case_note(row)
        is_person = subject is not None and row.from_party == subject.id
        return may_rewrite(
            is_own=self._is_own(row),
            may_write_for=opened.is_handler and is_person,
            is_unconfirmed=is_unconfirmed(is_noted=row.is_noted, confirmed_at=row.confirmed_at),
        )

    def _may_suggest(self, row: Row) -> bool:
        # what the person has written is changed by the person alone; staff suggest
        opened, subject = self._opened, self._subject
        is_of_person = subject is not None and row.from_party == subject.id
        is_staff = opened.participant_id is not None
        return is_staff and opened.is_open and is_of_person and not self._may_change(row)

    def suggestions(self) -> tuple[Suggested, ...]:
        """The suggested changes that nobody has answered."""
        return tuple(self._suggested(row) for row in self._rows.suggestions)

    def _suggested(self, row: Row) -> Suggested:
        base, values = read(self._open("word_suggestion", "said_sealed", row))
        return Suggested(
            id=row.id,
            subject_id=row.subject_id,
            by=self.party_name(row.from_party),
            made_by=row.made_by,
            made_at=row.made_at,
            base=base,
            values=values,
        )

    def _pen(self, row: Row) -> Pen:
        return Pen(
            party=self.party_name(row.from_party),
            name=row.written_by or row.changed_by,
            at=row.written_at or row.changed_at,
            person=self.subject_name(),
            is_noted=row.is_noted,
            confirmed_by=row.confirmed_by or "",
            confirmed_at=row.confirmed_at,
        )

    def texts(self) -> Mapping[TextKind, tuple[TextBlock, ...]]:
        """The texts by their headings."""
        found: dict[TextKind, list[TextBlock]] = defaultdict(list)
        for row in self._rows.texts:
            block = TextBlock(
                id=row.id,
                kind=row.kind,
                text=self._open("plan_text", "text_sealed", row),
                by=self.party_name(row.from_party),
                from_party=row.from_party,
                category=row.category,
                version=row.version,
                changed_by=row.changed_by,
                changed_at=row.changed_at,
                pen=self._pen(row),
                is_own=self._is_own(row),
                may_change=self._may_change(row),
                may_suggest=self._may_suggest(row),
                meeting_id=row.meeting_id,
            )
            found[row.kind].append(block)
        return {kind: tuple(found[kind]) for kind in TextKind}

    def goals(
        self, words: Sequence[TextBlock]
    ) -> tuple[tuple[GoalContent, ...], tuple[ActionContent, ...]]:
        """The goals with their actions, and the actions whose goal is not in sight.

        `words` are those on how far goals had come at follow-ups.
        """
        outcomes = self._outcomes(words)
        actions: dict[UUID, list[ActionContent]] = defaultdict(list)
        for row in self._rows.actions:
            actions[row.goal_id].append(self._action(row))
        goals = tuple(
            replace(
                self._goal(number, row, tuple(actions.pop(row.id, ()))),
                outcomes=tuple(outcomes[row.id]),
            )
            for number, row in enumerate(self._rows.goals, start=1)
        )
        return goals, tuple(action for rest in actions.values() for action in rest)

    def _outcomes(self, words: Sequence[TextBlock]) -> Mapping[UUID, Sequence[OutcomeContent]]:
        held = {row.id: row.held_on for row in self._rows.follow_ups}
        said = {block.id: block for block in words}
        found: dict[UUID, list[OutcomeContent]] = defaultdict(list)
        for row in self._rows.outcomes:
            day = held.get(row.follow_up_id) or row.recorded_at.astimezone(STOCKHOLM).date()
            word = said.get(row.text_id)
            found[row.goal_id].append(OutcomeContent(day, row.outcome, word, row.recorded_by))
        return found

    def _goal(self, number: int, row: Row, actions: tuple[ActionContent, ...]) -> GoalContent:
        return GoalContent(
            id=row.id,
            number=number,
            stated_by=row.stated_by,
            title=self._open("goal", "title_sealed", row),
            measure=self._open("goal", "measure_sealed", row),
            status=row.status,
            from_party=row.from_party,
            by=self.party_name(row.from_party),
            category=row.category,
            version=row.version,
            changed_by=row.changed_by,
            changed_at=row.changed_at,
            pen=self._pen(row),
            is_own=self._is_own(row),
            may_change=self._may_change(row),
            may_suggest=self._may_suggest(row),
            actions=actions,
        )

    def _action(self, row: Row) -> ActionContent:
        organisation = self.party_name(row.organisation_id)
        responsible = self.participant_name(row.responsible_id)
        person = self.party_name(row.person_id)
        who = ", ".join(name for name in (responsible or person, organisation) if name)
        is_own, may_change = self._is_own(row), self._may_change(row)
        return ActionContent(
            id=row.id,
            goal_id=row.goal_id,
            kind=row.kind,
            title=self._open("action", "title_sealed", row),
            who=who,
            organisation_id=row.organisation_id,
            organisation=organisation,
            responsible_id=row.responsible_id,
            responsible=responsible,
            person_id=row.person_id,
            unit=self._places.get((Placing.ACTION_UNIT, row.id), ""),
            row_key=row.row_key,
            agreement_id=row.agreement_id,
            reason=self._open("action", "reason_sealed", row),
            due_on=row.due_on,
            is_decided=row.is_decided,
            status=row.status,
            is_overdue=is_overdue(row.status, row.due_on, self._today),
            from_party=row.from_party,
            by=self.party_name(row.from_party),
            category=row.category,
            version=row.version,
            changed_by=row.changed_by,
            changed_at=row.changed_at,
            pen=self._pen(row),
            is_own=is_own,
            may_change=may_change,
            may_suggest=self._may_suggest(row),
            may_report=may_change or self._opened.party in {row.organisation_id, row.person_id},
            decided_on=row.decided_on,
            decided_by=self._open("action", "decider_sealed", row),
            starts_on=row.starts_on,
            has_nobody=self._has_nobody(row),
        )

    def _has_nobody(self, row: Row) -> bool:
        """Whether whoever was to do what is still to be done has left, or been shut out."""
        opened = self._opened
        if not (opened.is_open or opened.is_owner) or not opened.takes_more:
            return False
        if row.status not in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}:
            return False
        doer = self._participants.get(row.responsible_id)
        person = self._people.get(row.person_id)
        is_gone = doer is not None and doer.ended_at is not None
        is_out = row.organisation_id is not None and row.organisation_id not in self._present
        return is_gone or is_out or (person is not None and person.is_ended)

    def steps(self) -> tuple[StepContent, ...]:
        """What comes next, for whoever handles the plan."""
        return tuple(
            StepContent(row.step, row.at, row.amount, UUID(row.about) if row.about else None)
            for row in self._rows.steps
        )

    def discharges(self) -> Sequence[Row]:
        """When the person was said to be ready to leave hospital, if it has been noted."""
        return self._rows.discharges

    def asked(self) -> tuple[AskedContent, ...]:
        """What has been asked about, in the order that it was."""
        return tuple(
            AskedContent(
                id=row.id,
                kind=row.kind,
                tool=row.tool,
                asked_on=row.asked_on,
                asked_by=row.asked_by,
                said=self._open("asked", "said_sealed", row),
                from_party=row.from_party,
                by=self.party_name(row.from_party),
                settled_at=row.settled_at,
                settled_by=row.settled_by or "",
                is_own=self._is_own(row),
            )
            for row in self._rows.asked
        )

    def participants(self) -> tuple[ParticipantContent, ...]:
        """Everybody who takes part or has taken part for an organisation.

        Whoever consent no longer lets in has left, though their organisation keeps its own writing.
        """
        return tuple(
            ParticipantContent(
                id=row.id,
                organisation_id=row.organisation_id,
                organisation=self._organisations.get(row.organisation_id, ""),
                account_id=row.account_id,
                name=row.name,
                title=row.title,
                unit=self._places.get((Placing.PARTICIPANT_UNIT, row.id), ""),
                phone=row.phone,
                is_ended=row.ended_at is not None or row.organisation_id not in self._present,
                succeeds=self.participant_name(row.succeeds_id),
                until_on=row.until_on,
                joined_at=row.joined_at,
            )
            for row in self._rows.participants
        )

    def people(self) -> tuple[PersonContent, ...]:
        """The private people, the person first."""
        order = list(PersonKind)
        return tuple(sorted(self._people.values(), key=lambda one: order.index(one.kind)))

    def follow_ups(self) -> tuple[FollowUpContent, ...]:
        """The follow-ups that were agreed, by their days."""
        return tuple(
            FollowUpContent(
                id=row.id,
                due_on=row.due_on,
                holder_id=row.holder_id,
                holder=self.participant_name(row.holder_id),
                agreed_at=row.agreed_at,
                held_on=row.held_on,
            )
            for row in self._rows.follow_ups
        )

    def next_meeting(self, now: datetime) -> MeetingContent | None:
        """The first planned meeting that has not ended."""
        planned = (one for one in self._rows.meetings if one.status is MeetingStatus.PLANNED)
        row = next((one for one in planned if one.ends_at > now), None)
        return self._meeting(row) if row is not None else None

    def minutes(self, words: Sequence[TextBlock]) -> tuple[MinutesContent, ...]:
        """Each meeting that has been held, or for which something is written."""
        said: dict[UUID | None, list[TextBlock]] = defaultdict(list)
        for block in words:
            said[block.meeting_id].append(block)
        return tuple(
            MinutesContent(
                meeting=self._meeting(row),
                is_held=row.status is MeetingStatus.HELD,
                present=self._came(row.id, was_present=True),
                absent=self._came(row.id, was_present=False),
                words=tuple(said[row.id]),
            )
            for row in self._rows.meetings
            if row.status is MeetingStatus.HELD or said[row.id]
        )

    def _came(self, meeting_id: UUID, *, was_present: bool) -> tuple[str, ...]:
        """The names of those in sight who came to a meeting, or who did not."""
        found = (
            self.participant_name(row.party_id) or self.party_name(row.party_id)
            for row in self._rows.presences
            if row.meeting_id == meeting_id and row.was_present is was_present
        )
        return tuple(filter(None, found))

    def _meeting(self, row: Row) -> MeetingContent:
        return MeetingContent(
            id=row.id,
            purpose=row.purpose,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_remote=row.is_remote,
            chair=self.participant_name(row.chair_id),
            place=self._places.get((Placing.MEETING_PLACE, row.id), ""),
        )

    def withheld(self) -> frozenset[UUID]:
        """The parties in sight some of whose categories the reader may not see."""
        plan_id, keys = self._opened.plan.id, self._rows.keys
        if str(plan_id) in keys:
            return frozenset()
        sources = {row.organisation_id for row in self._rows.participants if row.ended_at is None}
        sources |= {self._subject.id} if self._subject else set()
        return rows.withheld(plan_id, sources - {self._opened.party}, keys)

    def is_whole(self, withheld: frozenset[UUID]) -> bool:
        """Whether what is missing in sight is missing in the plan.

        A handler reckons without what the person has written for themselves.
        """
        own = {self._subject.id} if self._subject and self._opened.is_handler else set()
        return not withheld - own

    def latest_version(self) -> Row | None:
        """The version last put to the person."""
        return max(self._rows.versions, key=lambda row: row.number, default=None)

    def last_change(self) -> int:
        """The number of the last change in sight."""
        return self._rows.last_change

    def approvals(self) -> tuple[ApprovalContent, ...]:
        """What has been said of each version, the latest last."""
        return tuple(
            ApprovalContent(
                number=row.number,
                by=self.party_name(row.person_id or row.organisation_id),
                is_person=row.person_id is not None,
                answer=row.answer,
                how=row.how,
                comment=self._open("plan_approval", "comment_sealed", row),
                recorded_by=row.recorded_by,
                at=row.at,
            )
            for row in self._rows.approvals
        )

    def copies(self) -> tuple[CopyContent, ...]:
        """The copies in sight."""
        return tuple(
            CopyContent(
                organisation=self._organisations.get(row.organisation_id, ""),
                form=row.form,
                made_at=row.made_at,
                made_by=row.made_by,
            )
            for row in self._rows.copies
        )
