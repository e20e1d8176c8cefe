"""SQL that says when something happened is not believed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Executable, insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.rules import SuggestionStatus
from agreements.tables.agreement import Agreement
from agreements.tables.suggestion import Suggestion, SuggestionAnswer
from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import Invitation
from portal.ids import new_id
from portal.tenancy.models import Membership
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import ISSUER, CountyOfTests, Parties

LONG_AGO = datetime(2020, 2, 3, tzinfo=UTC)


def _told(county: CountyOfTests, browser: Browser, statement: Executable, column: Any) -> None:
    """Run SQL as that browser's request would, and hold what it left in a column to the clock."""
    with county.app.app_context(), acting_as(browser.token):
        assert db.session.connection().execute(statement).rowcount
        latest = db.session.scalar(select(column).order_by(column.desc().nulls_last()).limit(1))
        earliest = db.session.scalar(select(column).order_by(column).limit(1))
        db.session.rollback()
    assert earliest > LONG_AGO
    assert abs(latest - clock.now()) < timedelta(minutes=10)


def _refused(county: CountyOfTests, browser: Browser, statement: Executable, why: str) -> None:
    with county.app.app_context(), acting_as(browser.token):
        with pytest.raises(ProgrammingError, match=why):
            db.session.connection().execute(statement)
        db.session.rollback()


def test_an_answer_is_given_now(county: CountyOfTests, shared: Parties) -> None:
    path = shared.suggest(shared.municipality, shared.section(2), "Inom två veckor.")
    answer = {
        "id": new_id(),
        "county_id": county.id,
        "agreement_id": UUID(shared.id),
        "suggestion_id": UUID(path.split("/")[-1]),
        "organisation_id": county.region,
        "answer": "accept",
        "reason": "",
        "answered_by": "Nils Region",
        "answered_at": LONG_AGO,
    }
    given = insert(SuggestionAnswer).values(answer)
    _told(county, shared.region, given, SuggestionAnswer.answered_at)


@pytest.mark.parametrize("column", ["published_at", "closed_at"])
def test_a_suggestion_is_published_and_closed_now(
    county: CountyOfTests, shared: Parties, column: str
) -> None:
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    waits = Suggestion.status == SuggestionStatus.PUBLISHED
    told = update(Suggestion).where(waits).values({column: LONG_AGO})
    _told(county, shared.region, told, getattr(Suggestion, column))


@pytest.mark.parametrize("column", ["status_at", "changed_at"])
def test_an_agreement_is_changed_now(county: CountyOfTests, shared: Parties, column: str) -> None:
    told = update(Agreement).values({column: LONG_AGO})
    _told(county, shared.region, told, getattr(Agreement, column))


def test_a_role_ends_now_and_once(county: CountyOfTests, shared: Parties) -> None:
    administrator = county.member(county.region, Role.ADMINISTRATOR, name="Anna Admin")
    leaver = county.somebody("Per Persson")
    (role,) = county.grant(leaver, county.region, Role.REVIEWER)
    mine = Membership.id == role
    ends = update(Membership).where(mine)
    _told(county, administrator, ends.values(ended_at=LONG_AGO), Membership.ended_at)

    county.execute(ends.values(ended_at=clock.now()))
    for again in (LONG_AGO, None):
        _refused(county, administrator, ends.values(ended_at=again), "append-only")


def test_an_invitation_cannot_be_said_to_be_used_or_last_longer(
    county: CountyOfTests, shared: Parties
) -> None:
    administrator = county.member(county.region, Role.ADMINISTRATOR, name="Anna Admin")
    invitation = {
        "id": new_id(),
        "county_id": county.id,
        "token_hash": b"0" * 32,
        "issuer_key": ISSUER.key,
        "organisation_id": county.region,
        "role": Role.REVIEWER,
        "name": "Per Persson",
        "invited_by": "Anna Admin",
        "created_at": LONG_AGO,
        "expires_at": clock.now() + timedelta(days=1),
    }
    made = insert(Invitation).values(invitation)
    _told(county, administrator, made, Invitation.created_at)
    for column in ("used_at", "expires_at", "created_at"):
        change = update(Invitation).values({column: LONG_AGO})
        _refused(county, administrator, change, "permission denied")
