"""The private people of a plan: noted by handlers, let in by a code, whose consent is needed."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.db import db
from portal.identity.models import Account, Invitation, SignInFlow
from portal.personnummer import check_digit
from portal.tenancy.models import Membership
from sip.kernel.vocabulary import ActKind, PersonKind, Phase, Placing
from sip.ledger.rules import PLAN, invite
from sip.tables import functions
from sip.tables.consent import Consenter
from sip.tables.people import PlanPerson
from sip.tables.plan import Participant, Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import ISSUER, CountyOfTests, FakeProvider, identity_of
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

E_ID = replace(
    ISSUER,
    key="eid",
    door="individual",
    name="E-legitimation",
    issuer="https://eid.example.se",
)
KIM = "200803149822"
ANNA = "197503119815"
REFUSED = "Koden hör till någon annan"


@pytest.fixture
def county(county: CountyOfTests) -> CountyOfTests:
    settings = county.app.extensions["settings"]
    county.app.extensions["settings"] = replace(settings, issuers=(ISSUER, E_ID))
    county.app.extensions["providers"][E_ID.key] = FakeProvider(settings=E_ID)
    return county


@pytest.fixture
def plan(sip: SipWorld, sara: Signed) -> PlanOfTests:
    return sip.plan(sara, person_name="Kim Andersson")


def _people(plan: PlanOfTests) -> str:
    return f"{plan.path}/people"


def _code(page: Browser) -> str:
    return " ".join(page.soup.select_one(".code").text.split())


def _hand_over(plan: PlanOfTests, person: object) -> str:
    page = plan.handler.browser.open(f"{_people(plan)}/{person}/code")
    return _code(page.press("Visa koden", issuer="eid"))


def _note_number(plan: PlanOfTests, number: str) -> Browser:
    page = plan.handler.browser.open(f"{_people(plan)}/{plan.subject}/edit")
    return page.press("Spara", personnummer=number)


def _come_in(
    county: CountyOfTests,
    code: str,
    *,
    subject: str = "kim",
    name: str = "Kim Andersson",
    number: str | None = None,
    status: int = 200,
) -> Browser:
    """Type the code, sign in by the individual door, and see what comes then."""
    browser = county.visitor().open("/invitation")
    browser.press(browser.buttons[0], status=302, code=code)
    there = urlsplit(browser.response.headers["Location"])
    assert f"{there.scheme}://{there.netloc}" == E_ID.issuer
    state = parse_qs(there.query)["state"][0]
    identity = replace(
        identity_of(subject, name),
        issuer=E_ID.issuer,
        personnummer=number,
        organisation_number=None,
    )
    county.app.extensions["providers"][E_ID.key].identity = identity
    return browser.open(f"/sign-in/{E_ID.key}/callback?state={state}&code=x", status)


def _linked(county: CountyOfTests, person: object) -> object:
    return county.execute(select(PlanPerson.account_id).where(PlanPerson.id == person)).scalar_one()


# -- the code --------------------------------------------------------------------------------------


def test_a_code_lets_the_person_in_and_they_land_on_their_plan(plan: PlanOfTests) -> None:
    page = _come_in(plan.world.county, _hand_over(plan, plan.subject))

    assert page.url == plan.my_path
    assert page.heading == "Kims plan"
    assert "Kim" not in page.soup.title.text


def test_the_code_is_good_only_with_the_number_that_staff_noted(plan: PlanOfTests) -> None:
    county = plan.world.county
    _note_number(plan, "080314-9822")
    code = _hand_over(plan, plan.subject)
    page = _come_in(county, code, subject="anna", number=ANNA, status=403)

    assert page.heading == REFUSED
    assert _linked(county, plan.subject) is None
    assert (
        county.execute(
            select(func.count()).select_from(Account).where(Account.subject == "anna")
        ).scalar_one()
        == 0
    )
    assert _come_in(county, code, number=KIM).url == plan.my_path  # still unused


def test_a_code_from_before_the_number_was_noted_opens_nothing(plan: PlanOfTests) -> None:
    county, code = plan.world.county, _hand_over(plan, plan.subject)
    _note_number(plan, KIM)
    for number in (ANNA, KIM):
        page = county.visitor().open("/invitation")
        page.press(page.buttons[0], status=422, code=code)
        assert _linked(county, plan.subject) is None, number

    assert _come_in(county, _hand_over(plan, plan.subject), number=KIM).url == plan.my_path


@pytest.mark.parametrize("noted", [False, True], ids=["noted", "corrected"])
def test_a_number_noted_while_somebody_is_at_the_provider_counts(
    plan: PlanOfTests, *, noted: bool
) -> None:
    county = plan.world.county
    if noted:
        _note_number(plan, ANNA)
    code = _hand_over(plan, plan.subject)
    # as if nobody took the code back
    county.execute(
        update(PlanPerson).where(PlanPerson.id == plan.subject).values(personnummer_index=b"other")
    )
    _come_in(county, code, number=ANNA, status=403)

    assert _linked(county, plan.subject) is None


def test_whoever_showed_another_number_than_the_one_noted_now_is_let_in_no_more(
    plan: PlanOfTests,
) -> None:
    county = plan.world.county
    page = _come_in(county, _hand_over(plan, plan.subject), subject="anna", number=ANNA)
    told = _note_number(plan, KIM)

    assert "loggade in med ett annat personnummer" in told.text
    assert _linked(county, plan.subject) is None
    page.open(plan.my_path, 404)
    assert _come_in(county, _hand_over(plan, plan.subject), number=KIM).url == plan.my_path


def test_whoever_showed_the_number_that_is_noted_later_stays(plan: PlanOfTests) -> None:
    page = _come_in(plan.world.county, _hand_over(plan, plan.subject), number=KIM)
    told = _note_number(plan, KIM)

    assert "annat personnummer" not in told.text
    assert page.open(plan.my_path).heading == "Kims plan"


def test_a_coordination_number_without_a_month_is_noted_and_lets_the_person_in(
    plan: PlanOfTests,
) -> None:
    number = "191500722390"  # one of the tax agency's numbers for tests
    _note_number(plan, number)
    page = _come_in(plan.world.county, _hand_over(plan, plan.subject), number=number)

    assert page.url == plan.my_path


def test_who_may_be_a_child_by_an_open_number_is_taken_for_one(plan: PlanOfTests) -> None:
    this_year = clock.today().year
    nine = f"{(this_year - 18) % 100:02}0060239"
    page = _note_number(plan, f"{this_year - 18}{nine[2:]}{check_digit(nine)}")

    assert f"under 18 år till och med 30 december {this_year}" in page.text
    assert "Lägg till vårdnadshavare" in page.text


def test_a_number_that_is_none_is_somebody_else(plan: PlanOfTests) -> None:
    _note_number(plan, KIM)
    page = _come_in(plan.world.county, _hand_over(plan, plan.subject), number="1", status=403)

    assert page.heading == REFUSED


def test_a_sign_in_that_leaves_the_number_out_is_refused(plan: PlanOfTests) -> None:
    _note_number(plan, KIM)
    page = _come_in(plan.world.county, _hand_over(plan, plan.subject), status=403)

    assert page.heading == REFUSED
    assert _linked(plan.world.county, plan.subject) is None


def test_a_provider_that_is_known_to_give_no_numbers_is_believed(plan: PlanOfTests) -> None:
    settings = plan.world.county.app.extensions["settings"]
    nameless = replace(E_ID, personnummer_claims=())
    plan.world.county.app.extensions["settings"] = replace(settings, issuers=(ISSUER, nameless))
    _note_number(plan, KIM)

    assert _come_in(plan.world.county, _hand_over(plan, plan.subject)).url == plan.my_path


def test_a_code_works_once(plan: PlanOfTests) -> None:
    code = _hand_over(plan, plan.subject)
    _come_in(plan.world.county, code)
    page = plan.world.county.visitor().open("/invitation")

    page.press(page.buttons[0], status=422, code=code)


def test_a_new_code_replaces_the_one_before(plan: PlanOfTests) -> None:
    first = _hand_over(plan, plan.subject)
    second = _hand_over(plan, plan.subject)
    page = plan.world.county.visitor().open("/invitation")
    page.press(page.buttons[0], status=422, code=first)

    assert _come_in(plan.world.county, second).url == plan.my_path


def test_a_code_can_be_taken_back(plan: PlanOfTests) -> None:
    code = _hand_over(plan, plan.subject)
    page = plan.handler.browser.open(_people(plan))
    link = next(a for a in page.soup.select("main a") if "Återta koden" in a.text)
    page.open(str(link["href"])).press("Återta koden")
    page = plan.world.county.visitor().open("/invitation")

    page.press(page.buttons[0], status=422, code=code)


def test_a_code_that_has_expired_is_refused(plan: PlanOfTests) -> None:
    code = _hand_over(plan, plan.subject)
    plan.world.county.execute(
        update(Invitation).values(expires_at=clock.now() - timedelta(minutes=1))
    )
    page = plan.world.county.visitor().open("/invitation")

    page.press(page.buttons[0], status=422, code=code)


def test_the_code_and_the_name_are_kept_nowhere(plan: PlanOfTests) -> None:
    _note_number(plan, KIM)
    code = _hand_over(plan, plan.subject)
    away = plan.world.county.visitor().open("/invitation")
    away.press(away.buttons[0], status=302, code=code)  # on the way to the provider
    execute = plan.world.county.execute
    kept = " ".join(
        str(value)
        for model in (Invitation, AuditEntry, PlanPerson, SignInFlow)
        for row in execute(select(*model.__table__.columns))
        for value in row
    )

    assert code not in kept
    assert code.replace("-", "") not in kept
    assert "Kim" not in kept
    assert KIM not in kept


def test_a_second_plan_is_linked_to_the_same_account(sip: SipWorld, plan: PlanOfTests) -> None:
    second = sip.plan(sip.caseworker(sip.county.region, "Erik Lund"), person_name="Kim Andersson")
    _come_in(sip.county, _hand_over(plan, plan.subject))
    page = _come_in(sip.county, _hand_over(second, second.subject))

    assert _linked(sip.county, plan.subject) == _linked(sip.county, second.subject)
    assert page.url == "/my-plan"
    assert page.heading == "Du är med i 2 planer"
    roles = select(Membership.role).where(
        Membership.account_id == _linked(sip.county, plan.subject)
    )
    assert list(sip.county.execute(roles).scalars()) == [Role.INDIVIDUAL]


def test_somebody_who_can_sign_in_gets_no_other_code(plan: PlanOfTests) -> None:
    _come_in(plan.world.county, _hand_over(plan, plan.subject))
    page = plan.handler.browser.open(f"{_people(plan)}/{plan.subject}/code")

    page.press("Visa koden", issuer="eid", status=422)


def test_staff_who_are_private_people_come_in_by_the_other_door(
    county: CountyOfTests, plan: PlanOfTests
) -> None:
    county.member(county.region, Role.CASEWORKER, name="Kim Andersson")
    page = _come_in(county, _hand_over(plan, plan.subject))

    assert "Region" not in page.soup.select_one(".session").text
    assert page.url == plan.my_path
    page.open("/sip/plans", 403)


def test_only_a_handler_hands_over_a_code(sip: SipWorld, plan: PlanOfTests) -> None:
    erik = sip.caseworker(sip.county.region, "Erik Lund")
    stranger = sip.caseworker(sip.county.police, "Lisa Öberg")
    plan.opened_to(erik)
    path = f"{_people(plan)}/{plan.subject}/code"

    erik.browser.open(path, 403)
    stranger.browser.open(path, 404)
    assert sip.county.execute(select(func.count(Invitation.id))).scalar_one() == 0


# -- people, mandates and whose consent is needed ----------------------------------------------


def test_a_wrong_check_digit_has_its_own_message(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(f"{_people(plan)}/{plan.subject}/edit")

    page.press("Spara", personnummer="200803149823", status=422)
    assert page.problems == [
        "Sista siffran i personnumret stämmer inte med de andra. Någon siffra är fel."
    ]
    page.press("Spara", personnummer="20081349", status=422)
    assert page.problems == [
        "Skriv personnumret med tio eller tolv siffror, till exempel 19900102-1234."
    ]


def _number_of_a_child() -> str:
    """Somebody of ten, by a number whose check digit is right."""
    born = clock.today().replace(day=1) - timedelta(days=3653)
    nine = f"{born:%y%m%d}238"
    return f"{born:%Y%m%d}238{check_digit(nine)}"


def _child(sip: SipWorld, sara: Signed) -> PlanOfTests:
    plan = sip.plan(sara, person_name="Sam Berg", needs_subject=False)
    _note_number(plan, _number_of_a_child())
    return plan


def _required(plan: PlanOfTests) -> list[object]:
    now = clock.now() + timedelta(seconds=1)
    found = select(Consenter.person_id).where(
        Consenter.plan_id == plan.id,
        Consenter.required_from <= now,
        (Consenter.required_to.is_(None)) | (Consenter.required_to > now),
    )
    return list(plan.world.county.execute(found).scalars())


def _add_guardian(plan: PlanOfTests, name: str) -> Browser:
    page = plan.handler.browser.open(f"{_people(plan)}/guardians/new")
    return page.press("Lägg till", name=name, relation="mamma", capacity="guardian")


def test_a_child_waits_for_both_guardians(sip: SipWorld, sara: Signed) -> None:
    plan = _child(sip, sara)
    page = sara.browser.open(_people(plan))
    assert page.heading == "Ingen kan samtycka än"
    _add_guardian(plan, "Eva Berg")
    page = _add_guardian(plan, "Olle Berg")

    assert page.heading == "2 personers samtycke behövs"
    assert plan.subject not in _required(plan)
    page = sara.browser.open(f"{_people(plan)}/guardians/new")
    page.press("Lägg till", name="En till", status=422, capacity="guardian")
    assert page.problems == ["Ett barn har högst två vårdnadshavare."]


def test_the_god_man_of_a_child_is_one_wherever_they_are_named(
    sip: SipWorld, sara: Signed, nils: Signed
) -> None:
    """A child who has come without guardians has somebody in their place."""
    plan = _child(sip, sara)
    page = sara.browser.open(f"{_people(plan)}/guardians/new")
    page.press("Lägg till", name="Göran God", status=422)
    assert page.problems == ["Välj vad personen är för barnet."]
    page.press("Lägg till", name="Göran God", capacity="god_man")

    assert page.heading == "En persons samtycke behövs"
    assert "God man i vårdnadshavarens ställe" in page.text
    [god_man] = _required(plan)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(god_man))
    assert "God man i vårdnadshavarens ställe" in page.open(plan.path).text
    page.open(f"{_people(plan)}/{god_man}/edit").press("Spara", capacity="guardian")
    assert "God man" not in page.open(_people(plan)).soup.select_one("main").text
    assert "Vårdnadshavare" in page.text


def test_the_child_itself_is_asked_from_fifteen_or_when_it_is_so_decided(
    sip: SipWorld, sara: Signed
) -> None:
    plan = _child(sip, sara)
    _add_guardian(plan, "Eva Berg")
    page = sara.browser.open(f"{_people(plan)}/own-consent")
    assert "Ingen har bestämt något" in page.text
    page.press("Spara", status=422)
    assert page.problems == ["Välj om barnet ska tillfrågas.", "Skriv varför."]
    page.press("Spara", decides="yes", reason="Sam är mogen nog")

    assert plan.subject in _required(plan)
    assert len(_required(plan)) == 2


def test_whoever_leaves_the_plan_loses_it_at_once(sip: SipWorld, plan: PlanOfTests) -> None:
    anna = sip.individual("Anna Andersson")
    person = plan.person(PersonKind.RELATIVE, "Anna Andersson", anna)
    from sip.ledger.rules import relative

    plan.grant(PLAN, relative(person))
    anna.browser.open(plan.my_path)
    page = plan.handler.browser.open(f"{_people(plan)}/{person}/leave")
    page.press("Ta bort ur planen")

    anna.browser.open(plan.my_path, 404)


def test_the_person_cannot_be_made_to_leave(plan: PlanOfTests) -> None:
    plan.handler.browser.open(f"{_people(plan)}/{plan.subject}/leave", 404)


def test_somebody_of_another_plan_is_not_found(sip: SipWorld, plan: PlanOfTests) -> None:
    other = sip.plan(plan.handler, person_name="Robin Sandberg")
    for page in ("edit", "code"):
        plan.handler.browser.open(f"{_people(plan)}/{other.subject}/{page}", 404)


# -- protected identity ------------------------------------------------------------------------


def test_protection_hides_the_address_from_all_but_the_few(sip: SipWorld, sara: Signed) -> None:
    plan = sip.plan(sara, person_name="Kim Andersson")
    colleague = sip.caseworker(sip.county.municipality, "Lena Ek")
    participant = plan.participant(colleague)
    plan.placing(Placing.CONTACT, plan.subject, "Storgatan 7, Åsele")
    plan.grant(PLAN, invite(sip.county.municipality))
    page = sara.browser.open(f"{_people(plan)}/protection")
    page.press("Spara", is_protected=True, status=422)
    assert page.problems == ["Välj minst en som får se de skyddade uppgifterna."]
    page.press("Spara", is_protected=True, who_sees=str(participant))

    assert "Storgatan" not in sara.browser.open(_people(plan)).text
    assert "Storgatan" not in sara.browser.open(f"{_people(plan)}/{plan.subject}/edit").text
    assert "Storgatan" in colleague.browser.open(_people(plan)).text
    # nobody is led to where a unit is said who may not see it
    said = 'a[href$="/unit"]'
    assert not sara.browser.open(plan.path).soup.select(said)
    assert colleague.browser.open(plan.path).soup.select(said)


@pytest.mark.parametrize("how", ["frozen", "closed"])
def test_in_a_plan_that_stands_still_nobody_more_comes_to_see_where_the_person_is(
    sip: SipWorld, maja: Signed, sara: Signed, nils: Signed, how: str
) -> None:
    """A guardian does when it is turned off, and who is named for another organisation."""
    plan = sip.plan(maja, person_name="Kim Andersson", is_protected=True)
    handler, region = plan.participant(sara), plan.participant(nils)
    plan.grant(PLAN, invite(nils.organisation_id))
    page = f"{_people(plan)}/protection"
    maja.browser.open(page)
    lifted = maja.browser.filled("Spara", {"is_protected": False, "who_sees": []})
    if how == "frozen":
        plan.withdraw(PLAN)
    else:
        ended = {"phase": Phase.CLOSED, "closed_at": clock.now()}
        sip.county.execute(update(Plan).where(Plan.id == plan.id).values(**ended))

    assert "Därför kan skyddet inte tas bort" in maja.browser.post(*lifted, status=422).text
    shown = maja.browser.open(page).soup.select("input[name=who_sees]")
    assert str(region) not in {one["value"] for one in shown}
    for is_on, few in ((False, []), (True, [plan.handler_id, region])):
        with sip.county.app.app_context(), acting_as(maja.token):
            with pytest.raises(DBAPIError, match="the plan stands still"):
                functions.protect(plan.id, is_protected=is_on, who_sees=few)
            db.session.rollback()
    maja.browser.open(page).press("Spara", is_protected=True, who_sees=str(handler))
    named = select(Participant.id).where(Participant.plan_id == plan.id, Participant.sees_protected)
    assert sip.county.execute(named).scalars().all() == [handler]


INTERPRETER = "Tolk på arabiska, hörslinga"


def test_what_somebody_needs_to_understand_follows_to_every_call_and_meeting(
    sip: SipWorld, sara: Signed, kim: Signed
) -> None:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    nurse = sip.caseworker(sip.county.region, "Nina Nurse")
    plan.opened_to(nurse)
    page = sara.browser.open(f"{_people(plan)}/{plan.subject}/edit")
    page.press("Spara", understood=INTERPRETER)
    assert INTERPRETER in page.text
    page = sara.browser.open(f"{_people(plan)}/{plan.subject}/edit")
    assert page.value("understood") == INTERPRETER
    page.press("Spara", name="Kim A")
    assert INTERPRETER in nurse.browser.open(plan.path).text, "correcting a name leaves it"

    page = sara.browser.open(f"{plan.path}/meetings/new")
    assert f"Kim A ({INTERPRETER})" in page.text
    day = (clock.today() + timedelta(days=14)).isoformat()
    hours = {"purpose": "planning", "day": day, "starts": "13", "ends": "14", "place": "Torget 1"}
    page.press("Planera mötet", **hours)
    page.open(str(page.soup.select_one("main .entries a")["href"]))
    assert INTERPRETER in page.text

    plan.grant(invite(sip.county.police))
    page = sara.browser.open(f"{plan.path}/calls/new/{sip.county.police}")
    page.press("Skicka inbjudan", asked="Berätta hur ni kan stötta.")
    called = sip.caseworker(sip.county.police, "Petra Polis").browser.open("/sip/calls")
    called.open(str(called.soup.select_one("main .entries a")["href"]))
    assert INTERPRETER in called.text


def test_what_somebody_needs_is_kept_sealed_and_seen_by_no_others(
    sip: SipWorld, sara: Signed, kim: Signed
) -> None:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    sara.browser.open(f"{_people(plan)}/{plan.subject}/edit").press("Spara", understood=INTERPRETER)
    kept = select(PlanPerson.understood_sealed).where(PlanPerson.id == plan.subject)
    sealed = plan.world.county.execute(kept).scalar_one()
    assert sealed
    assert INTERPRETER.encode() not in bytes(sealed)
    other = sip.caseworker(sip.county.region, "Olle Annan")
    other.browser.open(plan.path, status=404)
