"""Running as the operator does: signed in to the database as its owner."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.acting import acting_as
from tests.integration.county import CountyOfTests


@contextmanager
def as_owner(county: CountyOfTests) -> Iterator[None]:
    """Be portal_owner in the block, with the application and nobody signed in."""
    connection = county.connection
    assert connection is not None, "only an isolated county has one connection"
    connection.exec_driver_sql("set local session authorization portal_owner")
    try:
        with county.app.app_context(), acting_as(""):
            yield
    finally:
        connection.exec_driver_sql("set local session authorization portal_app")
