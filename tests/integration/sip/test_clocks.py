"""How fast plans go is what the agreement in force says, with its line; what is late is seen."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from agreements.county_templates.loader import load_template
from agreements.facts import Duration, Unit
from portal import clock
from portal.db import db
from portal.resources import folder
from sip.agreement_link import AgreedClock, Clock, find_clock
from sip.kernel.vocabulary import ActKind, CallStatus, MeetingStatus, Phase
from sip.ledger.rules import PLAN, invite
from sip.tables.calling import Call, Meeting
from sip.tables.plan import FollowUp, Plan, PlanVersion
from tests.acting import acting_as
from tests.integration.sip.agreed import SECTION, TITLE, agree, within
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

TODAY = clock.today()
TEMPLATE = folder("county_templates") / "vasterbotten-2016.toml"
DISABILITY = folder("county_templates") / "psykisk-funktionsnedsattning-2026.toml"
NOT_RELEVANT = {"not_relevant": "Det bestämmer vi från gång till gång."}


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def found(sip: SipWorld, maja: Signed, wanted: Clock, day: date = TODAY) -> AgreedClock | None:
    with sip.county.app.app_context(), acting_as(maja.token):
        clock_ = find_clock(sip.county.municipality, wanted, day)
        db.session.rollback()
    return clock_


def run(plan: PlanOfTests, **values: Any) -> None:
    """Let the row say what has happened, and its clocks run."""
    if values:
        plan.world.county.execute(update(Plan).where(Plan.id == plan.id).values(**values))
    plan.world.county.execute(select(func.app.run_clocks(plan.id)))


def row(plan: PlanOfTests) -> Any:
    """The plan's clocks as they stand."""
    columns = (
        *(Plan.start_due_on, Plan.begun_on, Plan.meet_due_on, Plan.met_on, Plan.follow_up_due_on),
        Plan.clocks,
    )
    return plan.world.county.execute(select(*columns).where(Plan.id == plan.id)).one()


# -- which agreement says it ---------------------------------------------------------------------


def test_the_agreement_in_force_says_how_fast_and_on_which_line(
    sip: SipWorld, maja: Signed
) -> None:
    agreement = agree(sip, {"sip-mote-inom": within(2, "weeks"), "sip-svar-inom": None})

    said = found(sip, maja, Clock.MEET)
    assert said == AgreedClock(
        key="sip-mote-inom",
        label="Första mötet, inom",
        said="2 veckor",
        by=TODAY + days(14),
        agreement_id=agreement,
        agreement=TITLE,
        section=SECTION,
        is_default=False,
    )
    left = found(sip, maja, Clock.ANSWER)
    assert left is not None
    assert (left.said, left.agreement, left.is_default) == ("9 dagar", TITLE, True)


def test_without_an_agreement_in_force_the_template_s_suggestion_holds_and_is_told_as_such(
    sip: SipWorld, maja: Signed
) -> None:
    agree(sip, {"sip-mote-inom": within(5)}, last=TODAY - days(1))

    said = found(sip, maja, Clock.MEET)
    assert said is not None
    assert (said.agreement_id, said.said, said.is_default) == (None, "3 veckor", True)
    assert said.agreement == load_template(TEMPLATE).name
    # while it was in force it was another matter
    before = found(sip, maja, Clock.MEET, TODAY - days(2))
    assert before is not None
    assert before.said == "5 dagar"


def test_of_agreements_on_several_subjects_the_one_that_asks_most_decides(
    sip: SipWorld, maja: Signed
) -> None:
    other = sip.county.publish(DISABILITY)
    agree(sip, {"sip-mote-inom": within(10), "sip-paminnelse-fore": within(2)}, title="Ett")
    agree(
        sip,
        {"sip-mote-inom": within(1, "weeks"), "sip-paminnelse-fore": within(4)},
        template=other,
        title="Två",
    )
    meet, remind = found(sip, maja, Clock.MEET), found(sip, maja, Clock.REMIND_BEFORE)
    assert meet is not None
    assert (meet.said, meet.agreement) == ("1 vecka", "Två")
    # what is done before something asks most when it is longest
    assert remind is not None
    assert (remind.said, remind.agreement) == ("4 dagar", "Två")


def test_what_parties_have_said_goes_before_a_shorter_suggestion(
    sip: SipWorld, maja: Signed
) -> None:
    other = sip.county.publish(DISABILITY)
    agree(sip, {"sip-mote-inom": within(30)}, title="Ett")
    agree(sip, {"sip-mote-inom": None}, template=other, title="Två")

    said = found(sip, maja, Clock.MEET)
    assert said is not None
    assert (said.said, said.agreement) == ("30 dagar", "Ett")


def test_what_is_not_relevant_has_no_clock(sip: SipWorld, maja: Signed, plan: PlanOfTests) -> None:
    agree(sip, {"sip-mote-inom": NOT_RELEVANT})
    assert found(sip, maja, Clock.MEET) is None
    run(plan)
    assert row(plan).meet_due_on is None
    assert "skulle ha" not in maja.browser.open(plan.path).text


def test_another_county_s_clocks_are_not_told(sip: SipWorld, maja: Signed) -> None:
    with sip.county.app.app_context(), acting_as(maja.token):
        assert find_clock(UUID(int=7), Clock.MEET, TODAY) is None
        db.session.rollback()


def test_what_the_portal_suggests_without_any_template_is_what_the_template_does(
    sip: SipWorld,
) -> None:
    facts = {one.key: one for section in load_template(TEMPLATE).sections for one in section.facts}
    for one in Clock:
        kept = sip.county.execute(select(func.app.clock_at(UUID(int=7), one, TODAY))).scalar_one()
        (value,) = facts[one].default
        assert isinstance(value, Duration)
        assert kept["label"] == facts[one].label
        assert kept["by"] == value.ends(TODAY).isoformat()
        assert (kept["agreement_id"], kept["title"], kept["is_default"]) == (None, "", True)


@pytest.mark.parametrize("unit", list(Unit))
def test_the_database_counts_days_as_the_portal_does(sip: SipWorld, unit: Unit) -> None:
    numbers = [0] if unit is Unit.AT_ONCE else [1, 2, 5, 11, 40, 400]
    first = date(2024, 1, 1)
    every = [first + days(7 * number) for number in range(160)]
    for number in numbers:
        kept = {"unit": unit.value, "number": number}
        days_of = func.unnest(every).column_valued("day")
        answers = sip.county.execute(
            select(days_of, func.app.ends_on(func.jsonb_build_object(*_pairs(kept)), days_of))
        )
        for day, by in answers:
            assert by == Duration(unit, number).ends(day), (day, unit, number)


def _pairs(kept: dict[str, Any]) -> list[Any]:
    return [each for pair in kept.items() for each in pair]


# -- when each clock starts and stops ------------------------------------------------------------


def test_the_first_meeting_is_counted_from_the_need(sip: SipWorld, maja: Signed) -> None:
    agree(sip, {"sip-mote-inom": within(10)})
    number = maja.browser.open("/sip/plans/new")
    number.press(
        "Spara behovet",
        need="Behöver hjälp av båda.",
        category="health",
        found_on=(TODAY - days(3)).isoformat(),
        name="Kim Andersson",
        age="adult",
    )
    made = sip.county.execute(select(Plan.meet_due_on, Plan.clocks)).one()
    assert made.meet_due_on == TODAY + days(7)
    assert made.clocks["meeting"]["title"] == TITLE


def test_no_later_agreement_moves_a_clock_that_has_started(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    agree(sip, {"sip-mote-inom": within(10)}, first=TODAY - days(60), last=TODAY - days(5))
    agree(sip, {"sip-mote-inom": within(1)}, first=TODAY - days(4), title="Den nya")
    run(plan, need_found_on=TODAY - days(6))
    assert row(plan).meet_due_on == TODAY + days(4)
    run(plan)
    assert row(plan).clocks["meeting"]["title"] == TITLE


def test_work_begins_when_somebody_is_called_after_the_person_has_said_yes(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    agree(sip, {"sip-start": within(2)})
    plan.grant(PLAN, invite(sip.county.region))
    run(plan, phase=Phase.PREPARING)
    assert (row(plan).start_due_on, row(plan).begun_on) == (TODAY + days(2), None)

    page = maja.browser.open(plan.path)
    assert "Arbetet med planen ska börja senast" in page.text
    page.open(f"{plan.path}/calls/new/{sip.county.region}")
    page.press("Skicka kallelsen", asked="Kom, är ni snälla.")
    assert row(plan).begun_on == TODAY
    assert "Arbetet med planen" not in maja.browser.open(plan.path).text


def test_follow_ups_are_counted_from_the_version_and_then_from_each_other(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    agree(sip, {"sip-uppfoljning-forsta": within(30), "sip-uppfoljning-var": within(2, "months")})
    run(plan)
    assert row(plan).follow_up_due_on is None
    made = clock.now() - days(20)
    plan.add(PlanVersion, at=made, number=1, upto_seq=1)
    run(plan)
    assert row(plan).follow_up_due_on == TODAY + days(10)
    plan.add(FollowUp, due_on=TODAY, holder_id=plan.handler_id, held_on=TODAY)
    run(plan)
    assert row(plan).follow_up_due_on == Duration(Unit.MONTHS, 2).ends(TODAY)


def test_holding_a_follow_up_starts_the_next_clock(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    agree(sip, {"sip-uppfoljning-var": within(6, "weeks")})
    plan.opened_to(nils)
    goal = plan.goal("Sova bättre", sip.county.municipality)
    plan.add(FollowUp, due_on=TODAY, holder_id=plan.handler_id)
    run(plan, phase=Phase.FOLLOWING_UP)
    page = maja.browser.open(f"{plan.path}/follow-up/held")
    page.press("Spara", held_on=TODAY.isoformat(), **{f"went_{goal.hex}": "partly"})
    assert row(plan).follow_up_due_on == TODAY + days(42)

    page.open(f"{plan.path}/follow-up")
    assert page.value("due_on") == (TODAY + days(42)).isoformat()
    assert "Längst mellan uppföljningarna 6 veckor" in page.text
    assert TITLE in page.text


def test_a_meeting_that_was_held_stops_its_clock(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    plan.grant(PLAN, invite(sip.county.region))
    meeting = plan.meeting(clock.now() - days(2))
    run(plan, phase=Phase.MEETING, need_found_on=TODAY - days(30))
    assert row(plan).met_on is None
    page = maja.browser.open(f"{plan.path}/meetings/{meeting}/attendance")
    page.press("Spara")
    assert row(plan).met_on == TODAY - days(2)


def _plan_meeting(maja: Signed, plan: PlanOfTests, day: date) -> str:
    page = maja.browser.open(f"{plan.path}/meetings/new")
    told = page.text
    hours = {"starts": "13", "ends": "14"}
    page.press("Planera mötet", purpose="planning", day=day.isoformat(), place="Rum 3", **hours)
    return told


def test_people_are_asked_in_time_before_a_meeting(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    agree(sip, {"sip-kallelse-fore": within(10), "sip-mote-inom": within(20)})
    plan.opened_to(nils)
    run(plan, phase=Phase.PREPARING, need_found_on=TODAY)
    told = _plan_meeting(maja, plan, TODAY + days(9))
    assert "Kallelsen går ut i tid om mötet hålls tidigast" in told
    assert "Det första mötet ska hållas senast" in told
    meeting = sip.county.execute(select(Meeting.id)).scalar_one()
    page = maja.browser.open(f"{plan.path}/meetings/{meeting}")
    assert "Kallelsen gick ut sent" in page.text
    assert "Kallelsen skickas före mötet, senast 10 dagar" in page.text

    page.open(f"{plan.path}/meetings/{meeting}/move")
    page.press("Spara", day=(TODAY + days(10)).isoformat())
    assert "Kallelsen gick ut sent" not in page.open(f"{plan.path}/meetings/{meeting}").text


# -- what is late is seen ------------------------------------------------------------------------


def _late(maja: Signed) -> list[str]:
    """The late marks in the list of plans."""
    page = maja.browser.open("/sip/plans")
    return [one.get_text(" ", strip=True) for one in page.soup.select("td .status.tone-bad")]


def _case_status(maja: Signed) -> list[str]:
    """The marks of the cases among one's tasks."""
    page = maja.browser.open("/sip")
    return [
        one.get_text(" ", strip=True)
        for one in page.soup.select("section[aria-labelledby=h-cases] li .status")
    ]


def test_a_first_meeting_that_is_late_shows_with_its_line(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    agreement = agree(sip, {"sip-mote-inom": within(10)})
    plan.grant(PLAN, invite(sip.county.region))
    plan.call(sip.county.region)
    sip.county.execute(update(Call).values(status=CallStatus.TAKEN))
    run(plan, phase=Phase.PREPARING, need_found_on=TODAY - days(10))
    assert "ska hållas senast" in maja.browser.open(plan.path).text
    assert _late(maja) == []
    assert _case_status(maja) == ["Att göra"]

    run(plan, clocks={}, need_found_on=TODAY - days(11))
    page = maja.browser.open(plan.path)
    assert "Det första mötet skulle ha hållits senast" in page.text
    assert "Första mötet, inom 10 dagar" in page.text
    assert page.soup.select(f"a[href='/agreements/{agreement}/facts/sip-mote-inom']")
    assert _late(maja) == ["Det första mötet"]
    assert _case_status(maja) == ["Försenat"]
    assert maja.browser.open("/sip").heading == "Ett ärende är försenat"
    assert maja.browser.open("/sip/plans").heading.endswith("en är försenad")


def test_a_meeting_is_late_also_before_anybody_has_said_yes(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    plan.act(ActKind.ASK, PLAN)
    run(plan, phase=Phase.CONSENT, need_found_on=TODAY - days(22))
    page = maja.browser.open(plan.path)
    assert "Det första mötet skulle ha hållits senast" in page.text
    assert "Ingen gällande överenskommelse säger något" in page.text
    assert "Försenat" in _case_status(maja)
    run(plan, phase=Phase.NOT_STARTED, not_started_reason="not_needed")
    assert _late(maja) == []


def test_work_that_has_not_begun_and_an_answer_that_has_not_come_are_late(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    plan.grant(PLAN, invite(sip.county.region), at=clock.now() - days(3))
    run(plan, phase=Phase.PREPARING, consented_at=clock.now() - days(3))
    assert _late(maja) == ["Arbetet har inte börjat"]
    assert "Arbetet med planen skulle ha börjat senast" in maja.browser.open(plan.path).text
    plan.call(sip.county.region)
    sip.county.execute(update(Call).values(answer_by=clock.now() - days(2)))
    run(plan)
    assert _late(maja) == ["Svar på kallelse"]
    assert "Försenat" in _case_status(maja)


@pytest.mark.parametrize("is_agreed", [False, True])
def test_a_follow_up_that_nobody_has_held_is_late(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, *, is_agreed: bool
) -> None:
    plan.opened_to(nils)
    plan.goal("Sova bättre", sip.county.municipality)
    plan.add(FollowUp, due_on=TODAY, holder_id=plan.handler_id, held_on=TODAY - days(100))
    if is_agreed:  # later than the agreement lets it wait
        plan.add(FollowUp, due_on=TODAY + days(30), holder_id=plan.handler_id)
    plan.meeting(clock.now() - days(110))
    sip.county.execute(update(Meeting).values(status=MeetingStatus.HELD))
    plan.add(PlanVersion, at=clock.now() - days(105), number=1, upto_seq=1)
    run(plan, phase=Phase.FOLLOWING_UP)
    assert _late(maja) == ["Uppföljningen"]
    page = maja.browser.open(plan.path)
    assert "Planen skulle ha följts upp senast" in page.text
    assert "Försenat" in _case_status(maja)


def test_a_clock_is_the_database_s_to_set(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    with sip.county.app.app_context(), acting_as(maja.token):
        with pytest.raises(Exception, match="permission denied"):
            db.session.execute(
                update(Plan).where(Plan.id == plan.id).values(meet_due_on=TODAY + days(90))
            )
        db.session.rollback()


def test_no_page_sets_clocks_any_more(sip: SipWorld, maja: Signed) -> None:
    maja.browser.open("/sip/clocks", status=404)
