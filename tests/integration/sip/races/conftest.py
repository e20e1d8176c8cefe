"""A county for all races, a plan for each, and requests that halt where their thread says."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from jinja2 import BytecodeCache
from sqlalchemy import Engine, create_engine, event

from portal.demo.postgres import LocalPostgres
from sip.ledger.rules import PLAN, invite, share
from tests.conftest import copy_database, settings_of
from tests.integration.conftest import app_on
from tests.integration.county import CountyOfTests
from tests.integration.sip.races.racing import SOCIAL, Form, Threads, mine, new_action
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture(autouse=True)
def halting() -> Iterator[None]:
    """Let a request halt where its thread says."""

    def looking(*, before: bool) -> Callable[..., None]:
        def look(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            for halt in getattr(mine, "halts", ()):
                if halt.before == before and halt.meets(statement):
                    return

        return look

    looks = {
        "before_cursor_execute": looking(before=True),
        "after_cursor_execute": looking(before=False),
    }
    for name, look in looks.items():
        event.listen(Engine, name, look)
    yield
    for name, look in looks.items():
        event.remove(Engine, name, look)


@pytest.fixture
def threads() -> Iterator[Threads]:
    with ThreadPoolExecutor(2) as pool:
        made = Threads(pool)
        try:
            yield made
        finally:
            for halt in made.halts:  # a test that fails leaves nobody standing
                halt.go_on.set()


@pytest.fixture(scope="module")
def sip(
    postgres: LocalPostgres, template_database: str, compiled: BytecodeCache
) -> Iterator[SipWorld]:
    """One county for all: each test has a plan of its own."""
    for name in copy_database(postgres, template_database):
        owner = create_engine(postgres.url("owner", name), isolation_level="AUTOCOMMIT")
        for app in app_on(settings_of(postgres, name), compiled):
            with owner.connect() as connection:
                yield SipWorld(CountyOfTests(app, connection.execute))
        owner.dispose()


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    """A plan that Kim has let the region into."""
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    both = (sip.county.municipality, sip.county.region)
    made.grant(PLAN, invite(both[1]), share(*both, SOCIAL), share(*reversed(both), SOCIAL))
    return made


@pytest.fixture
def saving(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, request: pytest.FixtureRequest
) -> Callable[[str], Form]:
    """A new action of the handler's, or of the region's."""
    plan.participant(nils)
    goal = plan.goal("Egen bostad", sip.county.municipality)
    return lambda name: new_action(plan, request.getfixturevalue(name), goal)
