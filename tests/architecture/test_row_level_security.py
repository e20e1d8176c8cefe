"""What the database lets through when the application asks with no filter at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import ProgrammingError

import portal.models
from agreements.tables.agreement import Agreement
from agreements.tables.dispute import DisputeSettlement
from agreements.tables.matrix import MatrixCell
from agreements.tables.party import AgreementParty
from agreements.tables.suggestion import Suggestion, SuggestionAnswer
from agreements.tables.text import Section
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import Base, db
from portal.identity.models import Account
from portal.ids import new_id
from portal.tenancy.models import Membership, Organisation
from tests.acting import acting_as
from tests.architecture.everything import change, deviation, dispute, invite, proposal, strangers
from tests.architecture.sip_readers import OF_SIP
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import Group
from tests.integration.isolation import taken_back
from tests.integration.prepared import Prepared, untouched

assert portal.models  # the table of contents: every model is loaded with it

# those of SIP: test_sip_row_level_security.py
TABLES = sorted(
    (table for table in Base.metadata.tables.values() if table.name not in OF_SIP),
    key=lambda table: table.name,
)
# The application cannot read these at all; helpers of the database answer about them.
NEVER_READ = {
    "session",
    "sign_in_flow",
    "sign_in_key",
    "key_check",
    "job_run",
    "spent_logout",
    "signature_evidence",
    "outbox",
    "audit_head",
    "reading_due",
    "kept_form",
    "agreement_area",
    "stand_in",
}
DIRECTORY = {
    "county",
    "organisation",
    "organisation_change",
    "unit",
    "subject",
    "template_version",
    "activity",
    "lob_review",
    "lob_area",
    "lob_figure",
    "indicator_value",
    "user_voice",
    "result_showing",
    "open_comparison",
    "competence_need",
    "course",
    "new_method",
    "method_step",
}
# Of these an administrator or reviewer reads what concerns the own organisation.
PEOPLE = {"account", "membership", "invitation", "audit_entry"}
# Of these coordinators and caseworkers read what is theirs.
CASES = {"deviation", "template_proposal", "dispute", "case_transfer", "lob_contact"}
# Of these the two sides of the dispute, the municipality and the region; of a reference its own.
IN_DISPUTES = {"dispute_level", "dispute_statement", "dispute_settlement", "settlement_yes"}
REFERENCES = {"dispute_reference"}
# what somebody is told themself
OWN = {"notice"}
# who may sign for the own organisation
MANDATES = {"signing_mandate", "mandate_holder"}

# what the organisations that take part in a group read
OF_GROUPS = {
    "working_group",
    "group_member",
    "group_meeting",
    "group_point",
    "group_decision",
    "minutes_confirmation",
    "minutes_correction",
}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks, and what the design says they may see."""

    browser: Browser
    organisation: UUID
    county: UUID
    agreements: frozenset[UUID]
    disputes: frozenset[UUID] = frozenset()  # and what is proposed in them
    is_in_group: bool = False


@dataclass(frozen=True)
class Scene:
    """Agreements at every stage, and everybody who could ask about them."""

    county: CountyOfTests
    shared: Parties
    viewers: dict[str, Viewer]


@pytest.fixture(scope="module")
def scene(prepared: Prepared) -> Iterator[Scene]:
    with untouched(prepared) as county:
        shared, signing = prepared.shared.anew(), prepared.signing.anew()
        yield Scene(county, shared, _everybody(county, shared, signing))


@pytest.fixture
def county(scene: Scene) -> Iterator[CountyOfTests]:
    """Made once; what a test does to it is taken back."""
    with taken_back(scene.county.connection):
        yield scene.county


@pytest.fixture
def shared(scene: Scene, county: CountyOfTests) -> Parties:
    return scene.shared


@pytest.fixture
def everybody(scene: Scene, county: CountyOfTests) -> dict[str, Viewer]:
    return scene.viewers


def _everybody(county: CountyOfTests, shared: Parties, signing: Parties) -> dict[str, Viewer]:
    """A draft, a shared, and a signed agreement; suggestions published and internal."""
    draft = Parties(county).create()
    signed = signing
    signed.all_sign()
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.region.open(f"{shared.section(3)}/suggest")
    page.press("Spara som internt förslag", text="Internt.", reason="Bara vi.")
    taken_back = shared.suggest(shared.region, shared.section(4), "Inom en vecka.")
    page = shared.region.open(f"{taken_back}/withdraw")
    page.press(page.buttons[0])
    shared.region.open(f"{shared.section(3)}/suggest").press("Spara utkast", text="Bara jag.")
    deviation(county, signed)
    between = {dispute(county, signed)}
    between |= set(county.execute(select(DisputeSettlement.id)).scalars())
    proposal(county, county.municipality)
    _meet(shared)
    invite(county, county.region)
    change(county, county.region)
    sees = {
        "the drafter": (county.municipality, {draft, signed}),
        "the negotiator": (shared.municipality_id, {shared, signed}),
        "the signer": (signed.municipality_id, {signed}),
        "the region": (county.region, {shared, signed}),
        "the police": (county.police, {shared, signed}),
        "the coordination group": (county.group, {signed}),
    }
    viewers = {
        name: Viewer(
            county.member(organisation, *Role),
            organisation,
            county.id,
            frozenset(UUID(one.id) for one in agreements),
            frozenset(between if name in {"the signer", "the region"} else ()),
            is_in_group=organisation in {shared.municipality_id, county.region, county.police},
        )
        for name, (organisation, agreements) in sees.items()
    }
    for name, browser in strangers(county).items():
        if name != "the coordination group":
            organisation = _organisation_of(county, browser)
            where = county.county_of(organisation)
            # what has been signed everybody in its county reads
            reads = frozenset({UUID(signed.id)} if where == county.id else ())
            viewers[name] = Viewer(browser, organisation, where, reads)
    return viewers


def _meet(shared: Parties) -> None:
    """A group of the shared agreement, with something in each of its tables."""
    group = Group(shared)
    shared.police.open(f"{group.path}/points/new").press("Lägg till", text="Festivalen")
    group.held()
    group.decide("Region")
    group.hand_over()
    shared.municipality.open(f"{group.meeting}/confirm").press("Justera protokollet")
    shared.police.open(f"{group.meeting}/correct").press("Spara rättelsen", text="Den tionde.")


def _organisation_of(county: CountyOfTests, browser: Browser) -> UUID:
    return _asked(county, browser, "my_organisation")


def _asked(county: CountyOfTests, browser: Browser, what: str) -> UUID:
    with county.app.app_context(), acting_as(browser.token):
        found: UUID = db.session.scalar(select(getattr(func.app, what)()))
        return found


def _all(county: CountyOfTests, table: Table) -> list[Row]:
    return [dict(row) for row in county.execute(select(table)).mappings()]


def _seen(county: CountyOfTests, table: Table, token: str) -> set[object]:
    (key,) = table.primary_key.columns
    with county.app.app_context(), acting_as(token):
        try:
            return set(db.session.execute(select(table.c[key.name])).scalars())
        except ProgrammingError as refused:
            if "permission denied" not in str(refused.orig):
                raise
            db.session.rollback()
            return set()


@dataclass(frozen=True)
class Known:
    """Whom a viewer works with, and their own account."""

    colleagues: frozenset[UUID]
    me: UUID
    administers_county: bool


def _known(county: CountyOfTests, viewer: Viewer) -> Known:
    members = select(Membership.account_id).where(Membership.organisation_id == viewer.organisation)
    colleagues = frozenset(county.execute(members).scalars())
    is_group = viewer.organisation == county.group
    return Known(colleagues, _asked(county, viewer.browser, "my_account"), is_group)


def _is_led(table: Table, row: Row, viewer: Viewer) -> bool:
    """Whoever administers the county invites who administers an organisation in it."""
    is_invited = table.name == "invitation" and row["role"] is Role.ADMINISTRATOR
    return is_invited and bool(row["county_id"] == viewer.county)


def _may_see(table: Table, viewer: Viewer, known: Known) -> Callable[[Row], bool]:
    def may_see(row: Row) -> bool:
        if table.name in DIRECTORY:
            return bool(row["id" if table.name == "county" else "county_id"] == viewer.county)
        if table.name in OWN | {"account"}:
            mine = {known.me} if table.name in OWN else known.colleagues
            return row["account_id" if table.name in OWN else "id"] in mine
        if table.name in PEOPLE | MANDATES:
            is_own = row["organisation_id"] == viewer.organisation
            return bool(is_own or (known.administers_county and _is_led(table, row, viewer)))
        if table.name in CASES | IN_DISPUTES | REFERENCES:
            return _may_see_case(table, row, viewer)
        agreement = row["id" if table.name == "agreement" else "agreement_id"]
        return agreement in viewer.agreements and not _is_hidden(table, row, viewer)

    if table.name in OF_GROUPS:
        return lambda _row: viewer.is_in_group
    # of drafts the viewers wrote none
    return may_see if table.name not in NEVER_READ | {"draft"} else lambda _row: False


def _may_see_case(table: Table, row: Row, viewer: Viewer) -> bool:
    """A deviation is its two sides' and the municipality's, a proposal the whole county's."""
    if table.name == "template_proposal":
        return bool(row["county_id"] == viewer.county)
    if table.name in REFERENCES:
        return bool(row["organisation_id"] == viewer.organisation)
    if table.name in IN_DISPUTES:
        return row["settlement_id" if "settlement_id" in row else "dispute_id"] in viewer.disputes
    names = ("organisation_id", "concerns_id", "municipality_id", "opener_id", "other_id")
    names += ("requester_id",)
    return viewer.organisation in {row[name] for name in names if name in row}


def _is_hidden(table: Table, row: Row, viewer: Viewer) -> bool:
    is_internal = table.name == "suggestion" and row["status"].value == "internal"
    return is_internal and row["organisation_id"] != viewer.organisation


def test_nobody_sees_more_or_less_than_their_share_of_any_table(
    county: CountyOfTests, everybody: dict[str, Viewer]
) -> None:
    wrong = []
    known = {name: _known(county, viewer) for name, viewer in everybody.items()}
    for table in TABLES:
        (key,) = table.primary_key.columns
        rows = _all(county, table)
        for name, viewer in everybody.items():
            may_see = _may_see(table, viewer, known[name])
            expected = {row[key.name] for row in rows if may_see(row)}
            seen = _seen(county, table, viewer.browser.token)
            if seen != expected:
                wrong.append((name, table.name, f"saw {len(seen)}, not {len(expected)}"))

    assert wrong == []


@pytest.mark.parametrize("token", ["", "made-up", "0" * 43])
def test_without_a_session_every_table_is_empty(
    county: CountyOfTests, everybody: dict[str, Viewer], token: str
) -> None:
    seen = {table.name: len(_seen(county, table, token)) for table in TABLES}

    assert {name for name, count in seen.items() if count} == set()


def test_a_coordinator_without_other_roles_sees_neither_colleagues_nor_the_log(
    county: CountyOfTests, shared: Parties
) -> None:
    token = shared.region.token

    for model in (Account, Membership):
        table: Table = model.__table__  # type: ignore[assignment]
        assert len(_seen(county, table, token)) == 1
    assert _seen(county, Base.metadata.tables["app.audit_entry"], token) == set()
    assert _seen(county, Base.metadata.tables["app.invitation"], token) == set()


def _as(county: CountyOfTests, token: str, statement: Any) -> int:
    """How many rows it changed, in a savepoint that is taken back."""
    with county.app.app_context(), acting_as(token):
        try:
            return int(db.session.connection().execute(statement).rowcount)
        finally:
            db.session.rollback()


# a column of each that the application may write where it may write at all
WRITTEN: dict[type, dict[str, object]] = {
    Agreement: {"revision": 1},
    Section: {"version": 1},
    Suggestion: {"closed_at": None},
    MatrixCell: {"changed_by": ""},
}


@pytest.mark.parametrize("model", WRITTEN)
def test_nobody_changes_what_belongs_to_another_agreement(
    county: CountyOfTests, everybody: dict[str, Viewer], model: type
) -> None:
    for name, viewer in everybody.items():
        column = "id" if model is Agreement else "agreement_id"
        foreign = model.__table__.c[column].notin_(viewer.agreements)  # type: ignore[attr-defined]
        change = update(model).where(foreign).values(WRITTEN[model])
        assert _as(county, viewer.browser.token, change) == 0, name


def test_the_coordination_group_reads_and_never_writes(
    county: CountyOfTests, everybody: dict[str, Viewer]
) -> None:
    group = everybody["the coordination group"]

    for model in (Agreement, Section):
        change = update(model).values(WRITTEN[model])
        assert _as(county, group.browser.token, change) == 0


def test_nobody_lets_themselves_into_an_agreement(
    county: CountyOfTests, shared: Parties, everybody: dict[str, Viewer]
) -> None:
    viewer = everybody["another municipality"]
    entry = insert(AgreementParty).values(
        id=new_id(),
        county_id=county.id,
        agreement_id=UUID(shared.id),
        organisation_id=viewer.organisation,
        position=9,
        joined_at=clock.now(),
    )

    with pytest.raises(ProgrammingError, match="row-level security"):
        _as(county, viewer.browser.token, entry)


def test_nobody_writes_in_another_countys_name(
    county: CountyOfTests, everybody: dict[str, Viewer]
) -> None:
    viewer = everybody["a municipality in another county"]
    theft = update(Organisation).values(county_id=county.id)

    with pytest.raises(ProgrammingError, match="permission denied"):
        _as(county, viewer.browser.token, theft)


def test_nobody_answers_for_another_party(
    county: CountyOfTests, shared: Parties, everybody: dict[str, Viewer]
) -> None:
    found = select(Suggestion.id).where(
        Suggestion.agreement_id == UUID(shared.id), Suggestion.status == "published"
    )
    answer = insert(SuggestionAnswer).values(
        id=new_id(),
        county_id=county.id,
        agreement_id=UUID(shared.id),
        suggestion_id=county.execute(found).scalar_one(),
        organisation_id=county.police,
        answer="accept",
        reason="",
        answered_by="Petra Polis",
        answered_at=clock.now(),
    )

    with pytest.raises(ProgrammingError, match="row-level security"):
        _as(county, everybody["the region"].browser.token, answer)


def test_nobody_publishes_what_another_party_keeps_to_itself(
    county: CountyOfTests, everybody: dict[str, Viewer]
) -> None:
    publish = update(Suggestion).values(status="published", published_at=clock.now())
    hidden = publish.where(Suggestion.published_at.is_(None))

    assert _as(county, everybody["the police"].browser.token, hidden) == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        _as(county, everybody["the police"].browser.token, publish)
    assert _as(county, everybody["the region"].browser.token, hidden) == 1


def test_every_kind_of_organisation_is_tried(everybody: dict[str, Viewer]) -> None:
    assert len(everybody) == 15
    assert len(set(OrganisationKind) - OF_PLANS) == 8


SQL = Path(__file__).parents[2] / "migrations"
# They take part in plans, and nothing in the database lets them do more with an agreement than
# anybody else who is no party.
OF_PLANS = {
    *(OrganisationKind.PROBATION, OrganisationKind.STATE_CARE, OrganisationKind.SOCIAL_INSURANCE),
    *(OrganisationKind.EMPLOYMENT, OrganisationKind.CARE_PROVIDER, OrganisationKind.PROVIDER),
    *(OrganisationKind.SHELTER, OrganisationKind.ASSOCIATION),
}


@pytest.mark.parametrize("kind", sorted(OF_PLANS))
def test_a_kind_that_only_takes_part_in_plans_is_named_by_no_policy(kind: OrganisationKind) -> None:
    files = (one for folder in ("access", "functions") for one in (SQL / folder).rglob("*.sql"))
    assert [one for one in files if f"'{kind.value}'" in one.read_text(encoding="utf-8")] == []
