"""Codes handed over in a plan: each is one person's, and good at the door of private people."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock, personnummer
from portal.authz import Role
from portal.db import db
from portal.identity import attempts
from portal.identity.models import Invitation
from portal.identity.service import SomebodyElseError, accept
from portal.ids import new_id
from portal.web import qr
from sip.kernel.vocabulary import PersonKind
from sip.tables.people import KeptOut, PlanPerson
from sip.tables.plan import Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import ISSUER, CountyOfTests, FakeProvider, identity_of
from tests.integration.identity.at_the_provider import come_back, state_of
from tests.integration.isolation import taken_back
from tests.integration.sip.world import PlanOfTests, SipWorld
from tests.unit.sip.consent.rows import Code, Door, Named, comes_in

E_ID = replace(
    ISSUER, key="eid", door="individual", name="E-legitimation", issuer="https://eid.example.se"
)


@pytest.fixture
def plan(county: CountyOfTests, monkeypatch: pytest.MonkeyPatch) -> PlanOfTests:
    settings = replace(county.app.extensions["settings"], issuers=(ISSUER, E_ID))
    monkeypatch.setitem(county.app.extensions, "settings", settings)
    monkeypatch.setitem(county.app.extensions["providers"], E_ID.key, FakeProvider(E_ID))
    sip = SipWorld(county)
    return sip.plan(sip.caseworker(county.municipality, "Sara Nilsson"), person_name="Kim Berg")


def _path(plan: PlanOfTests, person: UUID) -> str:
    return f"{plan.path}/people/{person}/code"


def _hand_over(plan: PlanOfTests, person: UUID, status: int = 200) -> None:
    page = plan.handler.browser.open(_path(plan, person))
    page.press("Visa koden", issuer=E_ID.key, status=status)


def _can_come_in_by_code(plan: PlanOfTests) -> set[UUID | None]:
    """Whose codes can still be used."""
    mine = Invitation.plan_id == plan.id, Invitation.revoked_at.is_(None)
    return set(plan.world.county.execute(select(Invitation.plan_person_id).where(*mine)).scalars())


def test_a_code_of_one_person_leaves_that_of_another_alone(plan: PlanOfTests) -> None:
    relative = plan.person(PersonKind.RELATIVE, "Anna Berg")
    for person in (plan.subject, relative):
        _hand_over(plan, person)
    assert _can_come_in_by_code(plan) == {plan.subject, relative}

    plan.handler.browser.open(f"{_path(plan, relative)}/revoke").press("Återta koden")
    assert _can_come_in_by_code(plan) == {plan.subject}


@pytest.mark.parametrize("address", ["/revoke", ""])
def test_an_older_page_ends_no_code_that_was_handed_over_since(
    plan: PlanOfTests, address: str
) -> None:
    _hand_over(plan, plan.subject)
    late = Browser(plan.world.county.app, token=plan.handler.token)
    late.open(f"{_path(plan, plan.subject)}{address}")
    button = "Återta koden" if address else "Visa koden"
    values = {} if address else {"issuer": E_ID.key}
    _hand_over(plan, plan.subject)
    open_now = select(Invitation.id).where(Invitation.revoked_at.is_(None))
    newer = plan.world.county.execute(open_now).scalar_one()
    late.press(button, status=422, **values)

    assert late.problems == [
        "Personen har fått en ny kod sedan du öppnade sidan. Skicka igen om den inte ska gälla"
        " längre."
    ]
    assert plan.world.county.execute(open_now).scalar_one() == newer
    late.press(button, **values)  # now it was read
    assert newer not in plan.world.county.execute(open_now).scalars().all()


def test_somebody_who_has_left_gets_no_code(plan: PlanOfTests) -> None:
    relative = plan.person(PersonKind.RELATIVE, "Anna Berg")
    left = update(PlanPerson).where(PlanPerson.id == relative)
    plan.world.county.execute(left.values(ended_at=clock.now()))

    _hand_over(plan, relative, status=422)
    assert _can_come_in_by_code(plan) == set()


def test_a_code_is_for_a_provider_of_private_people(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(_path(plan, plan.subject))
    offered = [str(one["value"]) for one in page.soup.select("[name=issuer] option")]

    assert offered == [E_ID.key]


def _come_in(plan: PlanOfTests, code: str, status: int) -> Browser:
    """Type the code, and sign in as somebody the portal has never met."""
    county = plan.world.county
    browser = county.visitor().open("/invitation")
    browser.press(browser.buttons[0], status=302, code=code)
    identity = replace(identity_of("kim", "Kim Berg"), issuer=E_ID.issuer)
    county.app.extensions["providers"][E_ID.key].identity = identity
    return come_back(browser, state_of(browser, E_ID), status, issuer=E_ID)


@pytest.mark.parametrize("meanwhile", ["has left", "is linked to somebody else"])
def test_a_code_lets_nobody_in_as_somebody_who(plan: PlanOfTests, meanwhile: str) -> None:
    county, other = plan.world.county, plan.world.individual("Robin Sandberg")
    page = plan.handler.browser.open(_path(plan, plan.subject))
    page.press("Visa koden", issuer=E_ID.key)
    code = " ".join(page.soup.select_one(".code").text.split())
    changed = {"ended_at": clock.now()}
    if meanwhile == "is linked to somebody else":
        changed = {"account_id": other.account_id, "linked_at": clock.now()}
    person = PlanPerson.id == plan.subject
    county.execute(update(PlanPerson).where(person).values(changed))
    before = county.execute(select(PlanPerson.account_id).where(person)).scalar_one()

    assert _come_in(plan, code, 403).heading == "Koden hör till någon annan"
    assert county.execute(select(PlanPerson.account_id).where(person)).scalar_one() == before


@pytest.mark.parametrize("what", ["another plan's person", "who has left", "another organisation"])
def test_a_handler_writes_no_code_but_for_the_people_of_the_plan(
    plan: PlanOfTests, what: str
) -> None:
    sip, county = plan.world, plan.world.county
    wanted = {"organisation_id": sip.individuals, "plan_person_id": plan.subject}
    if what == "another plan's person":
        wanted["plan_person_id"] = sip.plan(plan.handler).subject
    elif what == "who has left":
        wanted["plan_person_id"] = plan.person(PersonKind.RELATIVE, "Anna Berg")
        left = update(PlanPerson).where(PlanPerson.id == wanted["plan_person_id"])
        county.execute(left.values(ended_at=clock.now()))
    else:
        wanted["organisation_id"] = county.municipality
    written = insert(Invitation).values(
        id=new_id(),
        county_id=county.id,
        token_hash=bytes(32),
        issuer_key=E_ID.key,
        role=Role.INDIVIDUAL,
        name="",
        plan_id=plan.id,
        invited_by="Sara Nilsson",
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
        **wanted,
    )
    with county.app.app_context(), acting_as(plan.handler.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.execute(written)
        db.session.rollback()


def test_only_the_named_few_are_asked_where_a_protected_person_is(plan: PlanOfTests) -> None:
    protect = update(Plan).where(Plan.id == plan.id).values(is_protected=True)
    plan.world.county.execute(protect)
    page = plan.handler.browser.open(f"{plan.path}/people/{plan.subject}/edit")

    assert page.soup.select("[name=name]")
    assert not page.soup.select("[name=contact]")


def _noted_code(plan: PlanOfTests, index: bytes | None) -> str:
    """A code for the person, whose number was noted as this, or was not."""
    noted = update(PlanPerson).where(PlanPerson.id == plan.subject)
    plan.world.county.execute(noted.values(personnummer_index=index))
    page = plan.handler.browser.open(_path(plan, plan.subject))
    page.press("Visa koden", issuer=E_ID.key)
    return page.soup.select_one(".code").text.strip()


def _lasts(plan: PlanOfTests) -> timedelta:
    found = select(Invitation.expires_at - Invitation.created_at)
    return plan.world.county.execute(found.where(Invitation.plan_id == plan.id)).scalar_one()


@pytest.mark.parametrize(("index", "days"), [(bytes(32), 14), (None, 3)])
def test_a_code_that_is_good_for_whoever_has_it_lasts_shorter(
    plan: PlanOfTests, index: bytes | None, days: int
) -> None:
    code = _noted_code(plan, index)

    assert len(code) == len("ABCD-EFGH")
    assert abs(_lasts(plan) - timedelta(days=days)) < timedelta(minutes=5)


def test_what_a_provider_does_not_tell_holds_no_code_to_a_number(
    plan: PlanOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    untold = replace(E_ID, personnummer_claims=())
    settings = replace(plan.world.county.app.extensions["settings"], issuers=(ISSUER, untold))
    monkeypatch.setitem(plan.world.county.app.extensions, "settings", settings)
    _noted_code(plan, bytes(32))

    assert _lasts(plan) < timedelta(days=4)


@pytest.mark.parametrize(("index", "status"), [(bytes(32), 302), (None, 429)])
def test_past_the_limit_no_short_code_is_told_right_but_one_held_to_a_number(
    plan: PlanOfTests, monkeypatch: pytest.MonkeyPatch, index: bytes | None, status: int
) -> None:
    county, code = plan.world.county, _noted_code(plan, index)
    counted = attempts.count_by_all
    monkeypatch.setattr(attempts, "count_by_all", lambda what, most: counted(what, most=2))
    for _ in range(2):
        guess = county.visitor().open("/invitation")
        guess.press(guess.buttons[0], status=422, code="AAAA-AAAA")

    mine = county.visitor().open("/invitation")
    mine.press(mine.buttons[0], status=status, code=code)


def test_the_letter_has_the_code_in_a_picture_that_sends_it_to_no_server(
    plan: PlanOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(qr, "drawn", lambda address: drawn.append(address) or "data:,")
    code = _noted_code(plan, None)

    assert [one.partition("/invitation")[2] for one in drawn] == [f"#{code}"]


NUMBER, ANOTHER = "198001019879", "198001019861"
CODES = (Code(is_used=True), Code(is_revoked=True), Code(is_over=True))
PEOPLE = (Named(has_left=True), Named(is_kept_out=True), Named(is_linked_to_another=True))
NOTED = ((None, None), (NUMBER, NUMBER), (NUMBER, ANOTHER), (None, NUMBER), (NUMBER, None))
CASES = (
    *product([(Code(), Named())], NOTED, (None, NUMBER, ANOTHER)),
    *product([(code, Named()) for code in CODES], NOTED[:2], (NUMBER,)),
    *product([(Code(), person) for person in PEOPLE], NOTED[:2], (NUMBER,)),
)


def test_a_code_lets_in_whom_the_specification_says(plan: PlanOfTests) -> None:
    vault, organisation = plan.world.vault, plan.handler.organisation_id
    indexed: dict[str | None, bytes | None] = {None: None}
    for number in (NUMBER, ANOTHER):
        indexed[number] = vault.blind_index(organisation, personnummer.parse(number).digits)
    for (drawn, named), (then, now), shown in CASES:
        code = replace(drawn, number=indexed[then])
        person = replace(named, number=indexed[now])
        with taken_back(plan.world.county.connection):
            code_hash = _handed_over(plan, code, person)
            for tells_number in (True, False):
                found = _used(plan, code_hash, shown, tells_number=tells_number)
                expected = comes_in(code, person, indexed[shown], tells_number=tells_number)
                assert found is expected, (code, person, shown, tells_number)


def _handed_over(plan: PlanOfTests, code: Code, person: Named) -> bytes:
    """A code that is so, for the person whose plan it is, who is so."""
    sip, now, subject = plan.world, clock.now(), plan.person(PersonKind.RELATIVE, "Anna Berg")
    linked = {"account_id": plan.handler.account_id, "linked_at": now}
    is_so = {"personnummer_index": person.number} | (linked if person.is_linked_to_another else {})
    is_so |= {"ended_at": now} if person.has_left else {}
    sip.county.execute(update(PlanPerson).where(PlanPerson.id == subject).values(is_so))
    if person.is_kept_out:
        noted = {"from_party": plan.handler.organisation_id, "recorded_by": "", "recorded_at": now}
        plan.add(KeptOut, person_id=subject, **noted)
    code_hash = new_id().bytes * 2
    sip.enter(
        Invitation,
        county_id=plan.county_id,
        token_hash=code_hash,
        issuer_key=E_ID.key,
        organisation_id=sip.individuals,
        role=Role.INDIVIDUAL,
        name="",
        plan_id=plan.id,
        plan_person_id=subject,
        personnummer_index=code.number,
        invited_by="Sara Nilsson",
        created_at=now - timedelta(days=2),
        expires_at=now + timedelta(days=-1 if code.is_over else 1),
        used_at=now if code.is_used else None,
        revoked_at=now if code.is_revoked else None,
    )
    return code_hash


def _used(plan: PlanOfTests, code_hash: bytes, shown: str | None, *, tells_number: bool) -> Door:
    app = plan.world.county.app
    somebody = replace(identity_of(str(new_id()), "Anna Berg"), personnummer=shown)
    with app.app_context(), acting_as(""):
        try:
            accepted = accept(
                somebody,
                code_hash=code_hash,
                issuer_key=E_ID.key,
                secret_key=app.extensions["settings"].secret_key,
                tells_number=tells_number,
            )
        except SomebodyElseError:
            return Door.SOMEBODY_ELSE
        finally:
            db.session.rollback()
    return Door.NO_CODE if accepted is None else Door.IN
