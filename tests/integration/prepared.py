"""A county whose people work on agreements, prepared once; each test takes back what it does.

A plugin of all tests: those of pages and of the architecture share the one county.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Engine, create_engine

from portal.authz import OrganisationKind
from portal.demo.postgres import LocalPostgres
from tests.conftest import copy_database, settings_of
from tests.integration.county import CountyOfTests, FakeProvider, Parties
from tests.integration.isolation import engine_of_isolated, isolated


@dataclass
class Prepared:
    """A county with an agreement at every stage that tests begin from."""

    app: Flask
    superuser: Engine
    county: CountyOfTests
    nothing: Parties
    shared: Parties
    signing: Parties


@pytest.fixture(scope="session")
def prepared(
    postgres: LocalPostgres, template_database: str, compiled: BytecodeCache
) -> Iterator[Prepared]:
    for name in copy_database(postgres, template_database):
        from tests.integration.conftest import app_on  # as there: the pages, when first needed

        superuser = engine_of_isolated(postgres.url("super", name))
        owner = create_engine(postgres.url("owner", name), isolation_level="AUTOCOMMIT")
        for app in app_on(settings_of(postgres, name), compiled):
            with owner.connect() as connection:
                county = CountyOfTests(app, connection.execute)
                shared, signing = (_other(county, place) for place in ("Bjurholms", "Malå"))
                nothing = Parties(county)
                shared.shared()
                _adopt_one(signing.shared())
                signing.signing()
            yield Prepared(app, superuser, county, nothing, shared, signing)
        superuser.dispose()
        owner.dispose()


def _other(county: CountyOfTests, place: str) -> Parties:
    kind = OrganisationKind.MUNICIPALITY
    return Parties(county, municipality=county.organisation(f"{place} kommun", kind))


def _adopt_one(parties: Parties) -> None:
    suggestion = parties.suggest(parties.region, parties.section(2), "Vi möts inom två veckor.")
    parties.answer(parties.municipality, suggestion)
    parties.answer(parties.police, suggestion)


@contextmanager
def untouched(prepared: Prepared) -> Iterator[CountyOfTests]:
    """The county as it was prepared; what is done to it is taken back in the end."""
    with isolated(prepared.app, prepared.superuser) as isolation:
        prepared.county.execute = isolation.execute_as_owner
        prepared.county.connection = isolation.connection
        prepared.county.provider = FakeProvider()
        extensions = prepared.app.extensions
        extensions["providers"] = {"staff": prepared.county.provider}
        settings = extensions["settings"]
        try:
            yield prepared.county
        finally:
            extensions["settings"] = settings


@pytest.fixture
def county(prepared: Prepared) -> Iterator[CountyOfTests]:
    with untouched(prepared) as county:
        yield county


@pytest.fixture
def parties(county: CountyOfTests, prepared: Prepared) -> Parties:
    """Three parties, nothing written yet."""
    return prepared.nothing.anew()


@pytest.fixture
def shared(county: CountyOfTests, prepared: Prepared) -> Parties:
    """Three parties that negotiate a text that could be put to decision."""
    return prepared.shared.anew()


@pytest.fixture
def signing(county: CountyOfTests, prepared: Prepared) -> Parties:
    """Three parties that have decided and wait for signatures."""
    return prepared.signing.anew()


@pytest.fixture
def prepared_app(prepared: Prepared) -> Flask:
    """The application alone."""
    return prepared.app
