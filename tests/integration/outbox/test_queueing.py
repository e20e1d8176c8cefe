"""Who gets mail: everybody with the role there but whoever acts, once, and within one county."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, literal, select, update
from sqlalchemy.exc import IntegrityError

from agreements.rules import Status
from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.template import Subject, TemplateVersion
from portal import clock
from portal.authz import Role
from portal.identity.models import Account
from portal.ids import new_id
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


def _enqueue(
    connection: Connection,
    organisation: object,
    *roles: Role,
    key: str = "key",
    path: str = "/agreements",
) -> None:
    wanted = [role.value for role in roles or (Role.COORDINATOR,)]
    connection.execute(
        select(func.app.enqueue(organisation, wanted, "agreement.shared", path, key))
    )


def _addressed(engines: Engines) -> list[object]:
    with engines("owner").connect() as connection:
        return list(connection.scalars(select(OutboxMail.account_id)))


@pytest.fixture
def agreement(actor: Person, world: World) -> UUID:
    """An agreement of the actor's organisation, which others may be let into."""
    subject = world.enter(
        Subject,
        county_id=actor.county_id,
        key="amne",
        position=0,
        name="Ämne",
        name_en="Subject",
        target_group="",
        target_group_en="",
        legal=[],
    )
    template = world.enter(
        TemplateVersion,
        county_id=actor.county_id,
        subject_id=subject,
        key="county",
        edition="1",
        name="Mall",
        source="",
        adopted="",
        source_sha256="",
        published_at=clock.now(),
    )
    made = world.enter(
        Agreement,
        county_id=actor.county_id,
        municipality_id=actor.organisation_id,
        template_version_id=template,
        title="Lokal överenskommelse",
        status=Status.SHARED,
        status_at=clock.now(),
        created_at=clock.now(),
        changed_at=clock.now(),
        creator_id=actor.organisation_id,
        creator_name="Maja Öhlund",
        revision=1,
        matrix_revision=1,
    )
    _let_in(world, actor.county_id, made, actor.organisation_id)
    return made


def _let_in(
    world: World, county: UUID, agreement: UUID, organisation: UUID, *, joined: bool = True
) -> None:
    world.enter(
        AgreementParty,
        county_id=county,
        agreement_id=agreement,
        organisation_id=organisation,
        position=1,
        joined_at=clock.now() if joined else None,
    )


@pytest.fixture
def party(actor: Person, world: World, agreement: UUID) -> UUID:
    """Another organisation that has been let into it."""
    other = world.organisation(actor.county_id)
    _let_in(world, actor.county_id, agreement, other)
    return other


def test_everybody_with_the_role_and_nobody_else(
    as_actor: Connection,
    actor: Person,
    world: World,
    engines: Engines,
    agreement: UUID,
    party: UUID,
) -> None:
    county = actor.county_id
    wanted = [world.person(county, party, Role.COORDINATOR) for _ in range(2)]
    both_roles = world.person(county, party, Role.COORDINATOR, Role.SIGNATORY)
    world.person(county, party, Role.REVIEWER)
    world.person(county, world.organisation(county), Role.COORDINATOR)

    roles = Role.COORDINATOR, Role.SIGNATORY
    _enqueue(as_actor, party, *roles, path=f"/agreements/{agreement}/sign")
    as_actor.commit()

    addressed = _addressed(engines)
    assert len(addressed) == 3
    assert set(addressed) == {person.account_id for person in (*wanted, both_roles)}


def test_not_whoever_acts(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    colleague = world.person(actor.county_id, actor.organisation_id, Role.COORDINATOR)

    _enqueue(as_actor, actor.organisation_id)
    as_actor.commit()

    assert _addressed(engines) == [colleague.account_id]


def test_the_same_twice_is_one_mail(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    world.person(actor.county_id, actor.organisation_id, Role.COORDINATOR)

    for key in ("shared:1", "shared:1", "shared:2"):
        _enqueue(as_actor, actor.organisation_id, key=key)
    as_actor.commit()

    assert len(_addressed(engines)) == 2


@pytest.mark.parametrize("is_let_in", [None, False], ids=["no party", "not let in"])
@pytest.mark.parametrize("path", ["/agreements/{}", "/agreements", "/log", "/agreements/{}0"])
def test_nobody_of_an_organisation_that_has_no_part_in_what_it_is_about(
    as_actor: Connection,
    actor: Person,
    world: World,
    engines: Engines,
    agreement: UUID,
    path: str,
    *,
    is_let_in: bool | None,
) -> None:
    other = world.organisation(actor.county_id)
    world.person(actor.county_id, other, Role.COORDINATOR)
    if is_let_in is False:
        _let_in(world, actor.county_id, agreement, other, joined=False)

    _enqueue(as_actor, other, path=path.format(agreement))
    as_actor.commit()

    assert _addressed(engines) == []


def test_nobody_by_a_page_that_is_another_agreement_s(
    as_actor: Connection, actor: Person, world: World, engines: Engines, party: UUID
) -> None:
    world.person(actor.county_id, party, Role.COORDINATOR)

    _enqueue(as_actor, party, path=f"/agreements/{new_id()}")
    as_actor.commit()

    assert _addressed(engines) == []


@pytest.mark.parametrize(
    "path", ["//elsewhere.example/", "@elsewhere.example/", "/a b", "", "/a?b"]
)
def test_no_page_but_ours(as_actor: Connection, actor: Person, world: World, path: str) -> None:
    world.person(actor.county_id, actor.organisation_id, Role.COORDINATOR)

    with pytest.raises(IntegrityError, match="outbox_page_check"):
        _enqueue(as_actor, actor.organisation_id, path=path)


def test_nobody_in_another_county(as_actor: Connection, world: World, engines: Engines) -> None:
    elsewhere = world.county("Norrbotten")
    there = world.organisation(elsewhere)
    world.person(elsewhere, there, Role.COORDINATOR)

    _enqueue(as_actor, there)
    as_actor.commit()

    assert _addressed(engines) == []


def test_nobody_when_nobody_asks(engines: Engines, actor: Person) -> None:
    with engines("app").begin() as connection:
        _enqueue(connection, actor.organisation_id)

    assert _addressed(engines) == []


def test_maintenance_reaches_every_county(engines: Engines, actor: Person) -> None:
    with engines("super").begin() as connection:
        _enqueue(connection, actor.organisation_id)

    assert _addressed(engines) == [actor.account_id]


def test_nobody_whose_role_has_ended_who_is_disabled_or_has_no_address(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    county, mine = actor.county_id, actor.organisation_id
    former, disabled, _ = (
        world.person(county, mine, Role.COORDINATOR, email=email)
        for email in ("a@example.se", "b@example.se", None)
    )
    with engines("owner").begin() as connection:
        ended = update(Membership).where(Membership.account_id == former.account_id)
        connection.execute(ended.values(ended_at=clock.now()))
        off = update(Account).where(Account.id == disabled.account_id)
        connection.execute(off.values(disabled_at=clock.now()))

    _enqueue(as_actor, mine)
    as_actor.commit()

    assert _addressed(engines) == []


def test_nobody_in_a_closed_organisation(
    as_actor: Connection,
    world: World,
    actor: Person,
    engines: Engines,
    agreement: UUID,
    party: UUID,
) -> None:
    world.person(actor.county_id, party, Role.COORDINATOR)
    with engines("owner").begin() as connection:
        closed = update(Organisation).where(Organisation.id == party)
        connection.execute(closed.values(closed_at=clock.now()))

    _enqueue(as_actor, party, path=f"/agreements/{agreement}")
    as_actor.commit()

    assert _addressed(engines) == []


def test_a_change_that_is_rolled_back_sends_nothing(
    as_actor: Connection, actor: Person, world: World, engines: Engines
) -> None:
    world.person(actor.county_id, actor.organisation_id, Role.COORDINATOR)
    _enqueue(as_actor, actor.organisation_id)

    as_actor.rollback()

    assert _addressed(engines) == []
