"""What the database holds a sign-in to, whoever writes the SQL that asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, Row, func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.identity import functions, service
from portal.identity.models import Account, Invitation, SignInSession
from portal.identity.session import prove
from portal.ids import new_id
from portal.tenancy.models import Membership, Organisation
from tests.acting import acting_as
from tests.integration.county import (
    COORDINATOR,
    ISSUER,
    CountyOfTests,
    Somebody,
    identity_of,
    logout_token,
)

CODE = service.hash_code("ABCD-EFGH-JKLM-NPQR-STUV", "")
NEW = identity_of("nya", "Nya Namnsson")


@pytest.fixture
def maja(county: CountyOfTests) -> Somebody:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    return somebody


@pytest.fixture
def invited(county: CountyOfTests) -> CountyOfTests:
    """The county, with an invitation as coordinator by the code above, at the provider of staff."""
    county.execute(
        insert(Invitation).values(
            id=new_id(),
            county_id=county.id,
            token_hash=CODE,
            issuer_key=ISSUER.key,
            organisation_id=county.municipality,
            role=Role.COORDINATOR,
            name=NEW.name,
            invited_by="Anna Admin",
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
        )
    )
    return county


def _accept(county: CountyOfTests, issuer_key: str) -> service.Accepted | None:
    with county.app.app_context(), acting_as(""):
        accepted = service.accept(
            NEW,
            code_hash=CODE,
            issuer_key=issuer_key,
            secret_key=county.app.extensions["settings"].secret_key,
        )
        db.session.commit()
        return accepted


def _roles_of(county: CountyOfTests, subject: str) -> Sequence[Row[Any]]:
    found = select(Membership.role).join(Account, Account.id == Membership.account_id)
    return county.execute(found.where(Account.subject == subject)).all()


def test_a_code_cannot_be_taken_up_at_another_provider_than_it_was_made_for(
    invited: CountyOfTests,
) -> None:
    assert _accept(invited, "another") is None
    assert _roles_of(invited, NEW.subject) == []
    assert _accept(invited, ISSUER.key) is not None  # it is not used up


def _asks_to_accept(proof: bytes | None) -> Executable:
    """What the application asks when a code is taken up, written by somebody else."""
    return select(
        func.app.accept_invitation(
            *(CODE, ISSUER.key, NEW.issuer, NEW.subject, NEW.name, None),
            *(new_id(), new_id(), None, None, True, proof),
        )
    )


def _proof(county: CountyOfTests, subject: str) -> bytes:
    secret = county.app.extensions["settings"].secret_key
    return prove(secret, CODE + f"{ISSUER.issuer}\n{subject}\n\n\nt".encode())


def test_a_role_is_given_on_the_application_s_proof_only(invited: CountyOfTests) -> None:
    secret = invited.app.extensions["settings"].secret_key
    for proof in (None, b"", bytes(32), prove(secret, CODE), _proof(invited, "somebody-else")):
        with invited.app.app_context(), acting_as(""):
            with pytest.raises(ProgrammingError, match="not proven"):
                db.session.execute(_asks_to_accept(proof))
            db.session.rollback()

    assert _roles_of(invited, NEW.subject) == []


@pytest.mark.parametrize("end", ["used_at", "revoked_at", "expires_at"])
def test_a_code_that_ended_while_its_holder_was_away_gives_no_role(
    invited: CountyOfTests, end: str
) -> None:
    ended = {end: clock.now() - timedelta(seconds=1)}
    invited.execute(update(Invitation).where(Invitation.token_hash == CODE).values(ended))
    with invited.app.app_context(), acting_as(""):
        asked = _asks_to_accept(_proof(invited, NEW.subject))
        assert db.session.execute(asked).all() == []
        db.session.commit()

    assert _roles_of(invited, NEW.subject) == []


def test_a_code_to_an_organisation_that_has_closed_is_refused(invited: CountyOfTests) -> None:
    closed = update(Organisation).where(Organisation.id == invited.municipality)
    invited.execute(closed.values(closed_at=clock.now()))
    with invited.app.app_context(), acting_as(""):
        assert functions.find_invitation(CODE) is None


def test_sessions_are_ended_for_a_provider_on_the_application_s_proof_only(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.sign_in(maja)
    token = logout_token(maja.identity.subject)
    with county.app.app_context(), acting_as(""):
        with pytest.raises(ProgrammingError, match="not proven"):
            service.close_sessions_at_provider(
                token,
                issuer_key=ISSUER.key,
                issuer=ISSUER.issuer,
                secret_key="another secret, just as long as ours",
            )
        db.session.rollback()

    assert browser.open("/agreements").url == "/agreements"


def test_a_session_does_not_move_to_an_organisation_that_its_person_has_left(
    county: CountyOfTests, maja: Somebody
) -> None:
    (left,) = county.grant(maja, county.police, *COORDINATOR)
    county.execute(update(Membership).where(Membership.id == left).values(ended_at=clock.now()))
    browser = county.sign_in(maja)
    with county.app.app_context(), acting_as(browser.token):
        assert db.session.scalar(select(func.app.act_for(county.police))) is False
        db.session.commit()

    acts_for = select(SignInSession.organisation_id).where(SignInSession.account_id == maja.id)
    assert county.execute(acts_for).scalars().all() == [county.municipality]


def test_nobody_ends_a_session_of_somebody_else(county: CountyOfTests, maja: Somebody) -> None:
    hers = county.sign_in(maja)
    stranger = county.member(county.municipality, *COORDINATOR, name="Oskar Annan")
    (session_id,) = county.execute(
        select(SignInSession.id).where(SignInSession.account_id == maja.id)
    ).scalars()

    stranger.open("/account").post(f"/account/sessions/{session_id}/end", status=404)
    assert hers.open("/agreements").url == "/agreements"


def test_one_sees_one_s_own_sign_ins_and_nobody_else_s(
    county: CountyOfTests, maja: Somebody
) -> None:
    hers = county.sign_in(maja)
    county.member(county.municipality, *COORDINATOR, name="Oskar Annan")
    mine = county.execute(
        select(SignInSession.id).where(SignInSession.account_id == maja.id)
    ).scalars()
    with county.app.app_context(), acting_as(hers.token):
        assert [one.id for one in functions.my_sessions()] == mine.all()


def test_the_same_subject_at_another_issuer_is_not_let_in(
    county: CountyOfTests, maja: Somebody
) -> None:
    identity = replace(maja.identity, issuer="https://other.example.se")

    assert county.open_session(Somebody(maja.id, identity)) is None


def test_one_signs_in_to_an_organisation_that_is_still_there(county: CountyOfTests) -> None:
    somebody = county.somebody()
    first = county.organisation("Abisko kommun", OrganisationKind.MUNICIPALITY)
    county.grant(somebody, first, *COORDINATOR)
    county.grant(somebody, county.region, *COORDINATOR)
    county.execute(
        update(Organisation).where(Organisation.id == first).values(closed_at=clock.now())
    )

    assert "Region Västerbotten" in county.sign_in(somebody).open("/account").soup.text


def test_the_organisations_to_act_for_are_those_where_one_still_has_a_role(
    county: CountyOfTests, maja: Somebody
) -> None:
    (left,) = county.grant(maja, county.police, *COORDINATOR)
    county.grant(maja, county.region, *COORDINATOR)
    county.execute(update(Membership).where(Membership.id == left).values(ended_at=clock.now()))
    browser = county.sign_in(maja)
    with county.app.app_context(), acting_as(browser.token):
        offered = {one.id for one in functions.my_organisations()}

    assert offered == {county.municipality, county.region}


@pytest.mark.parametrize("ended", ["role", "organisation"])
def test_to_every_policy_whoever_lost_their_part_acts_for_nobody(
    county: CountyOfTests, maja: Somebody, ended: str
) -> None:
    browser, now = county.sign_in(maja), clock.now()
    if ended == "role":
        mine = Membership.account_id == maja.id
        county.execute(update(Membership).where(mine).values(ended_at=now))
    else:
        theirs = Organisation.id == county.municipality
        county.execute(update(Organisation).where(theirs).values(closed_at=now))
    with county.app.app_context(), acting_as(browser.token):
        asked = select(func.app.my_organisation(), func.app.my_county())
        assert db.session.execute(asked).one() == (None, None)
