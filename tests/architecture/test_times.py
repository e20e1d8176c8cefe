"""When something happened is the database's to say, in every table."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.conftest import Engines

ROOT = Path(__file__).resolve().parents[2]

# What the web server may write as a time or a day of its own choosing, and why.
CONTENT = {
    "action.due_on": "when it is to be done",
    "consent_act.asked_until": "what is asked",
    "consent_act.signed_on": "what a paper says",
    "agreement_act.on_day": "the day that whoever was there names, as the minutes say",
    "agreement_act.until": "what is decided: the next review, or the last day",
    "agreement.review_on": "what the parties agree on",
    "agreement.valid_from": "what the parties agree on",
    "agreement.due_on": "until when what it waits for is to be done, as whoever drafts it says",
    "agreement.valid_until": "what the parties agree on",
    "basis_decision.follow_up_on": "what is decided",
    "basis_decision.valid_to": "what is decided, as long as the ground allows (within_limit)",
    "call.answer_by": "what is asked",
    "consent_act.valid_from": "what is consented to, never before the act (app.number_act)",
    "consent_act.valid_to": "what is consented to",
    "consenter_change.document_on": "what a document from elsewhere says",
    "consenter_change.mandate_from": "what a document from elsewhere says",
    "consenter_change.mandate_to": "what a document from elsewhere says",
    "consenter.mandate_from": "what a document from elsewhere says",
    "consenter.mandate_to": "what a document from elsewhere says",
    "decision.decided_on": "what the minutes say",
    "case_transfer.answer_by": "until when it is to be answered, as the law says",
    "case_transfer.requested_on": "the day that a paper reached a municipality outside the county",
    "deviation.answer_by": "until when it is to be answered, as the agreement says",
    "dispute.due_on": "until when the forum has, as the agreement says",
    "dispute_level.due_on": "until when the forum has, as the agreement says",
    "dispute_settlement.from_day": "what is agreed",
    "follow_up.due_on": "what is agreed",
    "follow_up.held_on": "the day that whoever held it names",
    "group_decision.due_on": "what is decided",
    "group_meeting.ends_at": "what is agreed",
    "group_meeting.starts_at": "what is agreed",
    "invitation.expires_at": "until when a code can be used",
    "competence_need.found_on": "the day that whoever was there names",
    "course.planned_on": "what is agreed",
    "activity.due_on": "what is agreed",
    "action.decided_on": "the day that the decision names",
    "action.starts_on": "what is decided",
    "kept_longer.kept_until": "the day that a child is thirty",
    "participant.until_on": "until which day somebody stands in for a colleague",
    "document_check.seen_on": "the day that whoever saw it names",
    "document_check.check_again_on": "what is decided",
    "discharge.readmitted_on": "the day that the region names",
    "discharge.ready_on": "the day that the region was told",
    "asked.asked_on": "the day that whoever asked names",
    "lob_review.reviewed_on": "the day that whoever was there names",
    "lob_review.next_on": "what is agreed",
    "lob_contact.reported_on": "the day that the report names",
    "lob_contact.due_on": "until when contact is to be made, as the agreement says",
    "lob_contact.done_on": "the day that whoever made contact names",
    "method_step.done_on": "the day that whoever was there names",
    "user_voice.held_on": "the day that whoever asked names",
    "result_showing.shown_on": "the day that whoever was there names",
    "meeting.starts_at": "what is agreed",
    "meeting.ends_at": "what is agreed",
    "plan.ends_on": "what is agreed",
    "plan.need_found_on": "the day that whoever found the need names",
    "read_review.first_day": "what was looked at",
    "read_review.last_day": "what was looked at",
    "signing_mandate.valid_from": "what was decided",
    "suggestion.answer_by": "what is asked",
    "signing_mandate.valid_until": "what was decided",
}
# Set or refused in another way than by app.stamp(), and by what.
HELD_OTHERWISE = {
    "call_question.answered_at": "app.stamp when it is answered, the policy add: null before",
    "kept_longer.undone_at": "app.stamp when it is taken back, the policy add: null before",
    "discharge.readmitted_at": "app.stamp when it is noted, the policy add: null before",
    "discharge.undone_at": "app.stamp when it is taken back, the policy add: null before",
    "dispute.third_at": "the policy add: null until app.join_dispute",
    "plan_message.settled_at": "app.stamp when it is settled, the policy add: null before",
    "consent_paper.removed_at": "app.stamp when it is removed, the policy add: null before",
    "asked.settled_at": "app.stamp when it is reported, the policy add: null before",
    "activity.ended_at": "the policy party_insert: null until it has ended",
    "lob_contact.done_at": "the policy own_insert: null until contact is made",
    "course.reported_at": "the policy party_insert: null until it is reported",
    "method_step.undone_at": "the policy party_insert: null until it is taken back",
    "user_voice.answered_at": "the policy party_insert: null until it is answered",
    "agreement.ends_on": "the policy create_own: null until app.take_effect",
    "agreement.last_day": "worked out from the others",
    "agreement.next_review_on": "the policy create_own: null until app.take_effect",
    "agreement.prolonged_until": "the policy create_own: null until what prolongs it is signed",
    "agreement.replaced_from": "the policy create_own: null until app.supersede_earlier",
    "action.confirmed_at": "app.hold_words: null until app.confirm_words",
    "action.written_at": "app.hold_words: when the row says that it was changed",
    "basis_decision.decided_at": "app.refuse_past_basis",
    "basis_decision.ended_at": "app.refuse_past_basis",
    "case_transfer.answered_on": "the policy add: null until answered (app.answer_transfer)",
    "case_transfer.applied_on": "the policy add: null until then (app.apply_for_transfer)",
    "case_transfer.refused_on": "the day of an answer that was changed (app.answer_transfer)",
    "case_transfer.withdrawn_on": "the policy add: null until then (app.withdraw_transfer)",
    "case_transfer.rule_by": "three months from applied_on (app.apply_for_transfer)",
    "case_transfer.ruled_on": "the policy add: null until then (app.rule_on_transfer)",
    "consent_act.at": "app.number_act",
    "consenter_change.proposed_at": "app.settle_change",
    "consenter_change.settled_at": "app.settle_change",
    "correction.settled_at": "null while it is open; app.stamp when it is withdrawn",
    "decision.corrected_at": "app.stamp when it is put right, refused before",
    "decision_extract.removed_at": "app.stamp when it is taken away, refused before",
    "deviation.answered_at": "the policy add: null until it is answered (app.answer_deviation)",
    "deviation.closed_at": "the policy add: null until it is closed (app.close_deviation)",
    "dispute.settled_at": "the policy add: null until all agree (app.answer_settlement)",
    "dispute_level.ended_on": "the policy add: null until the forum is done",
    "dispute_level.started_on": "app.stamp_day when it begins with the dispute, null before",
    "dispute_settlement.answered_at": "the policy add: null until it is decided",
    "group_decision.done_at": "app.stamp when it is done, null before",
    "group_meeting.fixed_at": "the policy convene_insert: null until the minutes are confirmed",
    "group_meeting.minutes_at": "app.stamp when they are written, null before",
    "group_member.left_at": "app.stamp when it leaves, null before",
    "group_point.removed_at": "app.stamp when it is taken away, null before",
    "plan_deviation.reported_on": "app.take_plan_deviation keeps none of it",
    "template_proposal.settled_at": "app.stamp when it is settled, null before",
    "working_group.ended_at": "app.stamp when it ends, null before",
    "signing_mandate.ended_at": "app.stamp when it is revoked, refused before by administer_enter",
    "consenter.required_from": "app.refuse_past: never a time that has passed",
    "consenter.required_to": "app.refuse_past: never a time that has passed",
    "plan.begun_on": "the policy add: null until it has begun (app.run_clocks)",
    "plan.follow_up_due_on": "the policy add: null until its clock starts (app.run_clocks)",
    "plan.meet_due_on": "the policy add: null until its clock starts (app.run_clocks)",
    "plan.met_on": "the policy add: null until they have met (app.run_clocks)",
    "plan.start_due_on": "the policy add: null until its clock starts (app.run_clocks)",
    "plan.consented_at": "the policy add: null until all have said yes (app.follow_events)",
    "plan.not_started_at": "the policy add: null until it is said (app.keep_phase)",
    "goal.confirmed_at": "app.hold_words: null until app.confirm_words",
    "goal.written_at": "app.hold_words: when the row says that it was changed",
    "plan_text.confirmed_at": "app.hold_words: null until app.confirm_words",
    "plan_text.written_at": "app.hold_words: when the row says that it was changed",
    "plan_change.at": "app.put_change_in_order",
    "plan_person.linked_at": "the policy add: null until a code is used",
}

WRITABLE = text(
    """select c.relname || '.' || a.attname, p.privilege
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped
       cross join (values ('INSERT'), ('UPDATE')) p (privilege)
       where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')
         and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
         and has_column_privilege('portal_app', c.oid, a.attnum, p.privilege)"""
)
TRIGGERS = text(
    """select pg_get_triggerdef(t.oid)
       from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = 'app'::regnamespace and not t.tgisinternal"""
)
STAMPED = re.compile(
    r" BEFORE (INSERT)?(?: OR )?(UPDATE)?(?: OF (\w+))? ON app\.(\w+) FOR EACH ROW"
    r" WHEN \((.*)\) EXECUTE FUNCTION app\.stamp(?:_day)?\('(\w+)'\)$"
)
FOR_THE_WEB_SERVER = "(CURRENT_USER = 'portal_app'::name)"


@pytest.fixture
def database(emptied_database: str) -> str:
    return emptied_database


@pytest.fixture
def engines(database: str, reused_engines: Engines) -> Engines:
    return reused_engines


@pytest.fixture
def catalogue(engines: Engines) -> Iterator[Connection]:
    with engines("super").connect() as connection:
        yield connection


def test_no_time_of_an_act_is_for_the_web_server_to_say(catalogue: Connection) -> None:
    writable = {(column, privilege) for column, privilege in catalogue.execute(WRITABLE)}
    stamped = {one for found in catalogue.scalars(TRIGGERS) for one in _stamped(found)}
    assert not {one for one in writable - stamped if one[0] not in CONTENT | HELD_OTHERWISE}


def test_the_lists_name_only_what_is_there(catalogue: Connection) -> None:
    writable = {column for column, _privilege in catalogue.execute(WRITABLE)}
    assert not (CONTENT | HELD_OTHERWISE).keys() - writable
    assert not CONTENT.keys() & HELD_OTHERWISE.keys()


def _stamped(definition: str) -> Iterator[tuple[str, str]]:
    """(column, privilege) that a trigger takes out of the web server's hands."""
    found = STAMPED.search(definition)
    if found is None:
        return
    inserted, updated, of, table, condition, column = found.groups()
    once_it_happens = f"({FOR_THE_WEB_SERVER} AND (new.{column} IS NOT NULL))"
    if condition in (FOR_THE_WEB_SERVER, once_it_happens) and of in (None, column):
        yield from ((f"{table}.{column}", one) for one in (inserted, updated) if one)


AS_A_DAY = {
    "*.py": re.compile(r"\b(?:now|\w+_at)\.date\(\)"),
    "*.sql": re.compile(r"\b(?:at|\w+_at|now\(\)|clock_timestamp\(\))\)?::date|\bcurrent_date\b"),
}


def test_the_day_of_an_instant_is_the_one_in_stockholm() -> None:
    """Instants are kept in UTC, whose day begins an hour or two later."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for suffix, read_so in AS_A_DAY.items()
        for folder in ("agreements", "sip", "portal", "migrations/functions", "migrations/access")
        for path in sorted((ROOT / folder).rglob(suffix))
        # what the demo makes up has no midnight
        if "demo" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if read_so.search(line)
    ]
    assert found == []
