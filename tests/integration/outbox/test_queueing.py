"""Who gets mail: everybody with the role there but whoever acts, once, and within one county."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, literal, select, update

from portal import clock
from portal.authz import Role
from portal.identity.models import Account
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Membership, Organisation
from tests.conftest import Engines
from tests.integration.world import Person, World


@pytest.fixture
def actor(world: World) -> Person:
    county = world.county()
    return world.person(county, world.organisation(county), Role.COORDINATOR)


@pytest.fixture
def as_actor(engines: Engines, actor: Person) -> Iterator[Connection]:
    """portal_app's connection in the middle of the actor's request."""
    with engines("app").connect() as connection:
        connection.execute(select(func.set_config("app.token", actor.token, literal(value=True))))
        yield connection


def _enqueue(connection: Connection, organisation: object, *roles: Role, key: str = "key") -> int:
    wanted = [role.value for role in roles or (Role.COORDINATOR,)]
    call = func.app.enqueue(organisation, wanted, "agreement.shared", "/agreements/1", key)
    return connection.scalar(select(call)) or 0


def _addressed(engines: Engines) -> set[object]:
    with engines("owner").connect() as connection:
        return set(connection.scalars(select(OutboxMail.account_id)))


def test_everybody_with_the_role_and_nobody_else(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    county, other = actor.county_id, world.organisation(actor.county_id)
    wanted = [world.person(county, other, Role.COORDINATOR) for _ in range(2)]
    both_roles = world.person(county, other, Role.COORDINATOR, Role.SIGNATORY)
    world.person(county, other, Role.REVIEWER)
    world.person(county, world.organisation(county), Role.COORDINATOR)

    queued = _enqueue(as_actor, other, Role.COORDINATOR, Role.SIGNATORY)
    as_actor.commit()

    assert queued == 3
    assert _addressed(engines) == {person.account_id for person in (*wanted, both_roles)}


def test_not_whoever_acts(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    colleague = world.person(actor.county_id, actor.organisation_id, Role.COORDINATOR)

    assert _enqueue(as_actor, actor.organisation_id) == 1
    as_actor.commit()

    assert _addressed(engines) == {colleague.account_id}


def test_the_same_twice_is_one_mail(as_actor: Connection, actor: Person, world: World) -> None:
    other = world.organisation(actor.county_id)
    world.person(actor.county_id, other, Role.COORDINATOR)

    assert _enqueue(as_actor, other, key="shared:1") == 1
    assert _enqueue(as_actor, other, key="shared:1") == 0
    assert _enqueue(as_actor, other, key="shared:2") == 1


def test_nobody_in_another_county(as_actor: Connection, world: World) -> None:
    elsewhere = world.county("Norrbotten")
    there = world.organisation(elsewhere)
    world.person(elsewhere, there, Role.COORDINATOR)

    assert _enqueue(as_actor, there) == 0


def test_nobody_when_nobody_asks(engines: Engines, actor: Person) -> None:
    with engines("app").connect() as connection:
        assert _enqueue(connection, actor.organisation_id) == 0


def test_maintenance_reaches_every_county(engines: Engines, actor: Person) -> None:
    with engines("super").connect() as connection:
        assert _enqueue(connection, actor.organisation_id) == 1


def test_nobody_whose_role_has_ended_who_is_disabled_or_has_no_address(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    county, other = actor.county_id, world.organisation(actor.county_id)
    former, disabled, _ = (
        world.person(county, other, Role.COORDINATOR, email=email)
        for email in ("a@example.se", "b@example.se", None)
    )
    with engines("owner").begin() as connection:
        ended = update(Membership).where(Membership.account_id == former.account_id)
        connection.execute(ended.values(ended_at=clock.now()))
        off = update(Account).where(Account.id == disabled.account_id)
        connection.execute(off.values(disabled_at=clock.now()))

    assert _enqueue(as_actor, other) == 0


def test_nobody_in_a_closed_organisation(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    other = world.organisation(actor.county_id)
    world.person(actor.county_id, other, Role.COORDINATOR)
    with engines("owner").begin() as connection:
        closed = update(Organisation).where(Organisation.id == other)
        connection.execute(closed.values(closed_at=clock.now()))

    assert _enqueue(as_actor, other) == 0


def test_a_change_that_is_rolled_back_sends_nothing(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    other = world.organisation(actor.county_id)
    world.person(actor.county_id, other, Role.COORDINATOR)
    _enqueue(as_actor, other)

    as_actor.rollback()

    assert _addressed(engines) == set()
