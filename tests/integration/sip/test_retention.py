"""Retention: an organisation's part goes when its time is out, others' remain, then the key."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.authz import OrganisationKind
from portal.db import db
from portal.drafts.models import Draft
from portal.ids import new_id
from portal.transaction import transaction
from portal.vault import Place, SealBrokenError
from sip.archive import retention
from sip.archive.keeping import keep_samples
from sip.archive.last_written import WRITTEN_AT
from sip.archive.rules import INACTIVE_AFTER
from sip.archive.shredding import SHREDDED, shred
from sip.kernel.vocabulary import (
    AskedAbout,
    CopyForm,
    KeptFor,
    PersonKind,
    Phase,
    Placing,
    TextKind,
)
from sip.ledger.rules import PLAN, invite
from sip.tables.archive import CopyKey, KeptLonger, PlanCopy, RetentionClock
from sip.tables.consent import ConsentAct, Consenter
from sip.tables.people import KeptOut, PlanPerson
from sip.tables.plan import (
    Action,
    Asked,
    Change,
    Discharge,
    Goal,
    Participant,
    Plan,
    PlanKey,
    PlanPlacing,
    PlanText,
)
from tests.acting import acting_as
from tests.integration.county import CountyOfTests
from tests.integration.sip.owner import as_owner
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

YEARS = {"social": 5, "patient": 10, "other": 5}
BORN_15TH, BORN_16TH = "198001154569", "198001164568"
CLOSED = datetime(2020, 3, 1, 12, tzinfo=UTC)
BEFORE, AFTER_SOCIAL, AFTER_PATIENT = date(2025, 2, 28), date(2025, 3, 1), date(2030, 3, 1)


class Closed:
    """A plan that the municipality and the region closed in March 2020, with parts of both."""

    def __init__(self, sip: SipWorld) -> None:
        self.sip = sip
        self.county = sip.county
        self.municipality, self.region = sip.county.municipality, sip.county.region
        handler = sip.caseworker(self.municipality, "Sara Nilsson")
        self.nurse = sip.caseworker(self.region, "Erik Lund")
        self.person = kim = sip.individual("Kim Andersson")
        self.plan = plan = sip.plan(handler, person=kim, needs_subject=False)
        self._require_long_ago(plan.subject)
        self.nurse_id = plan.participant(self.nurse)
        plan.placing(Placing.PARTICIPANT_UNIT, self.nurse_id, "Beroendemottagningen")
        plan.text(TextKind.NEED, "Behöver stöd med boende", self.municipality)
        plan.text(TextKind.NOTE, "Ny medicin", self.region, "health")
        self.served = plan.goal("Egen bostad", self.municipality)
        plan.goal("Ekonomi i balans", self.municipality)
        plan.action("Söka bostad", self.served, self.municipality)
        plan.action("Hembesök", self.served, self.region, "health")
        self._note(self.region, CLOSED)
        self.copy = self._copy(self.municipality)
        self.close(CLOSED)

    def close(self, at: datetime, phase: Phase = Phase.CLOSED) -> None:
        ended = {"phase": phase, "phase_at": at, "closed_at": at, "changed_at": at}
        self.enter(update(Plan).where(Plan.id == self.plan.id).values(ended))
        for table in (PlanText, Goal, Action):
            mine = update(table).where(table.plan_id == self.plan.id)
            self.enter(mine.values(changed_at=at))

    def enter(self, statement: Any) -> Any:
        return self.county.execute(statement)

    def leave(self, participant: UUID, at: datetime) -> None:
        self.enter(update(Participant).where(Participant.id == participant).values(ended_at=at))

    def run(self, today: date) -> list[retention.Due]:
        """As `portal retention run` does."""
        with as_owner(self.county):
            with transaction():
                retention.keep_clocks(YEARS, today=today, batch=100)
                keep_samples(today, clock.now())
                due = [part for part in retention.list_due(today) if part.plan_id == self.plan.id]
            for part in due:
                with transaction():
                    shred(part, now=clock.now())
        return due

    def clocks(self) -> dict[UUID, RetentionClock]:
        mine = RetentionClock.plan_id == self.plan.id
        found = self.enter(
            select(
                RetentionClock.__table__.c["organisation_id", "rule", "last_note_on", "ends_on"]
            ).where(mine)
        )
        return {row.organisation_id: row for row in found}

    def texts(self) -> set[str]:
        """Every word that the plan's key still opens."""
        found = set()
        for table, columns in (
            (PlanText, ("text_sealed",)),
            (Goal, ("title_sealed", "measure_sealed")),
            (Action, ("title_sealed",)),
            (PlanPlacing, ("text_sealed",)),
        ):
            rows = self.enter(select(table.__table__).where(table.plan_id == self.plan.id))
            for row in rows.mappings():
                for column in columns:
                    place = Place(table.__tablename__, column, row["id"])
                    found.add(self.plan.key.open(bytes(row[column]), place))
        return found

    def key(self, kind: type[PlanKey | CopyKey]) -> Any:
        return self.enter(select(kind.__table__).where(kind.plan_id == self.plan.id)).one()

    def keep_out(self, at: datetime) -> None:
        """Keep a guardian out, as the municipality writes it: why, and by which two."""
        kept_id, handler = new_id(), self.plan.handler
        self.plan.add(
            KeptOut,
            id=kept_id,
            from_party=self.municipality,
            person_id=self.plan.person(PersonKind.GUARDIAN, "Bo Berg"),
            recorded_by=handler.name,
            recorded_at=at,
            reason_sealed="Har hotat Kim.",
            kept_by=handler.account_id,
            confirm_by=at.date(),
            confirmed_at=at,
            confirmed_by=self.nurse.account_id,
            confirmed_by_name="Lena Ek",
        )

    def _require_long_ago(self, person: UUID) -> None:
        """Afterwards nothing changes when somebody was made a consenter."""
        since = CLOSED - timedelta(days=400)
        self.plan.consenters.append(
            self.plan.add(Consenter, at=CLOSED, person_id=person, required_from=since)
        )

    def _note(self, organisation: UUID, at: datetime) -> None:
        self.plan.add(
            Change,
            at=at,
            organisation_id=organisation,
            account_id=self.nurse.account_id,
            name="Erik Lund",
            subject_kind="plan_text",
            subject_id=new_id(),
            field="text",
            after_sealed="Ny medicin",
            from_party=organisation,
            category="health",
        )

    def _copy(self, organisation: UUID) -> UUID:
        new, copy_id = self.sip.vault.new_key(), new_id()
        self.plan.add(
            CopyKey,
            organisation_id=organisation,
            wrapped=new.wrapped,
            master_version=new.master_version,
        )
        place = Place("plan_copy", "content_sealed", copy_id)
        return self.plan.add(
            PlanCopy,
            id=copy_id,
            organisation_id=organisation,
            form=CopyForm.TEXT,
            sha256=b"",
            content_sealed=new.key.seal("Hela planen", place),
            made_at=CLOSED,
            made_by="Sara Nilsson",
        )


@pytest.fixture
def closed(county: CountyOfTests) -> Closed:
    return Closed(SipWorld(county))


def test_each_clock_starts_at_the_end_and_runs_by_its_own_rule(closed: Closed) -> None:
    closed.run(BEFORE)

    clocks = closed.clocks()
    assert clocks[closed.municipality].ends_on == AFTER_SOCIAL
    assert clocks[closed.region].ends_on == AFTER_PATIENT
    assert {one.last_note_on for one in clocks.values()} == {CLOSED.date()}


def test_who_left_before_the_end_counts_from_its_own_last_note(closed: Closed) -> None:
    closed.leave(closed.nurse_id, CLOSED - timedelta(days=400))
    closed.close(CLOSED - timedelta(days=300))
    closed.run(BEFORE)

    assert closed.clocks()[closed.region].last_note_on == CLOSED.date()  # the note of March
    assert closed.clocks()[closed.municipality].last_note_on < CLOSED.date()


def test_a_later_note_moves_the_clock(closed: Closed) -> None:
    closed.run(BEFORE)
    later = CLOSED + timedelta(days=90)
    closed._note(closed.municipality, later)
    closed.enter(update(Plan).where(Plan.id == closed.plan.id).values(changed_at=later))
    closed.run(AFTER_SOCIAL)

    assert closed.clocks()[closed.municipality].last_note_on == later.date()
    assert "Behöver stöd med boende" in closed.texts()


def test_a_plan_that_goes_on_has_no_clock(closed: Closed) -> None:
    closed.close(CLOSED, Phase.NOT_STARTED)
    closed.run(BEFORE)
    assert closed.clocks()

    begun_anew = {"phase": Phase.CONSENT, "changed_at": CLOSED + timedelta(days=300)}
    closed.enter(update(Plan).where(Plan.id == closed.plan.id).values(begun_anew))
    closed.run(CLOSED.date() + timedelta(days=301))
    assert not closed.clocks()
    assert "Ny medicin" in closed.texts()


# -- plans that nobody closed ---------------------------------------------------------------------


def left_open(closed: Closed, last: datetime = CLOSED) -> None:
    """Let the plan go on by name, with nothing written in it after `last`."""
    at_work = {"phase": Phase.FOLLOWING_UP, "closed_at": None, "changed_at": last}
    closed.enter(update(Plan).where(Plan.id == closed.plan.id).values(at_work))
    for written_at in WRITTEN_AT:
        table = written_at.class_
        if written_at.key != "ended_at" and table not in {Change, ConsentAct, Consenter}:
            mine = update(table).where(table.plan_id == closed.plan.id, written_at.is_not(None))
            closed.enter(mine.values({written_at.key: last}))


def test_a_plan_that_nobody_closed_is_counted_from_when_it_was_last_written_in(
    closed: Closed,
) -> None:
    left_open(closed)
    assert closed.run(BEFORE) == []

    clocks = closed.clocks()
    assert clocks[closed.municipality].ends_on == AFTER_SOCIAL
    assert clocks[closed.region].ends_on == AFTER_PATIENT
    assert "Behöver stöd med boende" in closed.texts()

    closed.run(AFTER_SOCIAL)
    assert closed.texts() == {"Ny medicin", "Hembesök", "Beroendemottagningen", SHREDDED}
    closed.run(AFTER_PATIENT)
    assert closed.texts() == set()
    assert closed.key(PlanKey).wrapped is None
    phase = closed.enter(select(Plan.phase).where(Plan.id == closed.plan.id)).scalar_one()
    assert phase is Phase.CLOSED


def test_a_plan_that_is_worked_in_has_no_clock(closed: Closed) -> None:
    left_open(closed)
    closed.run(CLOSED.date() + INACTIVE_AFTER - timedelta(days=1))
    assert not closed.clocks()

    closed.run(CLOSED.date() + INACTIVE_AFTER)
    assert len(closed.clocks()) == 2


@pytest.mark.parametrize("where", ["note", "consent", "kept out"])
def test_what_anybody_writes_anywhere_takes_the_clocks_away(closed: Closed, where: str) -> None:
    left_open(closed)
    closed.run(BEFORE)
    assert closed.clocks()

    written = datetime(2025, 2, 27, 12, tzinfo=UTC)
    if where == "note":
        closed._note(closed.region, written)
    elif where == "kept out":
        closed.keep_out(written)
    else:
        closed.plan.withdraw(PLAN, at=written)
    assert closed.run(AFTER_PATIENT - timedelta(days=1795)) == []  # in April 2025
    assert not closed.clocks()
    assert "Behöver stöd med boende" in closed.texts()


def test_an_organisation_sees_its_day_while_the_plan_is_inactive(closed: Closed) -> None:
    left_open(closed)
    closed.plan.grant(PLAN, at=CLOSED, valid_to=clock.now() + timedelta(days=1))
    closed.run(BEFORE)
    text = closed.plan.handler.browser.open(f"{closed.plan.path}/copies").text

    assert "Inget har skrivits i planen sedan 1 mars 2020." in text
    assert "tas er del bort 1 mars 2025" in text


def test_what_is_written_while_it_runs_is_not_shredded(closed: Closed) -> None:
    left_open(closed)
    with as_owner(closed.county):
        found = clock.now()
        with transaction():
            retention.keep_clocks(YEARS, today=AFTER_SOCIAL, batch=100)
            (part,) = retention.list_due(AFTER_SOCIAL)
    closed._note(closed.municipality, found + timedelta(seconds=1))
    with as_owner(closed.county), transaction():
        shred(part, now=found)

    assert "Behöver stöd med boende" in closed.texts()


def test_the_day_before_everything_stands(closed: Closed) -> None:
    before = closed.texts()

    assert closed.run(BEFORE) == []
    assert closed.texts() == before
    assert closed.key(CopyKey).wrapped is not None


def test_one_part_goes_and_the_others_remain(closed: Closed) -> None:
    closed.run(AFTER_SOCIAL)

    # the goal that the region's measure serves stands without its words
    assert closed.texts() == {"Ny medicin", "Hembesök", "Beroendemottagningen", SHREDDED}
    assert closed.key(CopyKey).wrapped is None
    assert closed.key(CopyKey).shredded_at is not None
    assert closed.key(PlanKey).wrapped is not None


def test_a_shredded_copy_cannot_be_fetched(closed: Closed) -> None:
    path = f"{closed.plan.path}/copies"
    closed.plan.grant(PLAN)
    closed.run(AFTER_SOCIAL)
    browser = closed.plan.handler.browser.open(path)

    assert "Gallrad" in browser.text
    assert "Er del av planen är gallrad." in browser.text
    assert browser.buttons == []
    browser.open(f"{path}/{closed.copy}/file", status=404)


def test_drafts_go_with_the_part_of_whoever_wrote_them(closed: Closed) -> None:
    for writer in (closed.plan.handler, closed.nurse):
        closed.sip.enter(
            Draft,
            county_id=closed.county.id,
            organisation_id=writer.organisation_id,
            account_id=writer.account_id,
            plan_id=closed.plan.id,
            place="writing.add_text?kind=note",
            stage="open",
            holder=new_id(),
            content_sealed=b"sealed",
            saved_at=clock.now(),
        )
    closed.run(AFTER_SOCIAL)
    kept = closed.enter(select(Draft.organisation_id).where(Draft.plan_id == closed.plan.id))
    assert kept.scalars().all() == [closed.region]
    closed.run(AFTER_PATIENT)
    assert not closed.enter(select(Draft.id).where(Draft.plan_id == closed.plan.id)).all()


def test_what_was_asked_goes_with_the_part_of_whoever_asked(closed: Closed) -> None:
    for organisation in (closed.municipality, closed.region):
        closed.plan.add(
            Asked,
            from_party=organisation,
            kind=AskedAbout.VIOLENCE,
            asked_on=CLOSED.date(),
            asked_by="Sara Nilsson",
            said_sealed="Nej",
            recorded_by="Sara Nilsson",
            recorded_at=CLOSED,
        )
    closed.plan.add(
        Discharge,
        from_party=closed.region,
        ready_on=CLOSED.date(),
        recorded_by="Erik Lund",
        recorded_at=CLOSED,
    )
    left = select(Asked.from_party)
    closed.run(AFTER_SOCIAL)
    assert closed.enter(left).scalars().all() == [closed.region]
    assert closed.enter(select(Discharge.id)).all()
    closed.run(AFTER_PATIENT)
    assert not closed.enter(left).all()
    assert not closed.enter(select(Discharge.id)).all()


def test_why_somebody_is_kept_out_goes_with_the_part_of_whoever_wrote_it(closed: Closed) -> None:
    closed.keep_out(CLOSED)
    why = select(KeptOut.reason_sealed, KeptOut.kept_by, KeptOut.confirm_by,
                 KeptOut.confirmed_at, KeptOut.confirmed_by, KeptOut.confirmed_by_name)  # fmt: skip
    closed.run(BEFORE)
    assert all(closed.enter(why).one())

    closed.run(AFTER_SOCIAL)
    assert closed.enter(why).one() == (None,) * 6
    assert closed.enter(select(KeptOut.undone_at)).scalars().all() == [None]  # kept out as before
    closed.run(AFTER_PATIENT)
    assert not closed.enter(select(KeptOut.id)).all()


def test_with_the_last_part_goes_the_plans_own_key(closed: Closed) -> None:
    closed.plan.text(TextKind.MATTERS, "Att hunden får vara med", closed.plan.subject, "own_words")
    closed.run(AFTER_SOCIAL)
    assert "Att hunden får vara med" in closed.texts()
    closed.run(AFTER_PATIENT)

    assert closed.key(PlanKey).wrapped is None
    assert closed.key(PlanKey).shredded_at is not None
    assert closed.texts() == set()
    people = closed.enter(select(PlanPerson.__table__).where(PlanPerson.plan_id == closed.plan.id))
    assert {(one.account_id, one.personnummer_index) for one in people} == {(None, None)}
    closed.plan.handler.browser.open(closed.plan.path, status=404)


def test_no_name_is_left_in_what_was_consented_to(closed: Closed) -> None:
    closed.plan.grant(PLAN, at=CLOSED)
    names = select(ConsentAct.recorded_by_name).where(ConsentAct.plan_id == closed.plan.id)
    closed.run(AFTER_SOCIAL)
    assert set(closed.enter(names).scalars()) == {"Sara Nilsson"}
    closed.run(AFTER_PATIENT)
    assert set(closed.enter(names).scalars()) == {""}


@pytest.mark.parametrize("change", [{"recorded_by_name": ""}, {"how": "written"}])
def test_an_act_is_not_changed_as_long_as_its_plan_is_kept(
    closed: Closed, change: dict[str, str]
) -> None:
    closed.plan.grant(PLAN, at=CLOSED)
    with (
        as_owner(closed.county),
        pytest.raises(DBAPIError, match="append-only"),
        transaction(),
    ):
        db.session.execute(update(ConsentAct).values(change))


def test_no_other_key_opens_what_is_left(closed: Closed) -> None:
    closed.run(AFTER_PATIENT)
    (left,) = closed.enter(
        select(PlanPerson.id, PlanPerson.name_sealed).where(PlanPerson.plan_id == closed.plan.id)
    )

    place = Place("plan_person", "name_sealed", left.id)
    with pytest.raises(SealBrokenError):
        closed.sip.vault.new_key().key.open(bytes(left.name_sealed), place)


def test_to_run_it_again_changes_nothing(closed: Closed) -> None:
    closed.run(AFTER_SOCIAL)
    texts, shredded_at = closed.texts(), closed.key(CopyKey).shredded_at

    assert closed.run(AFTER_SOCIAL) == []
    assert (closed.texts(), closed.key(CopyKey).shredded_at) == (texts, shredded_at)


def test_it_stands_in_the_log_which_still_verifies(closed: Closed) -> None:
    closed.run(AFTER_PATIENT)
    with as_owner(closed.county):
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
        _count, faults = verify()

    assert actions.count("retention.part_shredded") == 2
    assert actions.count("retention.plan_shredded") == 1
    assert not faults


def test_the_report_counts_for_each_organisation_and_names_nobody(closed: Closed) -> None:
    due = closed.run(AFTER_PATIENT)
    report = "\n".join(retention.report(due))

    assert "Åsele kommun: 1 plans, 4 texts, 1 copies" in report
    assert "Region Västerbotten: 1 plans, 2 texts, 0 copies" in report
    assert "own key goes too: 1" in report
    assert "Kim" not in report
    assert "Sara" not in report


def test_the_database_lets_no_history_go_before_its_time(closed: Closed) -> None:
    with (
        as_owner(closed.county),
        pytest.raises(DBAPIError, match="still kept"),
        transaction(),
    ):
        db.session.execute(delete(Change).where(Change.plan_id == closed.plan.id))


@pytest.mark.parametrize("statement", ["update", "insert"])
def test_no_caseworker_sets_a_clock(closed: Closed, statement: str) -> None:
    closed.run(BEFORE)
    sooner = {"ends_on": BEFORE, "last_note_on": BEFORE, "rule": "social"}
    key = {"plan_id": closed.plan.id, "organisation_id": closed.region, "id": new_id()}
    change = (
        update(RetentionClock).values(ends_on=BEFORE)
        if statement == "update"
        else insert(RetentionClock).values(county_id=closed.plan.county_id, **sooner, **key)
    )
    with (
        closed.county.app.app_context(),
        acting_as(closed.nurse.token),
        pytest.raises(DBAPIError, match="permission denied"),
        transaction(),
    ):
        db.session.execute(change)


def test_a_school_keeps_by_the_other_rule(county: CountyOfTests) -> None:
    closed = Closed(SipWorld(county))
    school = county.organisation("Anderstorpsgymnasiet", OrganisationKind.SCHOOL)
    closed.plan.participant(closed.sip.caseworker(school, "Jonas Berg"))
    closed.run(BEFORE)

    assert closed.clocks()[school].rule == "other"


# -- what the law has kept longer -----------------------------------------------------------------


def kept(closed: Closed, ground: KeptFor, until: date | None = None) -> None:
    closed.plan.add(
        KeptLonger,
        from_party=closed.municipality,
        ground=ground,
        kept_until=until,
        recorded_by="Sara Nilsson",
        recorded_at=CLOSED,
    )


def numbered(plan: PlanOfTests, sip: SipWorld, digits: str) -> None:
    """Give the plan's person a number, as a handler of the organisation that began it does."""
    place = Place("plan_person", "personnummer_sealed", plan.subject)
    values = {
        "personnummer_sealed": plan.key.seal(digits, place),
        "personnummer_index": sip.vault.blind_index(plan.handler.organisation_id, digits),
    }
    sip.county.execute(update(PlanPerson).where(PlanPerson.id == plan.subject).values(values))


def test_a_part_about_a_placed_child_is_never_shredded(closed: Closed) -> None:
    kept(closed, KeptFor.PLACED)
    assert closed.run(AFTER_SOCIAL) == []
    (region,) = closed.run(AFTER_PATIENT)

    assert not region.is_last
    assert "Behöver stöd med boende" in closed.texts()
    assert "Ny medicin" not in closed.texts()
    assert closed.key(PlanKey).wrapped is not None


def test_an_inquiry_about_a_child_is_kept_until_the_child_is_thirty(closed: Closed) -> None:
    thirty = date(2026, 3, 4)
    kept(closed, KeptFor.CHILD_INQUIRY, thirty)
    assert closed.run(thirty - timedelta(days=1)) == []
    assert len(closed.run(thirty)) == 1


def test_the_database_lets_no_part_go_that_is_kept_longer(closed: Closed) -> None:
    closed.run(BEFORE)
    kept(closed, KeptFor.ADOPTION)
    over = update(RetentionClock).where(RetentionClock.organisation_id == closed.municipality)
    with (
        as_owner(closed.county),
        pytest.raises(DBAPIError, match="kept longer"),
        transaction(),
    ):
        db.session.execute(over.values(shredded_at=clock.now()))


@pytest.mark.parametrize(("digits", "is_kept"), [(BORN_15TH, True), (BORN_16TH, False)])
def test_the_sample_for_research_is_kept_of_its_own(
    closed: Closed, digits: str, *, is_kept: bool
) -> None:
    numbered(closed.plan, closed.sip, digits)
    assert (closed.run(AFTER_SOCIAL) == []) is is_kept
    assert len(closed.run(AFTER_PATIENT)) == 1

    found = closed.enter(select(KeptLonger.from_party, KeptLonger.ground)).all()
    assert found == ([(closed.municipality, KeptFor.RESEARCH)] if is_kept else [])


def test_no_plan_goes_while_the_municipality_has_another_of_the_same_person(
    closed: Closed,
) -> None:
    numbered(closed.plan, closed.sip, BORN_16TH)
    other = closed.sip.plan(closed.plan.handler)
    numbered(other, closed.sip, BORN_16TH)
    assert closed.run(AFTER_SOCIAL) == []
    numbered(other, closed.sip, BORN_15TH)
    assert len(closed.run(AFTER_SOCIAL)) == 1


def test_a_plan_that_another_organisation_began_counts_where_one_takes_part(
    closed: Closed,
) -> None:
    numbered(closed.plan, closed.sip, BORN_16TH)
    theirs = closed.sip.plan(closed.nurse)
    numbered(theirs, closed.sip, BORN_16TH)
    assert len(closed.run(AFTER_SOCIAL)) == 1  # the municipality has no part in it

    again = Closed(SipWorld(closed.county))
    numbered(again.plan, closed.sip, BORN_16TH)
    theirs.participant(closed.plan.handler)
    assert again.run(AFTER_SOCIAL) == []


def test_a_caseworker_says_why_and_takes_it_back(sip: SipWorld, maja: Signed, kim: Signed) -> None:
    plan = sip.plan(maja, person=kim)
    plan.grant(PLAN)
    page = maja.browser.open(f"{plan.path}/copies").follow("Hur länge planen sparas")
    assert "5 år efter den sista anteckningen (16 kap. 1 § socialtjänstlagen)" in page.text
    page.press("Spara", ground="child_inquiry", born="2015-02-03")
    assert "Sparas till 3 februari 2045." in page.text
    assert "2015" not in page.text
    page.press("Spara", ground="placed")
    assert "Er del av planen gallras inte." in page.text
    assert "sparas längre än vanligt" in page.open(f"{plan.path}/copies").text

    page.open(f"{plan.path}/kept").press("Ta tillbaka").press("Ta tillbaka")
    assert "Er del av planen gallras inte." not in page.text
    undone = sip.county.execute(select(KeptLonger.undone_by)).scalars().all()
    assert undone == [maja.name] * 2


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"ground": "child_inquiry", "born": ""}, "Skriv när barnet är fött."),
        ({"ground": "child_inquiry", "born": "1990-01-01"}, "Barnet har redan fyllt 30 år."),
        ({"born": "2015-01-01"}, "Välj varför."),
    ],
)
def test_half_of_it_is_refused(
    sip: SipWorld, maja: Signed, said: dict[str, str], problem: str
) -> None:
    plan = sip.plan(maja)
    page = maja.browser.open(f"{plan.path}/kept").press("Spara", status=422, **said)
    assert page.problems == [problem]


def test_why_it_is_kept_longer_is_seen_by_nobody_else(
    sip: SipWorld, maja: Signed, nils: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim)
    plan.grant(PLAN, invite(sip.county.region))
    plan.participant(nils)
    maja.browser.open(f"{plan.path}/kept").press("Spara", ground="placed")

    theirs = nils.browser.open(f"{plan.path}/kept").text
    assert "Minst 10 år efter den sista anteckningen (3 kap. 17 § patientdatalagen)" in theirs
    assert "placerat" not in theirs
    mine = kim.browser.open(plan.my_path).follow("Hur länge planen sparas").text
    assert "16 kap. 1 § socialtjänstlagen" in mine
    assert "Ett barn har varit placerat" not in mine


def test_the_person_sees_from_which_day_each_part_may_go(closed: Closed, kim: Signed) -> None:
    left_open(closed)
    closed.plan.grant(PLAN, at=CLOSED, valid_to=clock.now() + timedelta(days=1))
    closed.run(BEFORE)
    text = closed.person.browser.open(f"{closed.plan.my_path}/kept").text

    assert "Tas bort tidigast 1 mars 2025." in text
    assert "Tas bort tidigast 1 mars 2030." in text


def test_a_region_has_no_social_file_to_keep(sip: SipWorld, nils: Signed) -> None:
    plan = sip.plan(nils)
    page = nils.browser.open(f"{plan.path}/kept")
    assert page.buttons == []
    row = {"county_id": plan.county_id, "plan_id": plan.id, "ground": KeptFor.PLACED}
    held = {"from_party": sip.county.region, "recorded_by": nils.name}
    with sip.county.app.app_context(), acting_as(nils.token):
        entered = insert(KeptLonger).values(id=new_id(), recorded_at=clock.now(), **row, **held)
        with pytest.raises(DBAPIError, match="row-level security"):
            db.session.connection().execute(entered)
        db.session.rollback()
