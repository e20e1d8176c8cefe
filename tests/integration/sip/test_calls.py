"""Summons and invitations through the pages: who is called, where it lies, who may say no."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Organisation
from portal.transaction import transaction
from portal.working_days import working_days_after
from sip.kernel.days import day_of
from sip.kernel.vocabulary import PersonKind, Phase, Placing, TextKind
from sip.ledger.rules import PLAN, invite, share
from sip.tables.calling import Call, CallEvent, CallQuestion
from sip.tables.plan import Participant
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests
from tests.integration.sip.agreed import agree, within
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

ASKED = "Bedöm vilken vård som behövs."
PURPOSE = "En trygg vardag efter utskrivningen."
WITH_MORE = "Skriv något, eller ta med en kollega"


@pytest.fixture
def clinic(sip: SipWorld) -> UUID:
    return sip.unit(sip.county.region, "Beroendemottagningen")


@pytest.fixture
def ward(sip: SipWorld) -> UUID:
    return sip.unit(sip.county.region, "Psykiatriska avdelningen")


@pytest.fixture
def nils(sip: SipWorld, clinic: UUID) -> Signed:
    return sip.caseworker(sip.county.region, "Nils Nurse", unit=clinic)


@pytest.fixture
def eva(sip: SipWorld, ward: UUID) -> Signed:
    return sip.caseworker(sip.county.region, "Eva Ek", unit=ward)


@pytest.fixture
def plan(sip: SipWorld, maja: Signed) -> PlanOfTests:
    """A plan whose person lets the region be called."""
    made = sip.plan(maja, phase=Phase.PREPARING)
    made.grant(PLAN, invite(sip.county.region))
    return made


def summon(plan: PlanOfTests, organisation: UUID, unit: UUID | None = None) -> None:
    page = plan.handler.browser.open(f"{plan.path}/calls/new/{organisation}")
    button = "Skicka kallelsen" if "Skicka kallelsen" in page.buttons else "Skicka inbjudan"
    page.press(button, asked=ASKED, unit=str(unit) if unit else "")


def test_several_are_called_at_once_each_for_its_own(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    region, police = sip.county.region, sip.county.police
    plan.grant(invite(police))
    page = maja.browser.open(f"{plan.path}/calls/new")
    assert page.text.index("Region") < page.text.index("Polis"), "the region comes first"
    page.press(
        "Skicka",
        **{
            f"call_{region.hex}": "y",
            f"asked_{region.hex}": ASKED,
            f"call_{police.hex}": "y",
            f"asked_{police.hex}": "Berätta hur ni kan stötta.",
        },
    )
    calls = sip.county.execute(select(Call.organisation_id).where(Call.plan_id == plan.id))
    assert set(calls.scalars()) == {region, police}
    inbox = nils.browser.open("/sip/calls")
    told = inbox.follow("Anna Persson").text
    assert ASKED in told
    assert "Berätta hur ni kan stötta." not in told


def test_who_is_chosen_and_asked_for_nothing_is_named_and_nobody_is_called(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    region, police = sip.county.region, sip.county.police
    plan.grant(invite(police))
    page = maja.browser.open(f"{plan.path}/calls/new")
    page = page.press(
        "Skicka",
        status=422,
        **{
            f"call_{region.hex}": "y",
            f"asked_{region.hex}": ASKED,
            f"call_{police.hex}": "y",
            f"asked_{police.hex}": "",
        },
    )
    assert "ombeds bidra med." in page.text
    assert page.value(f"asked_{region.hex}") == ASKED, "what was written stands there again"
    assert not sip.county.execute(select(Call.id).where(Call.plan_id == plan.id)).all()


def test_nobody_chosen_is_said(plan: PlanOfTests, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/calls/new").press("Skicka", status=422)
    assert "Välj minst en att kalla." in page.text


def only(sip: SipWorld, model: type, plan: PlanOfTests) -> Mapping[str, Any]:
    found = select(model.__table__).where(model.__table__.c.plan_id == plan.id)  # type: ignore[attr-defined]
    return dict(sip.county.execute(found).mappings().one())


def addressed(sip: SipWorld, kind: str) -> set[UUID]:
    found = select(OutboxMail.account_id).where(OutboxMail.kind == kind)
    return set(sip.county.execute(found).scalars())


def calls_of(plan: PlanOfTests, sip: SipWorld) -> str:
    return f"{plan.path}/calls/{only(sip, Call, plan)['id']}"


def test_a_principal_is_summoned_with_the_agreement_s_days_to_answer(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, clinic: UUID
) -> None:
    agree(sip, {"sip-svar-inom": within(2, "working_days")})
    page = maja.browser.open(f"{plan.path}/calls").follow("Kalla en organisation")
    page.open(f"{plan.path}/calls/new/{sip.county.region}")
    page.press("Skicka kallelsen", asked=ASKED, unit=str(clinic))

    assert "En av de kallade har inte svarat" in page.text
    call = only(sip, Call, plan)
    assert day_of(call["answer_by"]) == working_days_after(clock.today(), 2)
    assert "Svar på kallelsen, inom 2 arbetsdagar" in page.open(calls_of(plan, sip)).text
    assert call["kind"] == "summons"
    assert ASKED.encode() not in call["asked_sealed"]
    assert addressed(sip, "call.waiting") == {nils.account_id}


def test_nobody_is_called_without_consent_and_the_way_there_is_shown(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.police}")
    assert "har inte samtyckt" in page.text
    assert not page.soup.select("main form")
    assert page.soup.select(f"a[href='{plan.path}/consent']")


def test_consent_that_ends_while_the_form_is_open_stops_the_call(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.region}")
    plan.withdraw(invite(sip.county.region))
    page.press("Skicka kallelsen", status=422, asked=ASKED)
    assert not sip.county.execute(select(Call.id).where(Call.plan_id == plan.id)).all()


def test_sent_twice_is_one_call_and_the_same_unit_is_not_called_again(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    summon(plan, sip.county.region)
    maja.browser.send_again()
    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.region}")
    page.press("Skicka kallelsen", status=422, asked="Något annat.")
    assert page.problems == ["Organisationen är redan kallad."]
    assert only(sip, Call, plan)


def test_the_inbox_says_who_and_nothing_else_with_a_row_in_the_log(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    page = nils.browser.open("/sip/calls")
    assert page.heading == "En kallelse väntar på svar"
    assert "Anna Persson" in page.text
    assert ASKED not in page.response.text

    page.follow("Anna Persson")
    assert "Anna Persson" in page.text
    assert ASKED in page.text
    assert "Anna" not in str(page.soup.title)
    read = select(AuditEntry.details).where(
        AuditEntry.stream == plan.id,
        AuditEntry.account_id == nils.account_id,
        AuditEntry.action == "plan.read",
    )
    what = [one["what"] for one in map(json.loads, sip.county.execute(read).scalars())]
    assert what == ["inbox", "call"]


def test_a_wrong_unit_passes_it_on_with_the_clock_kept_and_the_history_shown(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, eva: Signed, clinic: UUID, ward: UUID
) -> None:
    summon(plan, sip.county.region, ward)
    before = only(sip, Call, plan)
    nils.browser.open(calls_of(plan, sip), status=404)

    page = eva.browser.open(calls_of(plan, sip)).follow("Fel enhet – skicka vidare")
    page.press("Skicka vidare", status=422, unit=str(ward))
    assert page.problems == ["Kallelsen ligger redan hos den enheten. Välj en annan."]
    page.press("Skicka vidare", unit=str(clinic))

    after = only(sip, Call, plan)
    assert (after["unit_id"], after["answer_by"]) == (clinic, before["answer_by"])
    assert addressed(sip, "call.waiting") == {eva.account_id, nils.account_id}
    eva.browser.open(calls_of(plan, sip), status=404)
    there = nils.browser.open(calls_of(plan, sip))
    assert "från Psykiatriska avdelningen till Beroendemottagningen" in there.text
    assert "Eva Ek" in there.text


def test_who_takes_it_becomes_a_participant_with_colleagues(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, eva: Signed, maja: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    page = nils.browser.open(calls_of(plan, sip)).follow(WITH_MORE)
    page.press("Ta emot", status=422, title="")
    page.press(
        "Ta emot",
        title="Sjuksköterska",
        contribution="Provtagning varannan vecka.",
        category="health",
        colleague_0=str(eva.account_id),
        title_0="Läkare",
    )
    assert page.url == plan.path
    page.send_again()
    assert "Provtagning" in nils.browser.open(calls_of(plan, sip)).text

    found = select(Participant.account_id, Participant.title).where(
        Participant.plan_id == plan.id, Participant.organisation_id == sip.county.region
    )
    assert set(sip.county.execute(found).all()) == {
        (nils.account_id, "Sjuksköterska"),
        (eva.account_id, "Läkare"),
    }
    assert addressed(sip, "call.answered") == {maja.account_id}
    assert "Provtagning" not in maja.browser.open(f"{plan.path}/calls").text
    plan.grant(share(sip.county.region, maja.organisation_id, "health"))
    case = maja.browser.open(f"{plan.path}/calls")
    assert "Nils Nurse, Sjuksköterska" in case.text
    assert "Provtagning varannan vecka." in case.text


def test_what_somebody_was_called_last_need_not_be_written_again(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, maja: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    page = nils.browser.open(calls_of(plan, sip))
    assert page.value("title") == ""
    page.press("Ta emot", title="Sjuksköterska")

    other = sip.plan(maja, phase=Phase.PREPARING)
    other.grant(PLAN, invite(sip.county.region))
    summon(other, sip.county.region, clinic)
    page = nils.browser.open(calls_of(other, sip))
    assert page.value("title") == "Sjuksköterska"


def test_a_summons_cannot_be_declined_even_by_hand(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    summon(plan, sip.county.region)
    page = nils.browser.open(calls_of(plan, sip))
    assert "Tacka nej" not in page.text
    page.open(f"{calls_of(plan, sip)}/decline").press(
        "Tacka nej", status=422, reason="not_concerned"
    )
    assert "går inte att tacka nej till" in page.problems[0]
    assert only(sip, Call, plan)["status"] == "sent"


def test_an_invitation_can_be_declined_for_a_reason(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    school = sip.county.organisation("Gymnasieskolan", OrganisationKind.SCHOOL)
    plan.grant(invite(school))
    kurator = sip.caseworker(school, "Kim Kurator")
    summon(plan, school)

    page = kurator.browser.open(calls_of(plan, sip)).follow("Tacka nej")
    page.press("Tacka nej", reason="no_time")

    assert only(sip, Call, plan)["status"] == "declined"
    kurator.browser.open(calls_of(plan, sip), status=404)
    events = select(CallEvent.step, CallEvent.reason).where(CallEvent.plan_id == plan.id)
    assert ("declined", "no_time") in {tuple(row) for row in sip.county.execute(events)}
    assert "Har tackat nej" in maja.browser.open(f"{plan.path}/calls").text


def test_a_call_past_its_day_is_late(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    summon(plan, sip.county.region)
    past = update(Call).where(Call.plan_id == plan.id)
    sip.county.execute(past.values(answer_by=clock.now() - timedelta(hours=1)))
    assert "Försenat" in maja.browser.open(f"{plan.path}/calls").text


def test_strangers_find_nothing(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, ward: UUID, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    path = calls_of(plan, sip)
    other = sip.caseworker(sip.county.police, "Polly Polis")
    coordinator = sip.county.member(sip.county.region, Role.COORDINATOR)
    for page in ("", "/take", "/forward", "/decline", "/withdraw", "/contribution"):
        other.browser.open(f"{path}{page}", status=404)
        coordinator.open(f"{path}{page}", status=404)
    nils.browser.open(f"{plan.path}/calls", status=404)
    nils.browser.open(f"{path}/withdraw", status=404)


def test_a_call_can_be_taken_back_until_it_is_answered(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    summon(plan, sip.county.region)
    maja.browser.open(f"{calls_of(plan, sip)}/withdraw").press("Återta")
    assert only(sip, Call, plan)["status"] == "cancelled"
    nils.browser.open(calls_of(plan, sip), status=404)
    page = maja.browser.open(f"{calls_of(plan, sip)}/withdraw")
    page.press("Återta")  # sent twice, done once
    assert only(sip, Call, plan)["status"] == "cancelled"


def test_the_end_of_consent_cancels_the_call_at_once(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    summon(plan, sip.county.region)
    path = calls_of(plan, sip)
    nils.browser.open(path)
    plan.withdraw(invite(sip.county.region))
    nils.browser.open(path, status=404)  # whatever has been closed
    with sip.county.app.app_context(), acting_as(maja.token), transaction():
        assert db.session.scalar(select(func.app.close_ungrounded(plan.id))) == 1
    assert only(sip, Call, plan)["status"] == "cancelled"


def test_nobody_else_closes_anything(sip: SipWorld, plan: PlanOfTests) -> None:
    stranger = sip.caseworker(sip.county.police, "Polly Polis")
    with (
        sip.county.app.app_context(),
        acting_as(stranger.token),
        pytest.raises(Exception, match="not yours to close"),
        transaction(),
    ):
        db.session.scalar(select(func.app.close_ungrounded(plan.id)))


@pytest.mark.parametrize("is_protected", [False, True])
def test_the_unit_is_the_called_organisation_s_own(
    sip: SipWorld, maja: Signed, eva: Signed, ward: UUID, clinic: UUID, *, is_protected: bool
) -> None:
    plan = sip.plan(maja, phase=Phase.PREPARING, is_protected=is_protected)
    plan.grant(PLAN, invite(sip.county.region))
    summon(plan, sip.county.region, ward)
    path = calls_of(plan, sip)
    eva.browser.open(f"{path}/forward").press("Skicka vidare", unit=str(clinic))
    colleague = sip.caseworker(sip.county.municipality, "Kim Kollega")
    plan.participant(colleague)
    for page in (f"{plan.path}/calls", path):
        for one in (maja, colleague):
            seen = one.browser.open(page).text
            assert "Beroendemottagningen" not in seen
            assert "Psykiatriska" not in seen


def units_told(who: Signed, plan: PlanOfTests) -> set[UUID]:
    """The units of the plan's calls that the database hands somebody."""
    with plan.world.county.app.app_context(), acting_as(who.token):
        asked = text("select unit_id, came_from from app.call_units(array[:plan]::uuid[])")
        rows = db.session.execute(asked, {"plan": plan.id}).all()
    return {unit for row in rows for unit in row if unit is not None}


def test_the_database_tells_a_call_s_units_to_the_called_and_to_whose_the_plan_is(
    sip: SipWorld, maja: Signed, eva: Signed, nils: Signed, ward: UUID, clinic: UUID
) -> None:
    kim, olle = sip.individual("Kim Andersson"), sip.individual("Olle Ombud")
    plan = sip.plan(maja, person=kim, phase=Phase.PREPARING)
    # a proxy reads what the mandate names: no category is a unit's
    proxy = plan.person(PersonKind.REPRESENTATIVE, "Olle Ombud", olle)
    plan.require(proxy, scope=["plan", "invite", "share:housing"])
    petra = sip.caseworker(sip.county.police, "Petra Polis")
    plan.opened_to(petra)
    plan.grant(invite(sip.county.region))
    summon(plan, sip.county.region, ward)
    eva.browser.open(f"{calls_of(plan, sip)}/forward").press("Skicka vidare", unit=str(clinic))

    both = {ward, clinic}
    assert {one.name: units_told(one, plan) for one in (kim, nils, maja, petra, olle, eva)} == {
        kim.name: both,
        nils.name: both,
        maja.name: set(),
        petra.name: set(),
        olle.name: set(),
        eva.name: set(),  # it lies at another unit now
    }


def test_that_a_unit_is_called_already_does_not_tell_where_the_call_went(
    sip: SipWorld, plan: PlanOfTests, eva: Signed, maja: Signed, ward: UUID, clinic: UUID
) -> None:
    """Whoever calls would else find out by calling one unit after the other."""
    summon(plan, sip.county.region, ward)
    eva.browser.open(f"{calls_of(plan, sip)}/forward").press("Skicka vidare", unit=str(clinic))

    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.region}")
    page.press("Skicka kallelsen", status=422, asked="Något annat.", unit=str(ward))
    assert page.problems == ["Organisationen är redan kallad."]
    page.press("Skicka kallelsen", asked="Något annat.", unit=str(clinic))


def test_every_address_is_not_found_for_every_stranger(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, clinic: UUID
) -> None:
    """Another tenant, another authority, another person: by every method, the same as nothing."""
    summon(plan, sip.county.region, clinic)
    ids = {
        "plan_id": plan.id,
        "meeting_id": plan.meeting(),
        "municipality_id": sip.county.organisation("Sorsele kommun", OrganisationKind.MUNICIPALITY),
    }
    other = SipWorld(CountyOfTests(sip.county.app, sip.county.execute, "Norrbotten"))
    strangers = [
        sip.caseworker(sip.county.police, "Polly Polis", Role.COORDINATOR),
        sip.individual("Olle Olsson"),
        other.caseworker(other.county.municipality, "Nora Norr", Role.COORDINATOR),
    ]
    blueprints = {"calls", "meetings", "my_meetings", "links"}
    parts = {"calls": only(sip, Call, plan)["id"]}
    rules = [
        rule
        for rule in sip.county.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in blueprints and rule.arguments
    ]
    assert len(rules) >= 20
    for rule in rules:
        part = parts.get(rule.endpoint.split(".")[0], ids["meeting_id"])
        values = {name: (ids | {"part_id": part})[name] for name in rule.arguments}
        path = sip.county.app.url_map.bind("samsyn.example").build(rule.endpoint, values)
        for stranger in strangers:
            if "GET" in (rule.methods or ()):
                stranger.browser.open(path, status=404)
            if "POST" in (rule.methods or ()):
                # a page with a token, so that the form is not refused for lack of one
                stranger.browser.open("/account").post(path, status=404)


def test_from_the_mail_to_answered_is_two_pages(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    found = select(OutboxMail.path).where(OutboxMail.kind == "call.waiting")
    page = nils.browser.open(sip.county.execute(found).scalar_one())
    page.press("Ta emot", title="Sjuksköterska")
    assert page.url == plan.path
    assert "Ni är med i planen" in page.text
    assert only(sip, Call, plan)["status"] == "taken"


def test_who_is_called_reads_what_it_is_for_when_and_where_and_who_takes_part(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, maja: Signed, clinic: UUID
) -> None:
    plan.opened_to(sip.caseworker(sip.county.police, "Petra Polis"))
    plan.text(TextKind.PURPOSE, PURPOSE, maja.organisation_id, "housing")
    plan.placing(Placing.MEETING_PLACE, plan.meeting(clock.now() + timedelta(days=9)), "Sal 3")
    summon(plan, sip.county.region, clinic)

    page = nils.browser.open(calls_of(plan, sip)).text
    assert "Sal 3" in page
    assert names(sip, sip.county.police) in page
    assert names(sip, maja.organisation_id) in page
    assert PURPOSE not in page, "its category is not shared with the region"
    plan.grant(share(maja.organisation_id, nils.organisation_id, "housing"))
    assert PURPOSE in nils.browser.open(calls_of(plan, sip)).text
    plan.withdraw(share(maja.organisation_id, nils.organisation_id, "housing"))
    assert PURPOSE not in nils.browser.open(calls_of(plan, sip)).text

    read = select(AuditEntry.details).where(
        AuditEntry.stream == plan.id, AuditEntry.account_id == nils.account_id
    )
    shown = [json.loads(one)["shown"] for one in sip.county.execute(read).scalars()]
    assert sorted(shown) == [[], [], [f"{maja.organisation_id}:housing"]]


def names(sip: SipWorld, organisation: UUID) -> str:
    found = select(Organisation.name).where(Organisation.id == organisation)
    name: str = sip.county.execute(found).scalar_one()
    return name


def test_a_protected_person_s_call_tells_no_place_and_no_number(
    sip: SipWorld, maja: Signed, nils: Signed, clinic: UUID
) -> None:
    plan = sip.plan(maja, phase=Phase.PREPARING, is_protected=True)
    plan.grant(PLAN, invite(sip.county.region))
    plan.placing(Placing.MEETING_PLACE, plan.meeting(clock.now() + timedelta(days=9)), "Sal 3")
    summon(plan, sip.county.region, clinic)
    page = nils.browser.open(calls_of(plan, sip))
    assert "Sal 3" not in page.text
    assert "skyddade uppgifter" in page.follow("Visa personnummer").text


def test_the_called_match_the_person_by_number_and_the_log_says_so(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, eva: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    path = calls_of(plan, sip)
    page = nils.browser.open(path).follow("Visa personnummer")
    assert "Det syns i loggen" in page.text
    read = select(AuditEntry.details).where(
        AuditEntry.stream == plan.id, AuditEntry.account_id == nils.account_id
    )
    what = [json.loads(one)["what"] for one in sip.county.execute(read).scalars()]
    assert what == ["call", "number"]
    eva.browser.open(f"{path}/number", status=404)
    plan.withdraw(invite(sip.county.region))
    nils.browser.open(f"{path}/number", status=404)


def test_the_caller_sees_that_it_was_opened_and_when(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, maja: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    assert "Inte öppnad än." in maja.browser.open(f"{plan.path}/calls").text
    nils.browser.open("/sip/calls")
    assert "Inte öppnad än." in maja.browser.open(f"{plan.path}/calls").text, "a list is no receipt"
    nils.browser.open(calls_of(plan, sip))
    for page in (f"{plan.path}/calls", calls_of(plan, sip)):
        told = maja.browser.open(page).text
        assert "Öppnad" in told
        assert nils.name not in told, "the organisation, not who it was"


def test_the_called_ask_and_are_told_without_answering(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, maja: Signed, eva: Signed, clinic: UUID
) -> None:
    summon(plan, sip.county.region, clinic)
    path = calls_of(plan, sip)
    page = nils.browser.open(path).follow("Fråga den som kallade")
    page.press("Ställ frågan", status=422)
    page.press("Ställ frågan", inquiry="when").send_again()
    assert "Inte besvarad än." in page.text
    assert addressed(sip, "call.asked") == {maja.account_id}
    assert only(sip, Call, plan)["status"] == "sent"

    eva.browser.open(f"{path}/ask", status=404)
    nils.browser.open(f"{path}/reply", status=404)
    case = maja.browser.open(path).follow("Svara på en fråga")
    asked = str(only(sip, CallQuestion, plan)["id"])
    case.press("Skicka svaret", status=422, question=asked)
    again = Browser(sip.county.app, token=maja.token).open(f"{path}/reply")
    case.press("Skicka svaret", question=asked, answer="Torsdag klockan tio.").send_again()
    assert addressed(sip, "call.replied") == {nils.account_id}
    assert "Torsdag klockan tio." in nils.browser.open(path).text
    assert b"Torsdag" not in only(sip, CallQuestion, plan)["answer_sealed"]
    again.press("Skicka svaret", status=422, question=asked, answer="Fredag.")
    assert again.problems == ["Frågan är redan besvarad."]
    fresh = Browser(sip.county.app, token=maja.token).open(f"{path}/reply")
    assert "När och var är mötet?" not in fresh.text


def test_who_answers_once_more_is_told_that_it_is_answered(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    school = sip.county.organisation("Gymnasieskolan", OrganisationKind.SCHOOL)
    plan.grant(invite(school))
    kurator = sip.caseworker(school, "Kim Kurator")
    summon(plan, school)
    page = kurator.browser.open(f"{calls_of(plan, sip)}/decline")
    page.press("Tacka nej", reason="no_time").send_again(status=422)
    assert "redan besvarad" in page.text
    other = sip.caseworker(sip.county.police, "Polly Polis")
    other.browser.open(f"{calls_of(plan, sip)}/decline", status=404)


def test_who_comes_is_asked_to_the_next_meeting(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, clinic: UUID
) -> None:
    meeting = plan.meeting(clock.now() + timedelta(days=9))
    summon(plan, sip.county.region, clinic)
    nils.browser.open(calls_of(plan, sip)).press("Ta emot", title="Sjuksköterska")
    assert addressed(sip, "meeting.planned") == {nils.account_id}
    page = nils.browser.open(f"{plan.path}/meetings/{meeting}")
    page.press("Skicka svaret", answer="coming")
    assert "Kommer" in page.text
