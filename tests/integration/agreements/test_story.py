"""The story of one line: negotiated, in force, not kept to, quarrelled over, learned from.

What a plan's own pages make of the clock is in tests/integration/sip; here it is asked for as they
ask.
"""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from agreements import facade
from agreements.tables.deviation import Deviation, TemplateProposal
from portal import clock
from tests.acting import acting_as
from tests.integration.agreements.steps import review
from tests.integration.agreements.test_disputes import propose
from tests.integration.agreements.test_facts import MEETING, suggest
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import Group

TODAY = clock.today()
LATE = TODAY + timedelta(days=20)
MET = TODAY + timedelta(days=31)
QUESTION = "Vi är oense om vem som kallar till det första mötet."
LESSON = "Det stod inte vem som kallar."
PROPOSAL = "Fråga i mallen vem som kallar till det första mötet."
DECIDED = "Regionen kallar från i dag."


def test_what_three_parties_negotiate_is_missed_settled_learned_from_and_reviewed(
    county: CountyOfTests, shared: Parties, on_a_day: Callable[[date], None]
) -> None:
    _negotiate(shared)
    on_a_day(LATE)
    _the_clock_has_run_out(shared)
    deviation = _deviate(shared)
    dispute = _quarrel(shared)
    group = Group(shared)
    group.plan(day=MET.isoformat())
    assert "tvist" in shared.region.open(group.meeting).text.casefold()

    on_a_day(MET)
    group.has_been()
    group.write(minutes=DECIDED)
    assert DECIDED in shared.region.open(group.meeting).text
    _settle_and_learn(shared, dispute, deviation)

    page = shared.municipality.open(f"{shared.path}/review")
    assert LESSON in page.text
    assert "Kompetens och nya metoder" in page.text
    review(page, shared, on_day=MET.isoformat())
    assert "Vi träffas oftare nu." in shared.police.open(shared.path).text


def _negotiate(parties: Parties) -> None:
    path = suggest(parties, parties.region, MEETING, v0_number="2", v0_unit="weeks")
    parties.answer(parties.police, path)
    parties.answer(parties.municipality, path)
    parties.signing().all_sign()


def _the_clock_has_run_out(parties: Parties) -> None:
    begun = TODAY + timedelta(days=1)
    with parties.county.app.app_context(), acting_as(parties.municipality.token):
        agreed = facade.find_clock(parties.municipality_id, MEETING, begun)
    assert agreed is not None
    assert (agreed.said, str(agreed.agreement_id)) == ("2 veckor", parties.id)
    assert agreed.by == begun + timedelta(weeks=2) < LATE


def _deviate(parties: Parties) -> str:
    page = parties.municipality.open(f"{parties.path}/facts/{MEETING}")
    page.follow("Rapportera en avvikelse från uppgiften")
    told = "Mötet hölls en vecka för sent."
    page.press("Rapportera", kind="late", happened=told, concerns=str(parties.county.region))
    assert "2 veckor" in page.text
    life = parties.region.open(f"{parties.path}/life")
    assert life.soup.select_one("section[aria-labelledby=h-wrong] ul a")
    return page.url


def _quarrel(parties: Parties) -> str:
    page = parties.municipality.follow("Är ni oense om vem som ska göra det? Väck en tvist")
    page.press("Väck tvisten", question=QUESTION)
    dispute = page.url
    parties.region.open(f"{dispute}/state").press("Spara ståndpunkten", statement="Ni kallar.")
    for browser in (parties.region, parties.municipality):
        browser.open(dispute).follow("Lyft till nästa steg").press("Lyft frågan")
    here = page.open(dispute).soup.select_one("li[aria-current=step] b")
    assert here.text.strip().startswith("3. ")
    return dispute


def _settle_and_learn(parties: Parties, dispute: str, deviation: str) -> None:
    county = parties.county
    propose(parties.municipality, dispute, county, pays="Regionen")
    parties.region.open(f"{dispute}/answer").press("Svara", answer="yes")
    parties.region.open(f"{deviation}/answer").press("Svara", answer="Nu kallar mottagningen.")
    page = parties.municipality.open(f"{deviation}/close")
    page.press("Avsluta avvikelsen", lesson=LESSON, proposal=PROPOSAL)
    assert county.execute(select(Deviation.lesson)).scalar_one() == LESSON
    assert county.execute(select(TemplateProposal.proposal)).scalar_one() == PROPOSAL
