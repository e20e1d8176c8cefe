"""Whose keys the database hands out and keeps, whoever writes the SQL that asks."""

from uuid import UUID

import pytest
from sqlalchemy import Executable, func, select
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from sip.kernel.vocabulary import CopyForm
from sip.tables.archive import CopyKey, PlanCopy
from tests.acting import acting_as
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

KEY = b"a key, wrapped"


@pytest.fixture
def plan(maja: Signed, nils: Signed, sip: SipWorld) -> PlanOfTests:
    plan = sip.plan(maja)
    plan.opened_to(nils)
    return plan


@pytest.fixture
def stranger(sip: SipWorld) -> Signed:
    """A colleague of Maja's who has nothing to do with the plan."""
    return sip.caseworker(sip.county.municipality, "Lena Ek")


@pytest.fixture
def copy(sip: SipWorld, plan: PlanOfTests) -> UUID:
    """A copy that the municipality holds, and its key."""
    in_plan = {"county_id": plan.county_id, "plan_id": plan.id}
    held = in_plan | {"organisation_id": sip.county.municipality}
    sip.enter(CopyKey, wrapped=KEY, master_version=1, **held)
    return sip.enter(
        PlanCopy,
        form=CopyForm.TEXT,
        holds_placing=False,
        sha256=bytes(32),
        content_sealed=b"sealed",
        made_at=clock.now(),
        made_by="Maja Öhlund",
        **held,
    )


def _ask(sip: SipWorld, who: Signed, statement: Executable) -> list[object]:
    with sip.county.app.app_context(), acting_as(who.token):
        try:
            return list(db.session.execute(statement).all())
        finally:
            db.session.rollback()


def test_the_key_of_a_copy_is_for_those_in_the_plan_of_whoever_holds_it(
    sip: SipWorld, copy: UUID, maja: Signed, nils: Signed, stranger: Signed
) -> None:
    unlock = select(func.app.unlock_copy(copy).table_valued("plan_id", "wrapped"))

    assert len(_ask(sip, maja, unlock)) == 1
    assert _ask(sip, nils, unlock) == []
    assert _ask(sip, stranger, unlock) == []


def test_nobody_keeps_a_key_of_copies_for_others(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, stranger: Signed
) -> None:
    ours = select(func.app.keep_copy_key(plan.id, sip.county.municipality, KEY, 1))

    for who in (nils, stranger):
        with pytest.raises(ProgrammingError, match="not yours to lock"):
            _ask(sip, who, ours)


def test_a_plan_s_key_is_kept_by_nobody_who_has_no_business_in_it(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    police = sip.caseworker(sip.county.police, "Lisa Öberg")
    with pytest.raises(ProgrammingError, match="not yours to lock"):
        _ask(sip, police, select(func.app.keep_key(plan.id, KEY, 1)))


def test_nobody_keeps_a_key_of_a_plan_that_is_not_there(sip: SipWorld, maja: Signed) -> None:
    with pytest.raises(ProgrammingError, match="not yours to lock"):
        _ask(sip, maja, select(func.app.keep_key(new_id(), KEY, 1)))
