"""What holds in a municipality on each subject once it has been merged into another."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from agreements import facade
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixColumn
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.resources import folder
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.county_organisations.test_endings import merge
from tests.integration.remembered import remembered

TODAY = clock.today()
LATER = TODAY + timedelta(days=60)
DISABILITY: Path = folder("county_templates") / "psykisk-funktionsnedsattning-2026.toml"


@pytest.fixture
def other(county: CountyOfTests) -> UUID:
    return county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)


@pytest.fixture
@remembered
def signed(signing: Parties) -> Parties:
    return signing.all_sign()


def _sign(parties: Parties, first: date, last: date | None = None, replaces: str = "") -> Parties:
    parties.create(replaces).write_sections().fill_matrix().set_term(first, last).share()
    return parties.signing(replaces).all_sign()


def _succeed(signed: Parties) -> Parties:
    """The next of the same municipality, which takes over later."""
    new = Parties(signed.county, municipality=signed.municipality_id)
    return _sign(new, LATER, replaces=signed.id)


def _merge(signed: Parties, linnea: Browser, other: UUID) -> None:
    merge(linnea, signed.municipality_id, other)
    # what the commit would say: no two hold on one day
    signed.county.execute(text("set constraints all immediate"))


def _places(county: CountyOfTests, *agreements: Parties) -> list[UUID]:
    found = dict(county.execute(select(Agreement.id, Agreement.municipality_id)).all())
    return [found[UUID(one.id)] for one in agreements]


def _holds(parties: Parties, municipality: UUID, day: date) -> set[str]:
    """The agreements whose measures a caseworker is shown in a municipality on a day."""
    county = parties.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        found = {str(one.agreement_id) for one in facade.list_measures(municipality, day)}
        db.session.rollback()
    return found


def test_what_holds_and_what_takes_over_move_together(
    county: CountyOfTests, signed: Parties, linnea: Browser, other: UUID
) -> None:
    left = signed.municipality_id
    new = _succeed(signed)
    _merge(signed, linnea, other)

    assert _places(county, signed, new) == [other, other]
    for place in (left, other):
        assert _holds(signed, place, TODAY) == {signed.id}
        assert _holds(signed, place, LATER) == {new.id}
    # the one that still holds binds whoever came after, and the board counts it
    columns = select(MatrixColumn.organisation_id).where(
        MatrixColumn.agreement_id == UUID(signed.id)
    )
    assert left not in county.execute(columns).scalars().all()
    assert county.member(county.group, *COORDINATOR).open("/county").heading.startswith("1 av ")


def test_one_stays_where_the_receiver_has_another_on_its_days(
    county: CountyOfTests, signed: Parties, linnea: Browser, other: UUID
) -> None:
    left = signed.municipality_id
    new = _succeed(signed)
    there = _sign(Parties(county, municipality=other), TODAY, last=TODAY + timedelta(days=30))
    _merge(signed, linnea, other)

    assert _places(county, signed, new, there) == [left, other, other]
    assert _holds(signed, left, TODAY) == {signed.id}
    assert _holds(signed, other, TODAY) == {there.id}
    # nothing of the receiver's own for a while; the one that stayed is not its
    assert _holds(signed, other, LATER - timedelta(days=1)) == set()
    assert _holds(signed, left, LATER) == _holds(signed, other, LATER) == {new.id}
    page = signed.region.open(new.path)
    assert "Ersätter" in page.text


def test_another_subject_in_force_at_the_receiver_stops_nothing(
    county: CountyOfTests, signed: Parties, linnea: Browser, other: UUID
) -> None:
    left = signed.municipality_id
    about_else = Parties(county, municipality=other, template=county.publish(DISABILITY))
    _sign(about_else, TODAY)
    _merge(signed, linnea, other)

    assert _places(county, signed, about_else) == [other, other]
    assert _holds(signed, left, TODAY) == _holds(signed, other, TODAY)
    assert _holds(signed, other, TODAY) == {signed.id, about_else.id}


def test_what_had_been_taken_over_from_stays_as_it_was(
    county: CountyOfTests, signed: Parties, linnea: Browser, other: UUID
) -> None:
    left = signed.municipality_id
    new = _succeed(signed)
    county.execute(
        update(Agreement).where(Agreement.id == UUID(signed.id)).values(replaced_from=TODAY)
    )
    county.execute(update(Agreement).where(Agreement.id == UUID(new.id)).values(valid_from=TODAY))
    _merge(signed, linnea, other)

    assert _places(county, signed, new) == [left, other]
    columns = select(MatrixColumn.organisation_id).where(
        MatrixColumn.agreement_id == UUID(signed.id)
    )
    assert left in county.execute(columns).scalars().all()


def test_drafts_on_two_subjects_become_one_municipalitys(
    county: CountyOfTests, shared: Parties, linnea: Browser, other: UUID
) -> None:
    draft = Parties(county, municipality=other, template=county.publish(DISABILITY)).create()
    _merge(shared, linnea, other)

    assert _places(county, shared, draft) == [other, other]
