"""What the database holds a sign-in to, whoever writes the SQL that asks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity import service
from portal.identity.models import Account, Invitation, SignInSession
from portal.identity.oidc import LogoutToken
from portal.identity.session import prove
from portal.ids import new_id
from portal.tenancy.models import Membership
from tests.acting import acting_as
from tests.integration.county import COORDINATOR, ISSUER, CountyOfTests, Somebody, identity_of

CODE = service.hash_code("ABCD-EFGH-JKLM-NPQR-STUV")
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


def test_a_role_is_given_on_the_application_s_proof_only(invited: CountyOfTests) -> None:
    secret = invited.app.extensions["settings"].secret_key
    somebody_else = f"{ISSUER.issuer}\nsomebody-else".encode()
    for proof in (None, b"", bytes(32), prove(secret, CODE), prove(secret, CODE + somebody_else)):
        asked = func.app.accept_invitation(
            *(CODE, ISSUER.key, NEW.issuer, NEW.subject, NEW.name, None),
            *(new_id(), new_id(), None, proof),
        )
        with invited.app.app_context(), acting_as(""):
            with pytest.raises(ProgrammingError, match="not proven"):
                db.session.execute(select(asked))
            db.session.rollback()

    assert _roles_of(invited, NEW.subject) == []


def test_sessions_are_ended_for_a_provider_on_the_application_s_proof_only(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.sign_in(maja)
    token = LogoutToken(subject=maja.identity.subject, sid=None, jti="1")
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
