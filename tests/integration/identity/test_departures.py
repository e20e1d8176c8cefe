"""Roles end after a question, never the last that is needed; what waits is given to somebody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import Account, Invitation, SignInSession
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Membership
from portal.transaction import transaction
from sip.kernel.vocabulary import ActionStatus, MeetingStatus, Phase
from sip.ledger.rules import PLAN, invite
from sip.tables.calling import Attendance, Meeting
from sip.tables.plan import Action, FollowUp, Participant, Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.conftest import Engines
from tests.integration.county import COORDINATOR, CountyOfTests, Parties, Somebody
from tests.integration.sip.world import Signed, SipWorld
from tests.integration.world import World

ADMINISTRATOR = (Role.ADMINISTRATOR,)


@pytest.fixture
def goran(county: CountyOfTests) -> Browser:
    return county.member(county.municipality, *ADMINISTRATOR, name="Göran Hallgren")


def _member(county: CountyOfTests, organisation: UUID, *roles: Role) -> tuple[Somebody, list[UUID]]:
    somebody = county.somebody("Slutar Snart")
    return somebody, county.grant(somebody, organisation, *roles)


def _end_path(membership: UUID) -> str:
    return f"/administration/members/{membership}/end"


def _roles(county: CountyOfTests, account_id: UUID) -> set[Role]:
    live = select(Membership.role).where(
        Membership.account_id == account_id, Membership.ended_at.is_(None)
    )
    return set(county.execute(live).scalars())


def _mailed(county: CountyOfTests, kind: str) -> set[UUID]:
    found = select(OutboxMail.account_id).where(OutboxMail.kind == kind)
    return set(county.execute(found).scalars())


def _membership_of(county: CountyOfTests, browser: Browser, role: Role) -> UUID:
    with county.app.app_context(), acting_as(browser.token):
        me = db.session.scalar(select(func.app.my_account()))
    found: UUID = county.execute(
        select(Membership.id).where(Membership.account_id == me, Membership.role == role)
    ).scalar_one()
    return found


# -- the last administrator ------------------------------------------------------------------------


def test_the_last_administrator_stays_and_is_told_why(
    county: CountyOfTests, goran: Browser
) -> None:
    own = _membership_of(county, goran, Role.ADMINISTRATOR)
    page = goran.open(_end_path(own))
    assert "Det här är er enda administratör." in page.text
    assert "Ta bort rollen" not in page.buttons
    page.open("/administration/invite")
    page.post(_end_path(own), status=422)

    live = select(Membership.ended_at).where(Membership.id == own)
    assert county.execute(live).scalar_one() is None


def test_a_disabled_administrator_is_no_other(county: CountyOfTests, goran: Browser) -> None:
    away, _ = _member(county, county.municipality, *ADMINISTRATOR)
    county.execute(update(Account).where(Account.id == away.id).values(disabled_at=clock.now()))
    page = goran.open(_end_path(_membership_of(county, goran, Role.ADMINISTRATOR)))

    assert "Det här är er enda administratör." in page.text


def test_one_of_two_administrators_leaves_by_their_own_hand_and_lands_somewhere(
    county: CountyOfTests, goran: Browser
) -> None:
    _member(county, county.municipality, *ADMINISTRATOR)
    own = _membership_of(county, goran, Role.ADMINISTRATOR)
    page = goran.open("/administration").open(_end_path(own))
    assert "Göran Hallgren har ingen roll kvar hos er" in page.text
    page.press("Ta bort rollen")

    assert page.url == "/"


def test_the_database_keeps_the_last_administrator(county: CountyOfTests, goran: Browser) -> None:
    own = _membership_of(county, goran, Role.ADMINISTRATOR)
    end = update(Membership).where(Membership.id == own).values(ended_at=clock.now())
    with county.app.app_context(), acting_as(goran.token):
        with pytest.raises(IntegrityError, match="the last who can"):
            db.session.connection().execute(end)
        db.session.rollback()


def test_two_administrators_who_end_each_other_at_once_do_not_both(
    engines: Engines, world: World
) -> None:
    county = world.county()
    organisation = world.organisation(county)
    people = [world.person(county, organisation, *ADMINISTRATOR, name=n) for n in ("A", "B")]
    with engines("owner").connect() as owner:
        rows = dict(owner.execute(select(Membership.account_id, Membership.id)).all())

    def end(who: int) -> bool:
        other = people[1 - who]
        with engines("app").connect() as connection:
            connection.execute(select(func.app.enter(people[who].token)))
            statement = update(Membership).where(Membership.id == rows[other.account_id])
            try:
                connection.execute(statement.values(ended_at=clock.now()))
                connection.execute(select(func.pg_sleep(0.3)))
                connection.commit()
            except DBAPIError:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(end, (0, 1)))
    with engines("owner").connect() as owner:
        live = select(func.count()).where(Membership.ended_at.is_(None))
        left = owner.execute(live.select_from(Membership)).scalar_one()

    assert (sorted(ended), left) == ([False, True], 1)


# -- roles of agreements ---------------------------------------------------------------------------


def test_a_role_ends_after_a_question_that_says_what_happens(
    county: CountyOfTests, goran: Browser
) -> None:
    somebody, (membership,) = _member(county, county.municipality, Role.REVIEWER)
    page = goran.open("/administration").follow("Ta bort rollen : Slutar Snart")
    assert page.heading == "Ta bort rollen för Slutar Snart?"
    assert "Slutar Snart kan inte längre granska loggen för Åsele kommun." in page.text
    assert "Efter det har ni ingen loggranskare." in page.text
    assert _roles(county, somebody.id) == {Role.REVIEWER}
    page.press("Ta bort rollen")

    assert _roles(county, somebody.id) == set()
    assert somebody.id in _mailed(county, "role.ended")
    goran.open(_end_path(membership), 404)


def test_the_last_coordinator_of_a_running_agreement_names_a_successor(
    county: CountyOfTests, shared: Parties
) -> None:
    admin = county.member(shared.municipality_id, *ADMINISTRATOR, name="Göran Hallgren")
    other, _ = _member(county, shared.municipality_id, Role.REVIEWER)
    membership = _membership_of(county, shared.municipality, Role.COORDINATOR)
    suggestion = shared.suggest(shared.municipality, shared.section(2), "Inom två veckor.")
    page = admin.open(_end_path(membership))
    assert "En överenskommelse är inte klar." in page.text
    assert "Ett förslag av Maja Öhlund är inte avgjort." in page.text
    page.press("Ta bort rollen", status=422)
    assert page.problems == ["Välj vem som tar över."]
    page.press("Ta bort rollen", coordinator=str(other.id))

    assert Role.COORDINATOR in _roles(county, other.id)
    assert other.id in _mailed(county, "role.given")
    browser = county.sign_in(other)
    assert "Du har fått en roll" in browser.open("/todo").text
    assert "Återta" in browser.open(suggestion).response.text


def test_a_coordinator_with_a_colleague_just_leaves(county: CountyOfTests, shared: Parties) -> None:
    admin = county.member(shared.municipality_id, *ADMINISTRATOR)
    _member(county, shared.municipality_id, Role.COORDINATOR)
    membership = _membership_of(county, shared.municipality, Role.COORDINATOR)
    page = admin.open(_end_path(membership))

    assert not page.soup.select("select[name=coordinator]")
    page.press("Ta bort rollen")
    assert shared.municipality.open("/agreements").url.startswith("/sign-in")


def test_without_anybody_to_give_to_the_last_coordinator_stays(
    county: CountyOfTests, shared: Parties
) -> None:
    somebody = county.somebody("Ensam Samordnare")
    parties = Parties(county, municipality=shared.municipality_id)
    assert parties  # a second coordinator of the municipality, who leaves first
    ends = update(Membership).where(
        Membership.organisation_id == shared.municipality_id,
        Membership.role == Role.COORDINATOR,
    )
    county.execute(ends.values(ended_at=clock.now()))
    roles = county.grant(somebody, shared.municipality_id, Role.COORDINATOR, Role.ADMINISTRATOR)
    browser = county.sign_in(somebody)
    page = browser.open(_end_path(roles[0]))

    assert "Ingen hos er kan ta över det som väntar." in page.text
    end = update(Membership).where(Membership.id == roles[0]).values(ended_at=clock.now())
    with county.app.app_context(), acting_as(browser.token):
        with pytest.raises(IntegrityError, match="the last who can"):
            db.session.connection().execute(end)
        db.session.rollback()


def test_the_last_signatory_while_it_is_signed_names_a_successor(
    county: CountyOfTests, signing: Parties
) -> None:
    admin = county.member(signing.municipality_id, *ADMINISTRATOR)
    somebody, _ = signing.signatory(signing.municipality_id, "Sune Signatär")
    membership = county.execute(
        select(Membership.id).where(
            Membership.account_id == somebody.id, Membership.role == Role.SIGNATORY
        )
    ).scalar_one()
    other, _ = _member(county, signing.municipality_id, Role.REVIEWER)
    page = admin.open(_end_path(membership))
    assert "En överenskommelse ska skrivas under av er." in page.text
    page.press("Ta bort rollen", signatory=str(other.id))

    signing.sign(other, county.sign_in(other))


def test_somebody_of_another_organisation_takes_nothing_over(
    county: CountyOfTests, shared: Parties
) -> None:
    admin = county.member(shared.municipality_id, *ADMINISTRATOR)
    stranger, _ = _member(county, county.police, Role.COORDINATOR)
    membership = _membership_of(county, shared.municipality, Role.COORDINATOR)
    page = admin.open(_end_path(membership))
    page.post(_end_path(membership), {"coordinator": str(stranger.id)}, status=422)

    assert "samordnare" in page.text


def test_nobody_ends_a_role_of_another_organisation(county: CountyOfTests, goran: Browser) -> None:
    somebody, (membership,) = _member(county, county.police, *COORDINATOR)
    goran.open(_end_path(membership), 404)
    for path in ("", "/end", "/sign-out"):
        goran.open(f"/administration/people/{somebody.id}{path}", 404)


def test_all_roles_and_sessions_end_in_one_act(county: CountyOfTests, goran: Browser) -> None:
    somebody, _ = _member(county, county.municipality, Role.REVIEWER, Role.COORDINATOR)
    browser = county.sign_in(somebody)
    page = goran.open("/administration").follow("Slutar Snart").follow("Ta bort alla roller")
    page.press("Ta bort alla roller och logga ut")

    assert _roles(county, somebody.id) == set()
    assert browser.open("/todo").url.startswith("/sign-in")
    live = select(func.count()).where(
        SignInSession.account_id == somebody.id, SignInSession.ended_at.is_(None)
    )
    assert county.execute(live.select_from(SignInSession)).scalar_one() == 0


def test_an_administrator_signs_a_colleague_out_only_where_they_act_for_the_organisation(
    county: CountyOfTests, goran: Browser
) -> None:
    somebody, _ = _member(county, county.municipality, Role.COORDINATOR)
    here = county.sign_in(somebody)
    county.grant(somebody, county.police, Role.COORDINATOR)
    elsewhere = county.sign_in(somebody)
    elsewhere.open("/account").post(f"/account/organisation/{county.police}")
    page = goran.open(f"/administration/people/{somebody.id}").follow("Logga ut överallt")
    assert "Rollerna är kvar" in page.text
    page.press("Logga ut överallt")

    assert here.open("/agreements").url.startswith("/sign-in")
    assert elsewhere.open("/agreements").url == "/agreements"
    assert somebody.id in _mailed(county, "session.ended")
    again = county.sign_in(somebody)
    again.open("/account").post(f"/account/organisation/{county.municipality}")
    assert "avslutat dina inloggningar" in again.open("/todo").text


def test_an_invitation_is_taken_back_after_a_question(
    county: CountyOfTests, goran: Browser
) -> None:
    page = goran.open("/administration/invite")
    page.press(page.buttons[0], name="Nya Namnsson", role="coordinator", issuer="staff")
    page = goran.open("/administration").follow("Återta : Nya Namnsson")
    assert "Samordnare" in page.text
    revoked = select(Invitation.revoked_at).where(Invitation.name == "Nya Namnsson")
    assert county.execute(revoked).scalar_one() is None
    page.press("Återta inbjudan")

    assert county.execute(revoked).scalar_one() is not None


# -- plans -----------------------------------------------------------------------------------------


@pytest.fixture
def sip(county: CountyOfTests) -> SipWorld:
    return SipWorld(county)


@pytest.fixture
def sara(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.municipality, "Sara Nilsson")


@pytest.fixture
def eva(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.municipality, "Eva Efterträdare")


def _caseworker_role(county: CountyOfTests, signed: Signed) -> UUID:
    found: UUID = county.execute(
        select(Membership.id).where(Membership.account_id == signed.account_id)
    ).scalar_one()
    return found


@pytest.fixture
def running(sip: SipWorld, sara: Signed) -> "Running":
    return Running(sip, sara)


class Running:
    """A plan that Sara holds together, with a meeting, a follow-up and a measure of hers."""

    def __init__(self, sip: SipWorld, sara: Signed) -> None:
        county = sip.county
        self.kim = sip.individual("Kim Andersson")
        self.nils = sip.caseworker(county.region, "Nils Region")
        self.plan = sip.plan(sara, person=self.kim, person_name="Kim Andersson")
        self.plan.participant(self.nils)
        self.plan.grant(PLAN, invite(county.region))
        self.sara_id = self.plan.handler_id
        now = clock.now()
        county.execute(
            update(Plan).where(Plan.id == self.plan.id).values(coordinator_id=self.sara_id)
        )
        self.meeting = self.plan.add(
            Meeting,
            purpose="planning",
            starts_at=now + timedelta(days=3),
            ends_at=now + timedelta(days=3, hours=1),
            is_remote=True,
            chair_id=self.sara_id,
            status=MeetingStatus.PLANNED,
        )
        self.plan.add(
            Attendance,
            meeting_id=self.meeting,
            participant_id=self.sara_id,
            calendar_uid="sara",
            reply="coming",
        )
        self.plan.add(
            FollowUp,
            due_on=(now + timedelta(days=60)).date(),
            holder_id=self.sara_id,
            agreed_at=now,
        )
        goal = self.plan.goal("Sova bättre", county.municipality, "health")
        self.action = self.plan.action("Ringa", goal, county.municipality, "health")
        county.execute(
            update(Action)
            .where(Action.id == self.action)
            .values(
                organisation_id=county.municipality,
                responsible_id=self.sara_id,
                status=ActionStatus.IN_PROGRESS,
            )
        )


def test_a_caseworker_s_plans_are_given_to_a_colleague_in_one_act(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, eva: Signed
) -> None:
    page = goran.open(_end_path(_caseworker_role(county, sara)))
    for line in (
        "Sara Nilsson är med i en plan.",
        "Håller ihop en av dem.",
        "Håller i ett kommande möte.",
        "Håller i en uppföljning.",
        "Har en åtgärd kvar att göra.",
    ):
        assert line in page.text
    assert "Kim" not in page.response.text
    page.press("Ta bort rollen", status=422)
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    new = county.execute(
        select(Participant.id).where(
            Participant.account_id == eva.account_id, Participant.ended_at.is_(None)
        )
    ).scalar_one()
    held = [
        county.execute(select(column).where(table.plan_id == running.plan.id)).scalar_one()
        for table, column in (
            (Meeting, Meeting.chair_id),
            (FollowUp, FollowUp.holder_id),
            (Action, Action.responsible_id),
        )
    ]
    coordinator = select(Plan.coordinator_id).where(Plan.id == running.plan.id)
    assert [*held, county.execute(coordinator).scalar_one()] == [new] * 4
    asked = select(Attendance.participant_id).where(
        Attendance.plan_id == running.plan.id, Attendance.cancelled_at.is_(None)
    )
    assert county.execute(asked).scalars().all() == [new]


def test_everybody_concerned_sees_and_is_told_who_has_taken_over(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, eva: Signed
) -> None:
    page = goran.open(_end_path(_caseworker_role(county, sara)))
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    plan = running.plan
    own = running.kim.browser.open(plan.my_path)
    assert "Eva Efterträdare" in own.text
    assert "Någon har tagit över efter en kollega" in own.text
    theirs = running.nils.browser.open(plan.path)
    assert "Tog över efter Sara Nilsson" in theirs.text
    assert "tagit över" in running.nils.browser.open("/sip").text
    assert {running.kim.account_id, running.nils.account_id} <= _mailed(county, "plan.handed_over")
    assert eva.account_id in _mailed(county, "role.plans_given")
    assert eva.account_id in _mailed(county, "meeting.planned")
    mail = select(OutboxMail.path).where(OutboxMail.kind == "plan.handed_over")
    assert set(county.execute(mail).scalars()) == {plan.path, plan.my_path}
    assert "Du har tagit över planer" in eva.browser.open("/sip").text
    assert "Ringa" in eva.browser.open("/sip").text
    assert sara.browser.open(plan.path).url.startswith("/sign-in")


def test_nobody_to_take_over_and_the_caseworker_stays(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed
) -> None:
    role = _caseworker_role(county, sara)
    page = goran.open(_end_path(role))
    assert "Ingen hos er kan ta över det som väntar." in page.text
    page.open("/administration/invite").post(_end_path(role), status=422)
    end = update(Membership).where(Membership.id == role).values(ended_at=clock.now())
    with county.app.app_context(), acting_as(goran.token):
        with pytest.raises(IntegrityError, match="plans are not handed over"):
            db.session.connection().execute(end)
        db.session.rollback()

    assert sara.browser.open(running.plan.path).url == running.plan.path


def test_what_is_protected_stays_with_the_named(
    county: CountyOfTests, goran: Browser, sip: SipWorld, sara: Signed, eva: Signed
) -> None:
    plan = sip.plan(sara, is_protected=True)
    plan.grant(PLAN)
    page = goran.open(_end_path(_caseworker_role(county, sara)))
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    sees = select(Participant.sees_protected).where(
        Participant.plan_id == plan.id, Participant.ended_at.is_(None)
    )
    assert county.execute(sees).scalars().all() == [False]


@pytest.mark.parametrize("successor", ["stranger", "coordinator", "disabled", "self"])
def test_the_database_hands_over_only_to_a_caseworker_of_the_same_organisation(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, successor: str
) -> None:
    sip = running.plan.world
    others = {
        "stranger": lambda: running.nils.account_id,
        "coordinator": lambda: _member(county, county.municipality, *COORDINATOR)[0].id,
        "disabled": lambda: _disabled(county, sip.caseworker(county.municipality, "Borta Bra")),
        "self": lambda: sara.account_id,
    }
    with county.app.app_context(), acting_as(goran.token):
        with pytest.raises(DBAPIError, match="not yours to hand over"):
            db.session.scalar(select(func.app.hand_over(sara.account_id, others[successor]())))
        db.session.rollback()


def _disabled(county: CountyOfTests, signed: Signed) -> UUID:
    shut = update(Account).where(Account.id == signed.account_id)
    county.execute(shut.values(disabled_at=clock.now()))
    return signed.account_id


def test_only_an_administrator_hands_over_asks_and_tells(
    county: CountyOfTests, running: Running, sara: Signed, eva: Signed
) -> None:
    asked = [
        func.app.hand_over(sara.account_id, eva.account_id),
        func.app.end_sessions_of(eva.account_id),
        func.app.tell_colleague(eva.account_id, "role.ended", "x"),
    ]
    with county.app.app_context(), acting_as(sara.token):
        assert db.session.execute(select(func.app.waiting_on(eva.account_id))).all() == []
        for call in asked:
            with pytest.raises(DBAPIError, match="not yours"):
                db.session.scalar(select(call))
            db.session.rollback()


def test_a_closed_case_is_handed_over_and_kept_no_longer_for_it(
    county: CountyOfTests, goran: Browser, sip: SipWorld, sara: Signed, eva: Signed
) -> None:
    plan = sip.plan(sara, phase=Phase.CLOSED)
    before = clock.now() - timedelta(days=400)
    county.execute(
        update(Plan).where(Plan.id == plan.id).values(changed_at=before, closed_at=before)
    )
    page = goran.open(_end_path(_caseworker_role(county, sara)))
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    changed = select(Plan.changed_at).where(Plan.id == plan.id)
    assert county.execute(changed).scalar_one() == before
    eva.browser.open(f"{plan.path}/own")


def test_leaving_a_plan_gives_what_one_holds_to_a_colleague_in_it(
    county: CountyOfTests, running: Running, sara: Signed, eva: Signed
) -> None:
    plan = running.plan
    path = f"{plan.path}/participants/{running.sara_id}/end"
    page = sara.browser.open(path)
    assert "Ingen annan hos er är med i planen och kan ta över." in page.text
    eva_id = plan.participant(eva)
    page = sara.browser.open(path)
    assert "Håller ihop planen." in page.text
    page.press("Ta bort ur planen", status=422)
    assert page.problems[0].startswith("Välj vem som tar över.")
    page.press("Ta bort ur planen", successor=str(eva_id))

    coordinator = select(Plan.coordinator_id).where(Plan.id == plan.id)
    assert county.execute(coordinator).scalar_one() == eva_id
    assert running.kim.account_id in _mailed(county, "plan.handed_over")
    assert "Eva Efterträdare" in running.kim.browser.open(plan.my_path).text


def test_nothing_is_passed_on_to_somebody_of_another_organisation(
    county: CountyOfTests, running: Running, sara: Signed
) -> None:
    theirs = county.execute(
        select(Participant.id).where(Participant.account_id == running.nils.account_id)
    ).scalar_one()
    with county.app.app_context(), acting_as(sara.token):
        with pytest.raises(DBAPIError, match="not yours to pass on"):
            db.session.scalar(select(func.app.pass_on_part(running.sara_id, theirs)))
        db.session.rollback()


# -- sessions and disabled accounts ----------------------------------------------------------------


def test_the_session_of_a_disabled_account_is_dead(county: CountyOfTests) -> None:
    somebody, _ = _member(county, county.municipality, *COORDINATOR)
    browser = county.sign_in(somebody)
    assert browser.open("/agreements").url == "/agreements"
    county.execute(update(Account).where(Account.id == somebody.id).values(disabled_at=clock.now()))

    assert browser.open("/agreements").url.startswith("/sign-in")
    with county.app.app_context(), acting_as(browser.token):
        for asked in ("my_account", "my_organisation", "my_session", "my_county"):
            assert db.session.scalar(select(getattr(func.app, asked)())) is None
    assert county.open_session(somebody) is None


def test_nobody_acts_for_an_organisation_that_they_have_left(county: CountyOfTests) -> None:
    somebody, _ = _member(county, county.municipality, *COORDINATOR)
    browser = county.sign_in(somebody)
    (left,) = county.grant(somebody, county.police, *COORDINATOR)
    browser.open("/account")
    county.execute(update(Membership).where(Membership.id == left).values(ended_at=clock.now()))
    browser.post(f"/account/organisation/{county.police}", status=404)
    with county.app.app_context(), acting_as(browser.token), transaction():
        assert db.session.scalar(select(func.app.act_for(county.police))) is False
    stored = select(SignInSession.organisation_id).where(SignInSession.account_id == somebody.id)

    assert county.execute(stored).scalars().all() == [county.municipality]


def test_one_s_other_sign_ins_end_all_at_once_after_a_question(county: CountyOfTests) -> None:
    somebody, _ = _member(county, county.municipality, *COORDINATOR)
    others = [county.sign_in(somebody) for _ in range(2)]
    here = county.sign_in(somebody)
    page = here.open("/todo").follow("Mitt konto").follow("Avsluta alla andra")
    assert page.heading == "Avsluta 2 inloggningar?"
    assert others[0].open("/agreements").url == "/agreements"
    page.press("Avsluta")

    assert [one.open("/agreements").url.startswith("/sign-in") for one in others] == [True, True]
    assert here.open("/agreements").url == "/agreements"


def test_a_session_that_is_not_one_s_own_other_is_not_there(county: CountyOfTests) -> None:
    somebody, _ = _member(county, county.municipality, *COORDINATOR)
    stranger = county.member(county.police, *COORDINATOR)
    browser = county.sign_in(somebody).open("/account")
    own = county.execute(
        select(SignInSession.id).where(SignInSession.account_id == somebody.id)
    ).scalar_one()
    for one in (browser, stranger):
        one.open(f"/account/sessions/{own}/end", 404)


def test_a_disabled_colleague_is_seen_as_such_and_handed_over(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, eva: Signed
) -> None:
    _disabled(county, sara)
    page = goran.open("/administration")
    assert "Avstängt konto" in page.text
    page = page.open(f"/administration/people/{sara.account_id}/end")
    page.press("Ta bort alla roller och logga ut", caseworker=str(eva.account_id))

    assert "Eva Efterträdare" in running.kim.browser.open(running.plan.my_path).text


def test_everybody_finds_their_account_from_every_page(
    county: CountyOfTests, sip: SipWorld
) -> None:
    for browser in (
        county.member(county.municipality, *COORDINATOR),
        county.member(county.municipality, Role.SIGNATORY),
        sip.individual().browser,
    ):
        browser.open("/account")
        assert browser.soup.select_one(".session a[href='/account']") is not None
