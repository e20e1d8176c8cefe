"""Two write in a plan at once, or one writes while consent is taken back."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from sip.kernel.vocabulary import ActKind
from sip.tables.consent import ConsentAct
from sip.tables.plan import Action, Change, Goal
from tests.integration.sip.races.racing import RECORDED, Form, Threads, count, form, withdrawal
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def test_of_two_who_save_the_same_field_at_once_the_later_sees_both(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, threads: Threads
) -> None:
    olle = sip.caseworker(sip.county.municipality, "Olle Ek")
    plan.participant(olle)
    goal = plan.goal("Någonstans att bo", sip.county.municipality)
    path = f"{plan.path}/goals/{goal}"
    ours = form(maja.browser, path, "Spara målet", title="Egen bostad")
    theirs = form(olle.browser, path, "Spara målet", title="Rum i kollektiv")

    first, second = threads.meeting(ours, "UPDATE app.goal", theirs)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Egen bostad" in second.text
    assert "Rum i kollektiv" in second.text
    version = select(Goal.version).where(Goal.id == goal)
    assert sip.county.execute(version).scalar_one() == 2


WRITERS = pytest.mark.parametrize("writer", ["maja", "nils"])


@WRITERS
def test_what_was_written_when_consent_is_taken_back_was_saved_before(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    writer: str,
) -> None:
    back = withdrawal(sip, plan, kim)
    saved, withdrawn = threads.meeting(saving(writer), "INSERT INTO app.action", back)

    assert (saved.status_code, withdrawn.status_code) == (302, 302)
    assert count(plan, Action) == 1
    written = select(func.max(Change.at)).where(Change.plan_id == plan.id)
    ended = select(func.min(ConsentAct.at)).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.WITHDRAW
    )
    assert sip.county.execute(written).scalar_one() < sip.county.execute(ended).scalar_one()


@WRITERS
def test_nothing_is_saved_by_who_waits_while_consent_is_taken_back(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    writer: str,
) -> None:
    back = withdrawal(sip, plan, kim)
    withdrawn, saved = threads.meeting(back, RECORDED, saving(writer))

    assert withdrawn.status_code == 302
    assert saved.status_code == (422 if writer == "maja" else 404)
    assert count(plan, Action) == count(plan, Change) == 0


@WRITERS
def test_nothing_is_saved_by_who_had_the_plan_open_when_consent_was_taken_back(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    writer: str,
) -> None:
    back = withdrawal(sip, plan, kim)
    saved, withdrawn = threads.overtaking(saving(writer), back)

    assert withdrawn.status_code == 302
    assert saved.status_code == (422 if writer == "maja" else 404)
    assert count(plan, Action) == count(plan, Change) == 0
