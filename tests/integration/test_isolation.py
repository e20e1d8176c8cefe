"""The isolation that other tests rest on: nothing stays, and everybody is who their token says."""

from collections.abc import Iterator

import pytest
from flask import Flask, request
from sqlalchemy import Engine, func, insert, select, text

from portal.authz import Role
from portal.db import act_as, db, init_app
from portal.demo.postgres import LocalPostgres
from portal.identity.session import COOKIE
from portal.ids import new_id
from portal.tenancy.models import County, Unit
from tests.conftest import Engines
from tests.integration.isolation import Isolation, engine_of_isolated, isolated
from tests.integration.world import Person, World


@pytest.fixture
def small_app(engines: Engines) -> Iterator[Flask]:
    """Two pages on the portal's own database session, without the rest of the portal."""
    app = Flask("small")
    app.config["SQLALCHEMY_ENGINES"] = {"default": engines("app").url}
    init_app(app)
    app.before_request(lambda: act_as(request.args.get("token", "")))

    @app.get("/me")
    def me() -> str:
        return str(db.session.scalar(select(func.app.my_account())))

    @app.get("/unit")
    def unit() -> str:
        organisation = db.session.scalar(select(func.app.my_organisation()))
        county = db.session.scalar(select(func.app.my_county()))
        row = {"id": new_id(), "key": "u", "name": "u", "sort_key": "u"}
        db.session.connection().execute(
            insert(Unit).values(organisation_id=organisation, county_id=county, **row)
        )
        if "fail" in request.args:
            db.session.rollback()
        else:
            db.session.commit()
        return str(db.session.scalar(select(func.app.my_account())))

    @app.get("/count")
    def count() -> str:
        return str(db.session.scalar(select(func.count()).select_from(Unit)))

    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(small_app: Flask, postgres: LocalPostgres, database: str) -> Iterator[Isolation]:
    superuser = engine_of_isolated(postgres.url("super", database))
    with isolated(small_app, superuser) as isolation:
        yield isolation
    superuser.dispose()


@pytest.fixture
def people(inside: Isolation) -> tuple[Person, Person]:
    world = World(inside.execute_as_owner)
    county = world.county()
    one, two = world.organisation(county), world.organisation(county)
    return (
        world.person(county, one, Role.ADMINISTRATOR),
        world.person(county, two, Role.ADMINISTRATOR),
    )


def _get(app: Flask, path: str, person: Person | None = None, **query: str) -> str:
    token = {"token": person.token} if person else {}
    return app.test_client().get(path, query_string=token | query).text


def test_each_request_is_who_its_token_says(
    small_app: Flask, people: tuple[Person, Person]
) -> None:
    one, two = people
    asked = [one, two, None, one, None, two]

    answers = [_get(small_app, "/me", person) for person in asked]

    assert answers == [str(person.account_id) if person else "None" for person in asked]


def test_the_token_holds_after_a_commit_and_after_a_rollback(
    small_app: Flask, people: tuple[Person, Person]
) -> None:
    one, two = people

    assert _get(small_app, "/unit", one) == str(one.account_id)
    assert _get(small_app, "/unit", two, fail="yes") == str(two.account_id)
    assert _get(small_app, "/me") == "None"


def test_what_one_request_commits_the_next_one_sees_and_a_rollback_it_does_not(
    small_app: Flask, people: tuple[Person, Person]
) -> None:
    one, _ = people
    _get(small_app, "/unit", one)

    assert _get(small_app, "/count", one) == "1"
    assert _get(small_app, "/count") == "0"  # nobody reads nothing: policies are at work
    _get(small_app, "/unit", one, fail="yes")
    assert _get(small_app, "/count", one) == "1"


def test_a_test_is_the_owner_for_its_own_statements_alone(
    small_app: Flask, inside: Isolation, people: tuple[Person, Person]
) -> None:
    """Also when a savepoint is taken back, with which the database is again who it was then."""
    one, _ = people
    counted = select(func.count()).select_from(County)

    def who() -> list[object]:
        of_the_app = inside.connection.scalar(text("select current_user"))
        return [of_the_app, inside.execute_as_owner(counted).scalar_one()]

    assert who() == ["portal_app", 1]
    inside.execute_as_owner(counted)
    savepoint = inside.connection.begin_nested()
    assert inside.connection.scalar(counted) == 0
    savepoint.rollback()
    assert inside.connection.scalar(counted) == 0
    assert who() == ["portal_app", 1]
    assert _get(small_app, "/count", one) == "0"


def test_nothing_stays(small_app: Flask, engines: Engines) -> None:
    with isolated(small_app, engines("super")) as isolation:
        world = World(isolation.execute_as_owner)
        county = world.county()
        person = world.person(county, world.organisation(county), Role.ADMINISTRATOR)
        _get(small_app, "/unit", person)
        assert _count(engines("super"), isolation) == 1

    assert _count(engines("owner")) == 0
    assert _get(small_app, "/me", person) == "None"


def _count(engine: Engine, isolation: Isolation | None = None) -> int:
    counted = select(func.count()).select_from(County)
    if isolation:
        return isolation.execute_as_owner(counted).scalar_one()
    with engine.connect() as connection:
        return connection.scalar(counted) or 0


def test_the_whole_application_runs_isolated(
    isolated_app: Flask, isolated_world: World, isolation: Isolation
) -> None:
    county = isolated_world.county()
    person = isolated_world.person(county, isolated_world.organisation(county), Role.COORDINATOR)
    client = isolated_app.test_client()
    ask = {"base_url": "https://samsyn.example"}

    stranger = client.get("/todo", **ask)
    client.set_cookie(COOKIE, person.token, domain="samsyn.example", secure=True)
    known = client.get("/todo", **ask)

    assert (stranger.status_code, known.status_code) == (302, 200)
