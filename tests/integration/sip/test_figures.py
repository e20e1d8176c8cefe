"""SIP in figures: what is counted, who may see it, and what is held back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.web.filters import long_date
from sip.kernel.vocabulary import (
    AskedAbout,
    CallStatus,
    CallStep,
    MeetingStatus,
    NotStartedReason,
    Phase,
    Reply,
)
from sip.tables.calling import Attendance, Call, CallEvent, Meeting
from sip.tables.figures import Figure, FigureRound
from sip.tables.plan import Asked, ClosingSurvey, FollowUp, Plan, PlanVersion
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.agreed import agree, within
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

YEAR = clock.today().year


@pytest.fixture
def group(sip: SipWorld) -> Browser:
    return sip.county.member(sip.county.group, Role.COORDINATOR)


def _plans(sip: SipWorld, handler: Signed, number: int, **how: Any) -> list[PlanOfTests]:
    return [sip.plan(handler, needs_subject=False, **how) for _ in range(number)]


def _change(sip: SipWorld, plan: PlanOfTests, **values: Any) -> None:
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(**values))


def _rows(browser: Browser, key: str) -> dict[str, list[str]]:
    """A table of the page: what each organisation's cells say, by the headings of the columns."""
    section = browser.soup.find("section", attrs={"aria-labelledby": f"h-{key}"})
    return {
        row.find("th").get_text(strip=True): [
            cell.find_all("span", recursive=False)[-1].get_text(strip=True)
            for cell in row.find_all("td")
        ]
        for row in section.select("table.card-table tbody tr")
    }


def publish(sip: SipWorld) -> int:
    """Let the worker's job run."""
    published: int = sip.county.execute(select(func.app.publish_figures())).scalar_one()
    return published


def publish_anew(sip: SipWorld) -> None:
    """As if the day of the next round had come."""
    sip.county.execute(update(FigureRound).values(next_on=clock.today()))
    assert publish(sip) == 1


@pytest.fixture
def open_figures(sip: SipWorld, group: Browser) -> Callable[[], Browser]:
    def _open() -> Browser:
        if publish(sip) == 0:
            publish_anew(sip)
        group.open("/sip/figures")
        return group

    return _open


def test_plans_are_counted_by_who_began_them_and_how_far_they_have_come(
    sip: SipWorld, maja: Signed, nils: Signed, open_figures: Callable[[], Browser]
) -> None:
    _plans(sip, maja, 5, phase=Phase.NEED)
    _plans(sip, maja, 6, phase=Phase.FOLLOWING_UP)
    _plans(sip, nils, 7, phase=Phase.CLOSED)
    for plan in _plans(sip, nils, 5, phase=Phase.NOT_STARTED):
        _change(sip, plan, not_started_reason=NotStartedReason.PERSON_DECLINED)
    for plan in _plans(sip, nils, 8, phase=Phase.NOT_STARTED):
        _change(sip, plan, not_started_reason=NotStartedReason.NOT_NEEDED)

    page = open_figures()

    assert f"31 planer har påbörjats i länet {YEAR}" in page.heading
    assert _rows(page, "plans") == {
        "Region Västerbotten": ["0", "0", "7", "5", "8", "20"],
        "Åsele kommun": ["5", "6", "0", "0", "0", "11"],
        "Hela länet": ["5", "6", "7", "5", "8", "31"],
    }


def test_a_group_under_five_is_held_back_with_what_would_give_it_away(
    sip: SipWorld, maja: Signed, nils: Signed, open_figures: Callable[[], Browser]
) -> None:
    _plans(sip, maja, 4, phase=Phase.NEED)
    _plans(sip, maja, 9, phase=Phase.CLOSED)
    _plans(sip, nils, 10, phase=Phase.NEED)
    _plans(sip, nils, 12, phase=Phase.CLOSED)

    rows = _rows(open_figures(), "plans")

    assert rows["Åsele kommun"] == ["dolt", "0", "dolt", "0", "0", "13"]
    assert rows["Region Västerbotten"] == ["dolt", "0", "dolt", "0", "0", "22"]
    assert rows["Hela länet"] == ["14", "0", "21", "0", "0", "35"]


def test_a_county_with_few_plans_says_so_and_no_number(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    _plans(sip, maja, 3)

    page = open_figures()

    assert page.heading == f"För få planer {YEAR} för att visa hur många"
    assert _rows(page, "plans")["Hela länet"] == ["0", "dolt", "0", "0", "0", "dolt"]
    assert "3" not in "".join(_rows(page, "plans")["Åsele kommun"])


def test_a_county_without_plans_has_nothing_to_count(open_figures: Callable[[], Browser]) -> None:
    page = open_figures()

    assert page.heading == f"Ingen plan har påbörjats {YEAR}"
    assert "Inget att räkna än." in page.text


def _meeting_held(sip: SipWorld, plan: PlanOfTests, days: int, *, was_there: bool) -> UUID:
    _change(sip, plan, need_found_on=date(YEAR, 1, 2))
    meeting = plan.meeting(datetime(YEAR, 1, 2, 12, tzinfo=UTC) + timedelta(days=days))
    sip.county.execute(
        update(Meeting).where(Meeting.id == meeting).values(status=MeetingStatus.HELD)
    )
    _came(sip, plan, meeting, was_present=was_there, person_id=plan.subject)
    return meeting


def _came(
    sip: SipWorld, plan: PlanOfTests, meeting: UUID, *, was_present: bool, **who: UUID
) -> None:
    sip.enter(
        Attendance,
        county_id=plan.county_id,
        plan_id=plan.id,
        meeting_id=meeting,
        calendar_uid=str(new_id()),
        reply=Reply.COMING,
        was_present=was_present,
        **who,
    )


def test_meetings_are_counted_with_the_wait_the_person_and_who_was_called(
    sip: SipWorld, maja: Signed, nils: Signed, open_figures: Callable[[], Browser]
) -> None:
    for number, plan in enumerate(_plans(sip, maja, 12)):
        meeting = _meeting_held(sip, plan, 10 if number < 5 else 30, was_there=number < 6)
        _came(sip, plan, meeting, was_present=number < 7, participant_id=plan.participant(nils))
        _came(sip, plan, meeting, was_present=True, participant_id=plan.handler_id)

    page = open_figures()

    assert _rows(page, "waited")["Åsele kommun"] == ["12", "21,7"]
    assert _rows(page, "present")["Hela länet"] == ["6", "6", "12", "50 %"]
    assert _rows(page, "called_came") == {
        "Region Västerbotten": ["7", "5", "12", "58 %"],
        "Hela länet": ["7", "5", "12", "58 %"],
    }


def test_what_counts_one_person_many_times_tells_of_nobody(
    sip: SipWorld, maja: Signed, nils: Signed, open_figures: Callable[[], Browser]
) -> None:
    """One person's six meetings, beside thirty of six others."""
    for plan, times in ((sip.plan(maja), 6), *((plan, 5) for plan in _plans(sip, nils, 6))):
        goal = plan.goal("Sova", plan.handler.organisation_id)
        for number in range(times):
            _meeting_held(sip, plan, 10 + number, was_there=plan.handler is nils)
            plan.action("Ring", goal, plan.handler.organisation_id)

    page = open_figures()

    assert _rows(page, "plans")["Åsele kommun"][-1] == "dolt"
    for key in ("present", "owned"):
        rows = _rows(page, key)
        lines = (rows[one][:3] for one in ("Åsele kommun", "Region Västerbotten", "Hela länet"))
        for own, others, whole in zip(*lines, strict=True):
            assert own in {"dolt", "0"}, key
            assert own == "0" or "dolt" in {others, whole}, key


def test_what_is_in_time_is_what_the_agreement_in_force_says(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    agree(sip, {"sip-mote-inom": within(20), "sip-start": within(2)})
    today = clock.today()
    for number, plan in enumerate(_plans(sip, maja, 18, phase=Phase.PREPARING)):
        _change(
            sip,
            plan,
            need_found_on=today - timedelta(days=19 if number < 12 else 21),
            consented_at=clock.now() - timedelta(days=2 if number < 6 else 3),
        )
        if number < 5:
            meeting = plan.meeting(clock.now() - timedelta(days=1))
            held = update(Meeting).where(Meeting.id == meeting)
            sip.county.execute(held.values(status=MeetingStatus.HELD, changed_at=clock.now()))
        call = plan.call(sip.county.region)
        late = timedelta(days=-1 if number < 7 else 1)
        sip.county.execute(
            update(Call)
            .where(Call.id == call)
            .values(answer_by=clock.now() + late, sent_at=clock.now())
        )
        if number >= 8:
            plan.add(CallEvent, call_id=call, step=CallStep.TAKEN)
        sip.county.execute(select(func.app.run_clocks(plan.id)))

    page = open_figures()

    # six are late, five were held in time, and of seven the time is not out
    assert _rows(page, "met")["Åsele kommun"] == ["5", "6", "11", "45 %"]
    assert _rows(page, "started")["Åsele kommun"] == ["6", "12", "18", "33 %"]
    assert _rows(page, "answered")["Region Västerbotten"] == ["10", "7", "17", "59 %"]


def test_meetings_that_people_were_asked_to_in_time_are_counted(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    for number, plan in enumerate(_plans(sip, maja, 11, phase=Phase.MEETING)):
        plan.meeting(clock.now() + timedelta(days=7))
        by = clock.today() + timedelta(days=7 if number < 6 else 8)
        meeting = update(Meeting).where(Meeting.plan_id == plan.id)
        sip.county.execute(meeting.values(notice={"by": by.isoformat()}))

    assert _rows(open_figures(), "summoned")["Åsele kommun"] == ["6", "5", "11", "55 %"]


def test_a_plan_that_nobody_follows_up_is_counted_as_late(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    agree(sip, {"sip-uppfoljning-forsta": within(10)})
    for number, plan in enumerate(_plans(sip, maja, 13, phase=Phase.FOLLOWING_UP)):
        made = clock.now() - timedelta(days=11 if number < 6 else 10)
        plan.add(PlanVersion, at=made, number=1, upto_seq=1)
        if number >= 8:
            held = clock.today() - timedelta(days=1)
            plan.add(FollowUp, due_on=held, holder_id=plan.handler_id, held_on=held)
        sip.county.execute(select(func.app.run_clocks(plan.id)))

    assert _rows(open_figures(), "followed_up")["Åsele kommun"] == ["5", "6", "11", "45 %"]


def test_figures_of_a_round_from_before_an_indicator_show_the_others(
    sip: SipWorld, maja: Signed, group: Browser
) -> None:
    _plans(sip, maja, 6)
    publish(sip)
    sip.county.execute(delete(Figure).where(Figure.measure.in_(["met", "started", "answered"])))
    page = group.open("/sip/figures")
    assert page.soup.select("#h-plans")
    assert not page.soup.select("#h-met")


def test_measures_follow_ups_and_surveys_are_counted(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    today = clock.today()
    for number, plan in enumerate(_plans(sip, maja, 10, phase=Phase.CLOSED)):
        goal = plan.goal("Sova", maja.organisation_id)
        owner = plan.handler_id if number < 5 else None
        plan.action(
            "Ring", goal, maja.organisation_id, organisation=maja.organisation_id, responsible=owner
        )
        due = today - timedelta(days=1)
        common = {"county_id": plan.county_id, "plan_id": plan.id}
        sip.enter(
            FollowUp,
            due_on=due,
            holder_id=plan.handler_id,
            agreed_at=clock.now(),
            held_on=due if number < 5 else None,
            **common,
        )
        scores = {"information": 4, "participation": 5, "cooperation": 3, "meaning": 2 + number % 2}
        plan.add(ClosingSurvey, **scores)

    page = open_figures()

    assert _rows(page, "owned")["Åsele kommun"] == ["5", "5", "10", "50 %"]
    assert _rows(page, "followed_up")["Åsele kommun"] == ["5", "5", "10", "50 %"]
    assert _rows(page, "survey")["Hela länet"] == ["10", "4,0", "5,0", "3,0", "2,5"]


def test_means_of_few_answers_are_held_back(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    for plan in _plans(sip, maja, 4, phase=Phase.CLOSED):
        scores = dict.fromkeys(("information", "participation", "cooperation", "meaning"), 4)
        plan.add(ClosingSurvey, **scores)

    assert _rows(open_figures(), "survey")["Hela länet"] == ["dolt"] * 5


def test_a_municipality_sees_itself_and_the_county_as_the_group_does(
    sip: SipWorld, maja: Signed, nils: Signed, open_figures: Callable[[], Browser]
) -> None:
    _plans(sip, maja, 4, phase=Phase.NEED)
    _plans(sip, maja, 9, phase=Phase.CLOSED)
    _plans(sip, nils, 10, phase=Phase.NEED)
    _plans(sip, nils, 12, phase=Phase.CLOSED)
    whole = _rows(open_figures(), "plans")
    own = sip.county.member(sip.county.municipality, Role.COORDINATOR)

    own.open("/sip/figures")

    seen = _rows(own, "plans")
    assert list(seen) == ["Åsele kommun", "Hela länet"]
    assert seen == {label: whole[label] for label in seen}


def test_a_protected_plan_is_counted_like_any_other(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    _plans(sip, maja, 6)
    before = _rows(open_figures(), "plans")
    [plan] = _plans(sip, maja, 1)
    after = _rows(open_figures(), "plans")
    _change(sip, plan, is_protected=True)

    assert _rows(open_figures(), "plans") == after != before


def test_years_are_apart_and_only_whole_ones_can_be_asked_for(
    sip: SipWorld, maja: Signed, group: Browser
) -> None:
    for plan in _plans(sip, maja, 6):
        _change(sip, plan, need_found_on=date(YEAR - 1, 12, 31))
    _plans(sip, maja, 5)
    publish(sip)

    for asked, counted in [("", 5), (f"?year={YEAR - 1}", 6), ("?year=x", 5), ("?year=1", 5)]:
        group.open(f"/sip/figures{asked}")
        assert group.heading.startswith(f"{counted} planer")


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SIGNATORY, Role.REVIEWER])
def test_only_coordinators_see_figures(sip: SipWorld, role: Role) -> None:
    browser = sip.county.member(sip.county.municipality, role)

    browser.open("/sip/figures", status=403)


def _read(sip: SipWorld, token: str) -> list[Figure]:
    """What somebody sees who asks the database directly, with the web server's login."""
    with sip.county.app.app_context(), acting_as(token):
        rows = list(db.session.scalars(select(Figure).where(Figure.year == YEAR)))
        db.session.expunge_all()
        return rows


def test_the_database_shows_figures_to_coordinators_of_the_county_and_to_nobody_else(
    sip: SipWorld, maja: Signed
) -> None:
    _plans(sip, maja, 6)
    publish(sip)
    user = sip.county.organisation("Anhöriga", OrganisationKind.USER_ORGANISATION)
    group = sip.county.member(sip.county.group, Role.COORDINATOR)
    outside = sip.county.member(user, Role.COORDINATOR)

    assert _read(sip, group.token)
    assert _read(sip, outside.token) == []
    assert _read(sip, maja.token) == []


def test_the_database_hands_out_no_small_group_and_no_sums_to_suppress(
    sip: SipWorld, maja: Signed, nils: Signed, group: Browser
) -> None:
    for plan in [*_plans(sip, maja, 4, phase=Phase.CLOSED), *_plans(sip, nils, 9)]:
        _meeting_held(sip, plan, 10, was_there=True)
        if plan.handler is maja:
            scores = dict.fromkeys(("information", "participation", "cooperation", "meaning"), 4)
            plan.add(ClosingSurvey, **scores)
    publish(sip)
    own = sip.county.member(sip.county.municipality, Role.COORDINATOR)

    for browser in (group, own):
        rows = _read(sip, browser.token)
        small = {row for row in rows if row.organisation_id == sip.county.municipality}
        assert small
        assert not {row.amount for row in small} - {None, 0}
        assert not {row.amount for row in rows if row.measure == "survey"} - {None, 0}
        others = {row.organisation_id for row in rows} - {sip.county.municipality, None}
        assert others == ({sip.county.region} if browser is group else set())


@pytest.mark.parametrize(
    "statement",
    [
        "select * from app.sip_figures(app.my_county(), 2026)",
        "select * from app.held_back_figures(app.my_county(), 2026)",
        "select app.publish_figures()",
        "delete from app.figure",
        "update app.figure_round set next_on = '2000-01-01'",
    ],
)
def test_the_web_server_s_login_neither_counts_nor_publishes(
    sip: SipWorld, group: Browser, statement: str
) -> None:
    with sip.county.app.app_context(), acting_as(group.token):
        with pytest.raises(DBAPIError, match="permission denied"):
            db.session.execute(text(statement))
        db.session.rollback()


# -- of the county alone ------------------------------------------------------------------------


def _asked(plan: PlanOfTests, kind: AskedAbout) -> None:
    plan.add(
        Asked,
        from_party=plan.world.county.municipality,
        kind=kind,
        asked_on=clock.today(),
        asked_by="Maja Öhlund",
        recorded_by="Maja Öhlund",
        recorded_at=clock.now(),
    )


def test_what_was_asked_about_is_counted_of_the_plans_that_were_made(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    for plan in _plans(sip, maja, 6, phase=Phase.PREPARING):
        _asked(plan, AskedAbout.CHILDREN)
        _asked(plan, AskedAbout.CHILDREN)
    for plan in _plans(sip, maja, 5, phase=Phase.PREPARING):
        _asked(plan, AskedAbout.VIOLENCE)
    _plans(sip, maja, 7, phase=Phase.NOT_STARTED)

    page = open_figures()

    assert _rows(page, "children") == {"Hela länet": ["6", "5", "11", "55 %"]}
    assert _rows(page, "violence") == {"Hela länet": ["5", "6", "11", "45 %"]}
    assert _rows(page, "understood") == {"Hela länet": ["0", "11", "11", "0 %"]}


def test_how_many_plans_were_made_is_not_told_by_what_was_asked(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    """Ten plans that go on, and thirteen in all, would say that three people said no."""
    for plan in _plans(sip, maja, 10, phase=Phase.PREPARING):
        _asked(plan, AskedAbout.CHILDREN)
    for plan in _plans(sip, maja, 3, phase=Phase.NOT_STARTED):
        _change(sip, plan, not_started_reason=NotStartedReason.PERSON_DECLINED)

    page = open_figures()

    assert "dolt" in _rows(page, "plans")["Hela länet"]
    assert _rows(page, "children") == {"Hela länet": ["dolt", "dolt", "dolt", "dolt"]}


def test_few_who_were_not_asked_are_held_back(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    for number, plan in enumerate(_plans(sip, maja, 12, phase=Phase.PREPARING)):
        if number < 9:
            _asked(plan, AskedAbout.VIOLENCE)
    yes, no, _total, _share = _rows(open_figures(), "violence")["Hela länet"]
    assert (yes, no) == ("dolt", "dolt")


def _late_starts(sip: SipWorld, maja: Signed, late: int, begun_late: int) -> None:
    for number, plan in enumerate(_plans(sip, maja, late + begun_late, phase=Phase.PREPARING)):
        due = clock.today() - timedelta(days=3)
        begun = None if number < late else clock.today()
        _change(sip, plan, start_due_on=due, begun_on=begun)


def test_what_is_late_now_is_counted_by_the_clock_that_has_run_out(
    sip: SipWorld, maja: Signed, open_figures: Callable[[], Browser]
) -> None:
    _late_starts(sip, maja, late=6, begun_late=5)

    page = open_figures()

    assert _rows(page, "overdue") == {"Hela länet": ["6", "0", "0", "0"]}
    assert page.soup.select("#late-title")


@pytest.mark.parametrize(("late", "begun_late"), [(4, 8), (8, 3)])
def test_few_that_are_late_or_were_are_not_told_by_what_is_late_now(
    sip: SipWorld,
    maja: Signed,
    open_figures: Callable[[], Browser],
    late: int,
    begun_late: int,
) -> None:
    _late_starts(sip, maja, late, begun_late)
    assert _rows(open_figures(), "overdue") == {"Hela länet": ["dolt", "0", "0", "0"]}


def _late(sip: SipWorld, plan: PlanOfTests, clock_of: str, *, is_now: bool) -> None:
    """Something of the plan is late by that clock, or was and has been done since."""
    then, today = clock.today() - timedelta(days=3), clock.today()
    done = None if is_now else today
    match clock_of:
        case "start":
            _change(sip, plan, start_due_on=then, begun_on=done)
        case "meeting":
            _change(sip, plan, meet_due_on=then, met_on=done)
        case "follow_up":
            plan.add(FollowUp, due_on=then, holder_id=plan.handler_id, held_on=done)
        case _:
            status = CallStatus.SENT if is_now else CallStatus.TAKEN
            by = clock.now() - timedelta(days=3)
            call = plan.call(sip.county.region, answer_by=by, status=status)
            if not is_now:
                plan.add(CallEvent, call_id=call, step=CallStep.TAKEN)


CLOCKS = ("start", "meeting", "follow_up", "answer")


def _published(sip: SipWorld, choice: str) -> Decimal | None:
    found = select(Figure.amount).where(
        Figure.measure == "overdue", Figure.choice == choice, Figure.year == YEAR
    )
    amount: Decimal | None = sip.county.execute(found).scalar_one()
    return amount


@pytest.mark.parametrize("clock_of", CLOCKS)
@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [(6, 0, 6), (6, 5, 6), (4, 0, None), (4, 7, None), (7, 4, None), (0, 5, 0)],
)
def test_by_each_clock_what_is_late_now_is_held_back_like_all_else(
    sip: SipWorld, maja: Signed, clock_of: str, now: int, before: int, shown: int | None
) -> None:
    """Nor may few be told by taking it from those that were ever late."""
    for number, plan in enumerate(_plans(sip, maja, now + before, phase=Phase.PLANNING)):
        _late(sip, plan, clock_of, is_now=number < now)
    publish(sip)

    assert _published(sip, clock_of) == shown


@pytest.mark.parametrize(
    ("now", "before"), [((6,), ()), ((6, 1, 1, 1), ()), ((1,) * 6, (6,)), ((1,) * 6, (2,) * 4)]
)
def test_many_late_answers_of_few_plans_are_few(
    sip: SipWorld, maja: Signed, now: tuple[int, ...], before: tuple[int, ...]
) -> None:
    """Of each plan so many calls are late, or were."""
    for is_now, numbers in ((True, now), (False, before)):
        for plan, number in zip(_plans(sip, maja, len(numbers)), numbers, strict=True):
            for _ in range(number):
                _late(sip, plan, "answer", is_now=is_now)
    publish(sip)

    assert _published(sip, "answer") is None


def test_what_has_become_late_is_not_told_before_the_day_of_the_next_round(
    sip: SipWorld, maja: Signed
) -> None:
    plans = _plans(sip, maja, 11, phase=Phase.PREPARING)
    for plan in plans[:5]:
        _late(sip, plan, "start", is_now=True)
    publish(sip)
    for plan in plans[5:]:
        _late(sip, plan, "start", is_now=True)

    assert publish(sip) == 0
    assert _published(sip, "start") == 5
    publish_anew(sip)
    assert _published(sip, "start") == 11


def test_what_people_thought_is_drawn_over_the_years_where_it_is_shown(
    sip: SipWorld, maja: Signed, group: Browser
) -> None:
    for year, number, meaning in ((YEAR, 6, 5), (YEAR - 1, 5, 3), (YEAR - 2, 4, 1)):
        for plan in _plans(sip, maja, number, phase=Phase.CLOSED):
            _change(sip, plan, need_found_on=date(year, 1, 2))
            same = dict.fromkeys(("information", "participation", "cooperation"), 3)
            plan.add(ClosingSurvey, **same, meaning=meaning)
    publish(sip)

    section = group.open("/sip/figures").soup.find(attrs={"aria-labelledby": "h-over-time"})
    rows = {
        row.find("th").get_text(strip=True): row.find("td").get_text(strip=True)
        for row in section.select("tbody tr")
    }
    assert rows == {str(YEAR - 1): "3,0", str(YEAR): "3,5"}


# -- figures do not tell by waiting -------------------------------------------------------------


def test_what_happens_between_two_rounds_changes_no_figure(
    sip: SipWorld, maja: Signed, nils: Signed, group: Browser
) -> None:
    """A cell shown as 5 that is hidden the next day would be known to be 4."""
    _plans(sip, nils, 12)
    closed = _plans(sip, maja, 5, phase=Phase.CLOSED)
    publish(sip)
    before = group.open("/sip/figures").soup.find("main").get_text()
    assert _rows(group, "plans")["Åsele kommun"][2] == "5"

    _change(sip, closed[0], phase=Phase.NEED)
    _plans(sip, maja, 3, phase=Phase.CLOSED)

    assert publish(sip) == 0
    assert group.open("/sip/figures").soup.find("main").get_text() == before


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def test_the_page_says_when_the_figures_are_from_and_when_the_next_come(
    sip: SipWorld, maja: Signed, group: Browser
) -> None:
    group.open("/sip/figures")
    assert group.heading == "Inga siffror är publicerade än"

    publish(sip)

    found = select(FigureRound.published_at, FigureRound.next_on)
    row = sip.county.execute(found).one()
    assert row.next_on == _first_of_next_month(clock.today() + timedelta(days=13))
    text_ = group.open("/sip/figures").text
    assert f"Siffrorna är från {long_date(clock.today())}" in text_
    assert f"tidigast {long_date(row.next_on)}" in text_


@pytest.mark.parametrize(("days_to_next", "published"), [(1, 0), (0, 1), (-1, 1), (-60, 1)])
def test_a_round_is_published_on_its_day_and_a_worker_that_was_away_catches_up(
    sip: SipWorld, maja: Signed, days_to_next: int, published: int
) -> None:
    publish(sip)
    next_on = clock.today() + timedelta(days=days_to_next)
    sip.county.execute(update(FigureRound).values(next_on=next_on))

    assert publish(sip) == published
    assert publish(sip) == 0
    row = sip.county.execute(select(FigureRound.next_on)).scalar_one()
    assert row > clock.today()
    if published:
        assert row.day == 1
        assert row >= clock.today() + timedelta(days=14)  # nobody compares two days
