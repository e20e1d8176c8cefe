"""What a page's one statement gives is what the policies let through, table by table."""

import json
from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import Select, func, insert, select

from agreements.rules import OPEN_SUGGESTIONS, SuggestionStatus
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.annex import Annex, AnnexVersion
from agreements.tables.decision import Decision
from agreements.tables.document import DocumentVersion, Remark
from agreements.tables.fact import AgreementFact
from agreements.tables.matrix import MatrixCell, MatrixColumn, MatrixRow
from agreements.tables.party import AgreementParty, PartyReading
from agreements.tables.signature import Signature
from agreements.tables.suggestion import Suggestion, SuggestionAnswer
from agreements.tables.template import Subject
from agreements.tables.text import Section, SectionVersion
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import Base, db
from portal.ids import new_id
from portal.tenancy.models import Organisation
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import READY, CountyOfTests, Parties

R = Role
READ = {"the municipality", "the region", "the police", "the region's signatory"}
COUNTY = {
    "the group",
    "another municipality",
    "the region's caseworker",
    "the region's reviewer",
    "the region's administrator",
    "the group's administrator",
}
STRANGERS = {
    "another county's region",
    "another county's group",
    "nobody",
}


def everybody(county: CountyOfTests, parties: Parties) -> Mapping[str, str]:
    """The session of everybody who could ask, by who they are."""
    elsewhere = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    providers = county.app.extensions["providers"]
    other = CountyOfTests(county.app, county.execute, "Norrbotten")
    county.app.extensions["providers"] = providers  # this county's people sign
    members = {
        "the group": county.member(county.group, R.COORDINATOR),
        "the region's signatory": county.member(county.region, R.SIGNATORY),
        "another municipality": county.member(elsewhere, R.COORDINATOR),
        "the region's caseworker": county.member(county.region, R.CASEWORKER),
        "the region's reviewer": county.member(county.region, R.REVIEWER),
        "the region's administrator": county.member(county.region, R.ADMINISTRATOR),
        "the group's administrator": county.member(county.group, R.ADMINISTRATOR),
        "another county's region": other.member(other.region, R.COORDINATOR),
        "another county's group": other.member(other.group, R.COORDINATOR),
    }
    names = ("the municipality", "the region", "the police")
    members |= dict(zip(names, parties.all, strict=True))
    return {name: one.token for name, one in members.items()} | {"nobody": ""}


def _of_version(model: type[Decision] | type[Signature] | type[Remark]) -> Select[UUID]:
    up = DocumentVersion.id == model.document_version_id
    return select(model.id).join(DocumentVersion, up).where(DocumentVersion.voided_at.is_(None))


def _through_policies(agreement: UUID, about: UUID) -> Mapping[str, set[str]]:
    """What each table shows whoever asks, by the part that it is on a page."""
    is_open = Suggestion.status.in_(OPEN_SUGGESTIONS)
    # what no page shows beside its agreement: the rows that all of a table's policy is about
    asked: Mapping[str, Select[UUID]] = {
        "contents": select(Section.id),
        "sections": select(Section.id),
        "measures": select(MatrixRow.id).where(MatrixRow.removed_at.is_(None)),
        "columns": select(MatrixColumn.id),
        "rows": select(MatrixRow.id),
        "suggestions": select(Suggestion.id).where(is_open),
        "waiting": select(Suggestion.id).where(is_open, Suggestion.section_id == about),
        "annexes": select(Annex.id).where(Annex.removed_at.is_(None)),
        "facts": select(AgreementFact.id).where(AgreementFact.section_id == about),
        "readings": select(PartyReading.id),
        "adopted": select(Suggestion.id).where(Suggestion.status == SuggestionStatus.ADOPTED),
        "version": select(DocumentVersion.id).where(DocumentVersion.voided_at.is_(None)),
        "decisions": _of_version(Decision),
        "signatures": _of_version(Signature),
        "remarks": _of_version(Remark),
        "earlier": select(DocumentVersion.id).where(DocumentVersion.voided_at.is_not(None)),
    }
    return {
        part: {
            str(one)
            for one in db.session.scalars(
                statement.where(statement.selected_columns[0].table.c.agreement_id == agreement)
            )
        }
        for part, statement in asked.items()
    }


def _parts(agreement: UUID, about: UUID) -> Mapping[str, list[Mapping[str, object]]]:
    """What the one statement gives of each part."""
    every = ("contents", "sections", "measures", "columns", "rows", "suggestions", "waiting",
             "annexes", "facts", "checked_facts", "readings", "adopted", "version",
             "earlier")  # fmt: skip
    found = functions.agreement_parts(agreement, every, about)
    parts = {one.part: one.content or [] for one in found}
    return parts | {"rows": [json.loads(one) for one in parts.get("rows", ())]} if parts else parts


def _compare(
    county: CountyOfTests, parties: Parties, tokens: Mapping[str, str], readers: set[str]
) -> dict[str, int]:
    """How many rows each reader sees, the same in both ways; nobody but `readers` sees any."""
    agreement = UUID(parties.id)
    _enter_annex(county, agreement)
    about = county.execute(
        select(Section.id).where(Section.agreement_id == agreement, Section.number == 2)
    ).scalar_one()
    seen = {}
    for name, token in tokens.items():
        with county.app.app_context(), acting_as(token):
            parts = _parts(agreement, about)
            through = _through_policies(agreement, about)
            for part, ids in through.items():
                assert {one["id"] for one in parts.get(part, ())} == ids, (name, part)
            cells = sum(len(one["cells"]) for one in parts.get("rows", ()))
            assert cells == _count(MatrixCell, agreement), name
            answers = sum(len(one["answered"]) for one in parts.get("suggestions", ()))
            told = select(Suggestion.id).where(Suggestion.status.in_(OPEN_SUGGESTIONS))
            answered = select(func.count()).where(
                SuggestionAnswer.agreement_id == agreement,
                SuggestionAnswer.suggestion_id.in_(told),
            )
            assert answers == db.session.scalar(answered), name
            # a policy on the agreement itself that let everybody in would be seen here
            assert bool(_count(Agreement, agreement, Agreement.id)) == bool(parts), name
            assert bool(_count(AgreementParty, agreement)) == bool(parts), name
            assert _found(agreement) == _found_through_policies(agreement), name
            assert _texts(agreement) == _texts_through_policies(agreement), name
            seen[name] = sum(len(ids) for ids in through.values())
    assert set(seen) == READ | COUNTY | STRANGERS
    assert {name for name, rows in seen.items() if rows} == readers
    return seen


def _found(agreement: UUID) -> list[object]:
    """Every value of the agreement and what comes with it, by the function that pages ask."""
    found = functions.agreement_with_parties(agreement)
    if found is None:
        return []
    lines = [(_values(found), _values(found.subject), *map(_values, (one, one.organisation)))
             for one in found.every_party]  # fmt: skip
    db.session.expunge_all()
    return list(lines)


def _found_through_policies(agreement: UUID) -> list[object]:
    rows = db.session.execute(
        select(Agreement, Subject, AgreementParty, Organisation)
        .join(Subject, Subject.id == Agreement.subject_id)
        .join(AgreementParty, AgreementParty.agreement_id == Agreement.id)
        .join(Organisation, Organisation.id == AgreementParty.organisation_id)
        .where(Agreement.id == agreement)
        .order_by(AgreementParty.position, AgreementParty.id)
    )
    lines = [tuple(map(_values, row)) for row in rows]
    db.session.expunge_all()
    return list(lines)


def _texts(agreement: UUID) -> list[object]:
    """Every section with its text, by the function that pages ask."""
    found = [(_values(one), *written) for one, written in functions.sections_with_text(agreement)]
    db.session.expunge_all()
    return list(found)


def _texts_through_policies(agreement: UUID) -> list[object]:
    current = SectionVersion.version == Section.version
    rows = db.session.execute(
        select(
            Section,
            SectionVersion.text,
            SectionVersion.author_name,
            SectionVersion.organisation_id,
            SectionVersion.created_at,
            SectionVersion.suggestion_id,
        )
        .join(SectionVersion, (SectionVersion.section_id == Section.id) & current)
        .where(Section.agreement_id == agreement)
        .order_by(Section.number, Section.id)
    )
    lines = [(_values(section), *written) for section, *written in rows]
    db.session.expunge_all()
    return list(lines)


def _values(row: Base) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name in row.__table__.columns}


def _enter_annex(county: CountyOfTests, agreement: UUID) -> None:
    made = {"id": new_id(), "county_id": county.id, "agreement_id": agreement, "version": 1}
    county.execute(insert(Annex).values(**made, key=str(made["id"]), position=1))
    held = {"annex_id": made["id"], "title": "Karta", "text": "Här.", "suffix": "", "size": 5}
    county.execute(
        insert(AnnexVersion).values(
            **made | held | {"id": new_id()},
            sha256="",
            organisation_id=county.region,
            author_name="Nils Region",
            created_at=clock.now(),
        )
    )


def _count(
    model: type[Agreement | AgreementParty | MatrixCell], agreement: UUID, column: object = None
) -> int:
    by = model.agreement_id if column is None else column
    return db.session.scalar(select(func.count()).select_from(model).where(by == agreement)) or 0


def _suggest_internally(browser: Browser, section: str) -> None:
    page = browser.open(f"{section}/suggest")
    page.press("Spara som internt förslag", text="Bara vi.", reason="Vi funderar.")


def test_of_a_shared_text_each_reader_sees_what_the_policies_say(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.municipality.open(shared.path).press(READY)
    path = shared.suggest(shared.region, shared.section(3), "Varje kvartal.")
    for party in (shared.municipality, shared.police):
        shared.answer(party, path)
    path = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    shared.answer(shared.police, path)
    _suggest_internally(shared.police, shared.section(2))
    seen = _compare(county, shared, everybody(county, shared), READ)
    assert seen["the police"] == seen["the region"] + 2  # their own, in two parts


def test_of_what_is_signed_and_was_returned_each_reader_sees_what_the_policies_say(
    county: CountyOfTests, signing: Parties
) -> None:
    tokens = everybody(county, signing)
    page = signing.region.open(f"{signing.path}/return")
    page.press("Lämna tillbaka till parterna", reason="Ett fel i texten.")
    _compare(county, signing, tokens, READ)
    signing.signing().all_sign()
    seen = _compare(county, signing, tokens, READ | COUNTY)
    assert seen["the group"] == seen["the region"]


@pytest.mark.parametrize("let_in", [False, True])
def test_a_draft_is_its_creators(county: CountyOfTests, parties: Parties, *, let_in: bool) -> None:
    parties.create()
    if let_in:
        parties.share()
    agreement = UUID(parties.id)
    for name, token in everybody(county, parties).items():
        is_reader = name in READ if let_in else name == "the municipality"
        with county.app.app_context(), acting_as(token):
            parts = functions.agreement_parts(agreement, ("contents", "rows"), None)
            assert bool(parts) is is_reader, name
            assert bool(_count(Agreement, agreement, Agreement.id)) is is_reader, name
            assert _found(agreement) == _found_through_policies(agreement), name
            assert _texts(agreement) == _texts_through_policies(agreement), name
