"""What tests prepare without its pages is what the pages would have left."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.signature import Signature, SignatureEvidence
from agreements.tables.text import Section, SectionVersion
from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.db import Base
from portal.identity.models import SignInSession
from portal.identity.session import hash_of
from portal.outbox.models import OutboxMail
from tests.integration.county import SECTION_TEXT, CountyOfTests, Parties
from tests.integration.isolation import taken_back
from tests.integration.remembered import remembered

# what the log's chain is made of, besides ids and times
CHAINED = {"hash", "details"}
OF_IDS_AND_TIMES = {"commitment", "document_sha256"}


def by_the_pages(parties: Parties) -> Parties:
    """Write every section, and answer its questions in the text, one page after another."""
    page = parties.municipality.open(parties.path)
    links = [str(a["href"]) for a in page.soup.select("ol.contents a[href*='/sections/']")]
    for number, link in enumerate(links, start=1):
        form = page.open(f"{link}/edit")
        answered: dict[str, str | bool] = {
            str(one["name"]): "answered" for one in form.soup.select("select[name^=state_]")
        }
        form.press("Spara", text=SECTION_TEXT.format(number), **answered)
    return parties.say_facts()


def _left(county: CountyOfTests, parties: Parties) -> Iterator[dict[str, object]]:
    """Every row of the writing, without its ids and times."""
    here = UUID(parties.id)
    for table, whose, order in (
        (Agreement, Agreement.id, Agreement.id),
        (Section, Section.agreement_id, Section.number),
        (SectionVersion, SectionVersion.agreement_id, SectionVersion.text),
        (AuditEntry, AuditEntry.stream, AuditEntry.seq),
    ):
        yield from _rows(county, table, whose, order, here)


def _rows(
    county: CountyOfTests, table: type[Base], whose: object, order: object, here: UUID
) -> Iterator[dict[str, object]]:
    for row in county.execute(select(table.__table__).where(whose == here).order_by(order)):
        yield {
            name: value
            for name, value in row._mapping.items()
            if name not in CHAINED and not isinstance(value, UUID | datetime)
        }


def test_sections_written_without_pages_are_as_by_the_pages(county: CountyOfTests) -> None:
    with taken_back(county.connection):
        by_pages = list(_left(county, by_the_pages(Parties(county).create())))
    assert list(_left(county, Parties(county).create().write_sections())) == by_pages


def _left_by_signing(county: CountyOfTests, parties: Parties) -> list[dict[str, object]]:
    """What decisions and signatures leave, without ids, times, and what is made of those."""
    here, ours = UUID(parties.id), OutboxMail.path.startswith(parties.path)
    rows = [
        row
        for table, whose, order in (
            (Agreement, Agreement.id, Agreement.id),
            (Decision, Decision.agreement_id, Decision.recorded_by),
            (Signature, Signature.agreement_id, Signature.organisation_id),
            (SignatureEvidence, SignatureEvidence.agreement_id, SignatureEvidence.id),
            (AuditEntry, AuditEntry.stream, AuditEntry.seq),
        )
        for row in _rows(county, table, whose, order, here)
    ]
    mails = county.execute(select(OutboxMail.kind, OutboxMail.path).where(ours))
    rows.append({"mails": sorted(map(tuple, mails))})
    return [{name: row[name] for name in row if name not in OF_IDS_AND_TIMES} for row in rows]


def test_what_is_decided_and_signed_at_once_is_as_by_the_pages(
    county: CountyOfTests, shared: Parties
) -> None:
    at_once = shared.anew()
    with taken_back(county.connection):
        shared.put_to_decision()
        for browser in shared.all:
            shared.decide(browser)
        for organisation in (shared.municipality_id, county.region, county.police):
            shared.sign(*shared.signatory(organisation, "Sune Signatär"))
        by_pages = _left_by_signing(county, shared)
    assert _left_by_signing(county, at_once.signing().all_sign()) == by_pages
    assert len(by_pages) > 20


def test_a_session_that_is_entered_is_as_one_by_signing_in(county: CountyOfTests) -> None:
    """Its times too: a test is one transaction, and so one moment to the database."""
    sune = county.somebody("Sune Signatär")
    county.grant(sune, county.region, Role.COORDINATOR)
    left = []
    for browser in (county.sign_in(sune), county.signed_in(sune, county.region)):
        session = SignInSession.__table__
        found = select(session).where(SignInSession.token_hash == hash_of(browser.token))
        row = county.execute(found).mappings().one()
        left.append({name: row[name] for name in row if name not in {"id", "token_hash"}})
        assert "Region Västerbotten" in browser.open("/account").soup.text

    assert left[1] == left[0]


@remembered
def _begun(county: CountyOfTests) -> Parties:
    return Parties(county).create().write_sections()


def test_what_is_remembered_is_there_as_if_it_had_been_done_again(county: CountyOfTests) -> None:
    with taken_back(county.connection):
        first = _begun(county)
        done = list(_left(county, first))
    again = _begun(county)

    assert again.id == first.id
    assert list(_left(county, again)) == done
    page = again.municipality.open(again.path)
    assert "Utkast" in page.text
    # and it is gone on with
    again.fill_matrix().set_term().share()
    assert "Delad" in again.region.open(again.path).text
