"""Consent through its pages: ask, answer, take back, correct, and what follows at once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.authz import OrganisationKind
from portal.identity.models import Account
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Organisation
from sip.kernel.vocabulary import ActKind, PersonKind, Phase
from sip.ledger.rules import relative, share
from sip.tables.consent import ConsentAct
from sip.tables.plan import Plan
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

HEALTH, HOUSING = "health", "housing"


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


WHY = "Vi vill hjälpa dig tillsammans."
HOW = {"how": "oral", "given": "told", "interpreter": "no"}


def ask(plan: PlanOfTests, *parties: UUID, **values: str) -> None:
    """The handler asks about the region, and these."""
    page = plan.handler.browser.open(f"{plan.path}/consent/ask")
    sent = {**HOW, "purpose": WHY}
    for party in {plan.world.county.region, *parties}:
        sent |= {f"ask_{party.hex}": "y", f"why_{party.hex}": "Behövs."}
    sent |= values
    url, data = page.filled("Anteckna att frågan är ställd", sent)
    page.post(url, {**data, "categories": [HEALTH, HOUSING]})


def tick(person: Signed, path: str, ticks: dict[UUID, list[str]], **values: str) -> None:
    """Answer a grid: each party that is named takes part and sees its categories."""
    send(person, *ticked(person, path, ticks, **values))
    if path.startswith("/my-plan/"):
        assert person.browser.heading == "Ditt svar är sparat"
        person.browser.follow("Vem får se planen nu")


def ticked(
    person: Signed, path: str, ticks: dict[UUID, list[str]], **values: str
) -> tuple[str, dict[str, object]]:
    page = person.browser.open(path)
    button = "Spara mitt svar" if "Spara mitt svar" in page.buttons else "Spara svaret"
    url, data = page.filled(button, dict(values))
    sent: dict[str, object] = dict(data)
    for party, categories in ticks.items():
        if page.soup.select_one(f"[name=party_{party.hex}]"):
            sent[f"party_{party.hex}"] = "y"
        sent[f"see_{party.hex}"] = categories
    return url, sent


def send(person: Signed, url: str, sent: dict[str, object], status: int = 200) -> None:
    person.browser.post(url, sent, status=status)  # type: ignore[arg-type]


def acts(plan: PlanOfTests) -> list[str]:
    rows = select(ConsentAct.kind).where(ConsentAct.plan_id == plan.id).order_by(ConsentAct.seq)
    return [kind.value for kind in plan.world.county.execute(rows).scalars()]


def phase(plan: PlanOfTests) -> Phase:
    found = select(Plan.phase).where(Plan.id == plan.id)
    value: Phase = plan.world.county.execute(found).scalar_one()
    return value


def test_a_question_is_answered_on_a_phone_and_the_work_may_begin(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    ask(plan, sip.county.region)
    assert maja.browser.heading == "Samtycket väntar på svar"
    assert phase(plan) is Phase.CONSENT

    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    assert page.heading == "Du har en fråga att svara på"
    assert "Väntar på ditt svar" in page.text
    tick(
        kim,
        f"{plan.my_path}/who-may-see/answer",
        {sip.county.region: [HEALTH], sip.county.municipality: [HEALTH, HOUSING]},
        plan="yes",
    )

    assert page.heading == "Du bestämmer vem som får se planen"
    assert "Får se hälsa" in page.text
    assert acts(plan) == ["ask", "refuse", "grant"]
    assert phase(plan) is Phase.PREPARING
    assert maja.browser.open(f"{plan.path}/consent").heading == "Samtycke finns"


def test_nothing_is_shared_that_was_not_ticked(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan, sip.county.region, sip.county.police)
    tick(
        kim,
        f"{plan.my_path}/who-may-see/answer",
        {sip.county.region: [HEALTH]},
        plan="yes",
    )
    text = kim.browser.text
    assert "Polisen Västerbotten Får inte se" in text
    assert "Får inte delas Egna önskemål Alkohol, droger och spel Social situation" in text


def test_a_party_that_comes_later_has_to_be_asked_about(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    region, police = sip.county.region, sip.county.police
    give(plan, kim, {region: [HEALTH]})
    ask(plan, police)
    tick(kim, f"{plan.my_path}/who-may-see/{police}", {police: [HEALTH]})
    assert "Region Västerbotten Får se en del" in kim.browser.text
    assert "Hälsa (inte från Polisen Västerbotten)" in kim.browser.text

    tick(kim, f"{plan.my_path}/who-may-see/{police}", {police: [HEALTH]}, mirror=HEALTH)
    assert "inte från" not in kim.browser.text


def test_the_person_names_somebody_nobody_asked_about(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    give(plan, kim, {})
    page = kim.browser.open(f"{plan.my_path}/who-may-see").follow("Polisen Västerbotten")
    assert page.heading == "Vad får Polisen Västerbotten se?"
    tick(kim, page.url, {sip.county.police: [HEALTH]})
    assert "Polisen Västerbotten Får se hälsa" in kim.browser.text
    said = kim.browser.open(f"{plan.my_path}/history/consent").text
    assert "Kim Andersson: tog själv upp frågan" in said
    assert "Antecknat av Kim" not in said


def test_an_act_tells_once_what_several_are_to_see_of_each_other(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan, sip.county.police)
    page = kim.browser.open(f"{plan.my_path}/history/consent")
    (act,) = page.soup.select(".consent-history > li")
    assert [one.get_text(" ", strip=True) for one in act.select(".said > li")] == [
        "att en plan görs",
        "att Polisen Västerbotten, Region Västerbotten får vara med",
        "att Åsele kommun, Polisen Västerbotten, Region Västerbotten får se hälsa, boende"
        " från varandra, Kim Andersson",
    ]


def test_what_is_seen_of_others_than_each_other_is_told_by_itself(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    region, police, kim_herself = sip.county.region, sip.county.police, plan.subject
    plan.act(
        ActKind.ASK,
        share(kim_herself, region, HEALTH),
        share(kim_herself, police, HEALTH),
        share(region, police, HEALTH),
    )
    page = kim.browser.open(f"{plan.my_path}/history/consent")
    assert [one.get_text(" ", strip=True) for one in page.soup.select(".said > li")] == [
        "att Polisen Västerbotten får se hälsa från Kim Andersson, Region Västerbotten",
        "att Region Västerbotten får se hälsa från Kim Andersson",
    ]


def test_no_to_the_plan_is_no_to_everything(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    ask(plan, sip.county.region)
    tick(kim, f"{plan.my_path}/who-may-see/answer", {sip.county.region: [HEALTH]}, plan="no")
    assert acts(plan) == ["ask", "refuse"]
    assert phase(plan) is Phase.CONSENT
    assert maja.browser.open(f"{plan.path}/consent").heading == "Samtycke saknas"


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (30, 10, "Samtycket slutar innan det börjar. Ändra någon av dagarna."),
        (-2, 10, "Samtycket kan inte börja gälla en dag som redan har varit."),
    ],
)
def test_a_period_that_cannot_be_has_its_own_message(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, first: int, last: int, message: str
) -> None:
    url, sent = ticked(
        kim,
        f"{plan.my_path}/who-may-see/answer",
        {sip.county.municipality: [HEALTH]},
        plan="yes",
        valid_from=str(clock.today() + timedelta(days=first)),
        valid_to=str(clock.today() + timedelta(days=last)),
    )
    send(kim, url, sent, status=422)
    assert kim.browser.problems == [message]
    assert acts(plan) == []


def test_to_narrow_one_kind_takes_back_that_kind_and_touches_nothing_else(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    region = sip.county.region
    give(plan, kim, {region: [HEALTH]})
    later = str(clock.today() + timedelta(days=500))
    tick(kim, f"{plan.my_path}/who-may-see/{region}", {region: [HEALTH]}, valid_to=later)
    tick(kim, f"{plan.my_path}/who-may-see/answer", {region: [HEALTH, HOUSING]})
    before = len(acts(plan))

    # the form shows the first of the days on which something ends
    tick(kim, f"{plan.my_path}/who-may-see/{region}", {region: [HEALTH]})
    assert acts(plan)[before:] == ["withdraw"]
    row = ConsentAct.__table__.c
    items = select(row["items"]).where(row.plan_id == plan.id).order_by(row.seq.desc()).limit(1)
    taken_back = sip.county.execute(items).scalar_one()
    assert taken_back
    assert all(item.endswith(HOUSING) for item in taken_back)


def test_a_withdrawal_takes_two_clicks_and_shuts_the_plan_at_the_next_request(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    region = sip.county.region
    give(plan, kim, {region: [HEALTH]})
    plan.participant(nils)
    nils.browser.open(plan.path)

    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    page.follow("Ta tillbaka : Region Västerbotten")
    assert "De andra kan läsa det som Region Västerbotten har skrivit även efteråt" in page.text
    page.press("Ja, ta tillbaka")

    assert page.heading == "Ditt samtycke är tillbakataget"
    assert "Nils Region" in page.text  # what had been disclosed to whom
    nils.browser.open(plan.path, status=404)
    text = page.follow("Vem får se planen nu").text
    assert "Region Västerbotten Nils Region, Handläggare Får inte se" in text


def test_what_a_party_wrote_before_it_was_shut_out_is_read_until_that_is_taken_back_too(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, maja: Signed
) -> None:
    region = sip.county.region
    give(plan, kim, {region: [HEALTH]})
    plan.grant(share(region, maja.organisation_id, HEALTH))
    plan.participant(nils)
    plan.goal("Följa blodtrycket", region, category=HEALTH)
    page = kim.browser.open(f"{plan.my_path}/withdraw/{region}").press("Ja, ta tillbaka")
    assert "Följa blodtrycket" in maja.browser.open(plan.path).text

    page.open(f"{plan.my_path}/who-may-see/{region}")
    url, sent = page.filled("Spara mitt svar", {})
    page.post(url, {**sent, "mirror": []})
    assert page.heading == "Ditt svar är sparat"
    assert "Följa blodtrycket" not in maja.browser.open(plan.path).text


def test_the_whole_plan_is_taken_back_at_once_and_nothing_comes_back_by_itself(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    give(plan, kim, {sip.county.region: [HEALTH]})
    plan.participant(nils)
    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    page.follow("Ta tillbaka samtycket till hela planen").press("Ja, ta tillbaka")
    nils.browser.open(plan.path, status=404)
    page.follow("Vem får se planen nu")
    assert page.heading == "Ingen annan får se planen"

    tick(kim, f"{plan.my_path}/who-may-see/answer", {}, plan="yes")
    nils.browser.open(plan.path, status=404)


def test_a_form_left_open_while_the_person_withdrew_answers_409_and_keeps_the_ticks(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    region, police = sip.county.region, sip.county.police
    give(plan, kim, {region: [HEALTH]})
    ask(plan, police)
    url, sent = ticked(
        maja,
        f"{plan.path}/consent/{plan.consenters[0]}/record/choose",
        {police: [HOUSING]},
        how="oral",
        plan="yes",
    )
    before = len(acts(plan))
    kim.browser.open(f"{plan.my_path}/withdraw/{region}").press("Ja, ta tillbaka")
    withdrawn = len(acts(plan))

    send(maja, url, sent, status=409)

    page = maja.browser
    assert "Något har ändrats sedan du öppnade sidan" in page.text
    assert "Kim Andersson: Tog tillbaka sitt ja" in page.text
    box = page.soup.select_one(f"input[name=see_{police.hex}][value={HOUSING}]")
    assert box is not None
    assert box.has_attr("checked")
    assert before < withdrawn == len(acts(plan))


def test_a_form_without_somebody_who_has_come_since_is_shown_again(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    url, sent = ticked(
        kim, f"{plan.my_path}/who-may-see/answer", {sip.county.municipality: [HEALTH]}, plan="yes"
    )
    plan.person(PersonKind.RELATIVE, "Anna Andersson")
    send(kim, url, sent, status=409)
    assert "Någon har kommit till eller lämnat planen." in kim.browser.text
    assert "Anna Andersson" in kim.browser.text
    assert acts(plan) == []


def test_the_same_answer_sent_twice_is_one_answer(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    give(plan, kim, {sip.county.region: [HEALTH]})
    said = len(acts(plan))
    kim.browser.send_again()
    assert len(acts(plan)) == said


def test_the_paper_says_where_to_call_and_where_to_send_it(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    paper = f"{plan.path}/consent/{plan.consenters[0]}/paper"
    back = "section[aria-labelledby=h-back]"
    assert len(maja.browser.open(paper).soup.select(f"{back} .blank")) == 2
    contact = {"contact_phone": "0941-140 00", "contact_address": "Centralgatan 1, 919 85 Åsele"}
    sip.county.execute(
        update(Organisation).where(Organisation.id == maja.organisation_id).values(contact)
    )
    said = maja.browser.open(paper).soup.select_one(back)
    assert not said.select(".blank")
    assert all(one in said.text for one in contact.values())


def test_staff_record_what_was_signed_on_paper_with_its_checksum(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    ask(plan, sip.county.region)
    consenter = plan.consenters[0]
    page = maja.browser.open(f"{plan.path}/consent/{consenter}/paper")
    assert "Det du inte kryssar för får inte delas" in page.text
    assert "Du bestämmer." in page.text
    record = f"{plan.path}/consent/{consenter}/record/choose"
    paper = {"signed_on": clock.today().isoformat(), "kept_at": "Pärm 3"}
    tick(maja, record, {sip.county.region: [HEALTH]}, how="written", plan="yes", **paper)

    assert page.heading == "Samtycke finns"
    assert "skriftligt. Antecknat av Maja Öhlund, Åsele kommun" in page.text
    assert "förvaras: Pärm 3" in page.text
    found = select(ConsentAct.evidence_hash, ConsentAct.recorded_for).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.GRANT
    )
    row = plan.world.county.execute(found).one()
    assert len(row.evidence_hash) == 32
    assert row.recorded_for == sip.county.municipality


def record(plan: PlanOfTests, **values: str) -> None:
    """The handler writes down a yes to all that was asked, unless `values` say otherwise."""
    page = plan.handler.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/record")
    page.press("Spara svaret", **{"how": "oral", "answer": "yes"} | values)


def test_what_was_recorded_in_error_stays_and_never_opens(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    ask(plan)
    record(plan)
    plan.participant(nils)
    nils.browser.open(plan.path)
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/withdraw")
    page.press("Spara återtagandet", what="plan", how="oral")
    nils.browser.open(plan.path, status=404)

    page.open(f"{plan.path}/consent").follow(f"Rätta : nr {len(acts(plan))}")
    page.press("Anteckna rättelsen")

    assert acts(plan)[-2:] == ["withdraw", "error"]
    assert "Rättad, räknas inte" in page.text
    assert "tog tillbaka sitt ja" in page.text
    nils.browser.open(plan.path, status=404)


def test_to_annul_a_consent_closes_what_it_opened(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    ask(plan)
    record(plan)
    plan.participant(nils)
    nils.browser.open(plan.path)
    page = maja.browser.open(f"{plan.path}/consent")
    page.follow(f"Rätta : nr {len(acts(plan))}").press("Anteckna rättelsen")
    nils.browser.open(plan.path, status=404)


def test_the_case_waits_for_both_guardians_and_says_so(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    mother, father = sip.individual("Eva Berg"), sip.individual("Olle Berg")
    plan = sip.plan(maja, person_name="Liv Berg", phase=Phase.NEED, needs_subject=False)
    for guardian in (mother, father):
        plan.require(plan.person(PersonKind.GUARDIAN, guardian.name, guardian))
    ask(plan, sip.county.region)
    plan.participant(nils)
    answers = f"{plan.my_path}/who-may-see/answer"

    tick(mother, answers, {sip.county.region: [HEALTH]}, plan="yes")
    assert "Väntar på svar från Olle Berg" in mother.browser.text
    assert "Väntar på någon annans svar" in mother.browser.text
    assert phase(plan) is Phase.CONSENT
    page = maja.browser.open(f"{plan.path}/consent")
    assert page.heading == "Samtycket väntar på svar"
    assert "Väntar på svar från Olle Berg" in page.text
    nils.browser.open(plan.path, status=404)

    tick(father, answers, {sip.county.region: [HEALTH]}, plan="yes")
    assert phase(plan) is Phase.PREPARING
    nils.browser.open(plan.path)


def test_a_proxy_is_shown_and_decides_only_what_the_mandate_covers(
    sip: SipWorld, maja: Signed
) -> None:
    god_man = sip.individual("Gun God")
    plan = sip.plan(maja, person_name="Siv Strand", phase=Phase.NEED, needs_subject=False)
    person = plan.person(PersonKind.REPRESENTATIVE, "Gun God", god_man)
    plan.require(person, scope=["plan", "invite", f"share:{HOUSING}"])
    ask(plan, sip.county.region)
    page = god_man.browser.open(f"{plan.my_path}/who-may-see/answer")
    offered = {str(box["value"]) for box in page.soup.select("input[name^=see_]")}
    assert offered == {HOUSING}

    url, sent = ticked(god_man, page.url, {sip.county.region: [HOUSING, HEALTH]}, plan="yes")
    send(god_man, url, sent, status=422)
    tick(god_man, page.url, {sip.county.region: [HOUSING]}, plan="yes")
    items = select(ConsentAct.items).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.GRANT
    )
    (granted,) = plan.world.county.execute(items).scalars()
    assert {key.split(":")[-1] for key in granted if key.startswith("share")} == {HOUSING}


def test_nobody_but_handlers_and_owners_sees_the_pages_of_consent(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    give(plan, kim, {sip.county.region: [HEALTH]})
    plan.participant(nils)
    anna = sip.individual("Anna Andersson")
    plan.grant(relative(plan.person(PersonKind.RELATIVE, "Anna Andersson", anna)))
    nils.browser.open(f"{plan.path}/consent", status=403)
    anna.browser.open(f"{plan.my_path}/who-may-see", status=403)
    stranger = sip.caseworker(sip.county.police, "Pia Polis")
    stranger.browser.open(f"{plan.path}/consent", status=404)


def give(plan: PlanOfTests, person: Signed, ticks: dict[UUID, list[str]]) -> None:
    """The person is asked and says yes to the plan and to these."""
    ask(plan, *ticks)
    tick(person, f"{plan.my_path}/who-may-see/answer", ticks, plan="yes")


def test_a_relatives_name_stays_out_of_the_title(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    anna = plan.person(PersonKind.RELATIVE, "Anna Andersson")
    give(plan, kim, {anna: [HEALTH]})
    for path in (f"who-may-see/{anna}", f"withdraw/{anna}"):
        page = kim.browser.open(f"{plan.my_path}/{path}")
        assert "Anna Andersson" in page.text
        assert page.soup.title is not None
        assert "Anna" not in page.soup.title.text


def test_a_question_and_an_answer_are_told_by_mail_that_says_nothing(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    give(plan, kim, {sip.county.region: [HEALTH]})
    found = select(OutboxMail.kind, OutboxMail.account_id, OutboxMail.path).where(
        OutboxMail.plan_id == plan.id
    )
    assert {tuple(row) for row in sip.county.execute(found)} == {
        ("consent.asked", kim.account_id, f"{plan.my_path}/who-may-see"),
        ("consent.answered", maja.account_id, f"{plan.path}/consent"),
    }


def test_a_mail_that_waits_is_not_sent_when_the_question_is_answered_or_annulled(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    email = update(Account).where(Account.id == kim.account_id).values(email="kim@example.se")
    sip.county.execute(email)
    found = select(OutboxMail.id).where(OutboxMail.kind == "consent.asked")

    def is_to_be_sent() -> bool:
        mail = sip.county.execute(found).scalars().all()[-1]
        return bool(sip.county.execute(select(func.app.is_grounded(mail))).scalar_one())

    ask(plan)
    assert is_to_be_sent()
    record(plan, answer="no")
    assert not is_to_be_sent()
    ask(plan)
    assert is_to_be_sent()
    newest = select(ConsentAct.id).where(ConsentAct.plan_id == plan.id)
    asked = sip.county.execute(newest.order_by(ConsentAct.seq.desc())).scalars().first()
    page = maja.browser.open(f"{plan.path}/consent/acts/{asked}/annul")
    page.press("Anteckna rättelsen")
    assert not is_to_be_sent()


def test_an_organisation_that_has_ended_is_let_in_by_nobody(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    gone = sip.county.organisation("Gamla skolan", OrganisationKind.SCHOOL)
    path = f"{plan.my_path}/who-may-see/{gone}"
    kim.browser.open(path)
    ended = update(Organisation).where(Organisation.id == gone)
    sip.county.execute(ended.values(ended_on=clock.today() - timedelta(days=1)))
    kim.browser.open(path, 404)


def test_a_withdrawal_that_staff_record_is_followed_by_what_to_tell_the_person(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed, nils: Signed
) -> None:
    give(plan, kim, {sip.county.region: [HEALTH]})
    plan.participant(nils)
    nils.browser.open(plan.path)
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/withdraw")
    page.press("Spara återtagandet", what=str(sip.county.region), how="oral")
    assert page.heading == "Det här har andra redan sett"
    assert "Region Västerbotten Vad de har sett Planen" in page.text
    assert "Nils" not in page.text
    nils.browser.open(plan.path, status=404)


def test_a_case_in_which_nobody_may_consent_leads_to_its_people(
    sip: SipWorld, maja: Signed
) -> None:
    plan = sip.plan(maja, needs_subject=False, phase=Phase.NEED)
    page = maja.browser.open(f"{plan.path}/consent")
    assert page.heading == "Samtycke saknas"
    page.follow("Gå till personerna")
