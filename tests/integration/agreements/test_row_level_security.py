"""Injected SQL is the application's own login: what it still cannot say in another party's name."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Executable, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import ProgrammingError

from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.document import DocumentVersion
from agreements.tables.mandate import MandateHolder
from agreements.tables.matrix import MatrixCell, MatrixRow
from agreements.tables.party import AgreementParty
from agreements.tables.signature import Signature, SignatureEvidence
from agreements.tables.suggestion import Suggestion, SuggestionAnswer
from agreements.tables.text import Section, SectionVersion
from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import Account, Invitation
from portal.identity.session import prove
from portal.ids import new_id
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_outline import row_of
from tests.integration.county import CountyOfTests, Parties, Somebody

POLICY = "row-level security"
GRANT = "permission denied"


def _inject(county: CountyOfTests, browser: Browser, *statements: Executable) -> int:
    """Run SQL as that browser's request would; how many rows the last statement touched."""
    with county.app.app_context(), acting_as(browser.token):
        try:
            touched = [db.session.connection().execute(one).rowcount for one in statements]
            # an insert is let through or refused; the driver does not count its row
            return 1 if statements[-1].is_insert else int(touched[-1])
        finally:
            db.session.rollback()


def _refused(
    county: CountyOfTests, browser: Browser, *statements: Executable, by: str = POLICY
) -> None:
    with pytest.raises(ProgrammingError, match=by):
        _inject(county, browser, *statements)


def _account(county: CountyOfTests, name: str) -> UUID:
    found = select(Account.id).where(Account.name == name).limit(1)
    return county.execute(found).scalar_one()  # type: ignore[no-any-return]


def _of(parties: Parties, **values: object) -> dict[str, Any]:
    mine = {"id": new_id(), "county_id": parties.county.id, "agreement_id": UUID(parties.id)}
    return mine | values


def _published(parties: Parties, text: str = "Inom två veckor.") -> UUID:
    path = parties.suggest(parties.region, parties.section(2), text)
    return UUID(path.rsplit("/", 1)[1])


def _section_id(parties: Parties) -> UUID:
    return UUID(parties.section(2).rsplit("/", 1)[1])


def _answer(
    parties: Parties, suggestion: UUID, organisation: UUID, answered_by: str = "Petra Polis"
) -> Executable:
    return insert(SuggestionAnswer).values(
        _of(
            parties,
            suggestion_id=suggestion,
            organisation_id=organisation,
            answer="accept",
            reason="",
            answered_by=answered_by,
            answered_at=clock.now(),
        )
    )


def _suggestion(parties: Parties, organisation: UUID, author: UUID, **values: object) -> Executable:
    return insert(Suggestion).values(
        _of(
            parties,
            section_id=_section_id(parties),
            base_version=1,
            text="Inom en vecka.",
            reason="För att.",
            status="published",
            organisation_id=organisation,
            author_id=author,
            author_name="Nils Region" if organisation == parties.county.region else "Petra Polis",
            created_at=clock.now(),
        )
        | values
    )


def _text(parties: Parties, suggestion: UUID | None, organisation: UUID, text: str) -> Executable:
    return insert(SectionVersion).values(
        _of(
            parties,
            section_id=_section_id(parties),
            version=99,
            text=text,
            organisation_id=organisation,
            author_name="Nils Region",
            created_at=clock.now(),
            suggestion_id=suggestion,
        )
    )


def _live(parties: Parties) -> tuple[UUID, str]:
    found = select(DocumentVersion.id, DocumentVersion.signing_sha256).where(
        DocumentVersion.agreement_id == UUID(parties.id), DocumentVersion.voided_at.is_(None)
    )
    row = parties.county.execute(found).mappings().one()
    return row["id"], row["signing_sha256"] or ""


def _signature(parties: Parties, **values: object) -> Executable:
    version, checksum = _live(parties)
    return insert(Signature).values(
        _of(
            parties,
            document_version_id=version,
            name="Sune Signatär",
            title="Ordförande",
            signed_at=clock.now(),
            on_paper=False,
            document_sha256=checksum,
        )
        | values
    )


def test_a_party_answers_for_itself_alone(county: CountyOfTests, shared: Parties) -> None:
    suggestion = _published(shared)

    _refused(county, shared.municipality, _answer(shared, suggestion, county.police))
    own = _answer(shared, suggestion, shared.municipality_id, "Maja Öhlund")
    assert _inject(county, shared.municipality, own) == 1


def test_an_answer_is_not_rewritten_and_only_its_own_party_takes_it_back(
    county: CountyOfTests, shared: Parties
) -> None:
    path = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    shared.answer(shared.police, path)

    _refused(county, shared.police, update(SuggestionAnswer).values(answer="reject"), by=GRANT)
    assert _inject(county, shared.municipality, delete(SuggestionAnswer)) == 0
    assert _inject(county, shared.police, delete(SuggestionAnswer)) == 1


def test_a_suggestion_is_the_own_partys_and_its_authors(
    county: CountyOfTests, shared: Parties
) -> None:
    nils, maja = _account(county, "Nils Region"), _account(county, "Maja Öhlund")

    for organisation, author in ((county.police, nils), (county.region, maja)):
        _refused(county, shared.region, _suggestion(shared, organisation, author))
    with county.app.app_context(), acting_as(shared.region.token):
        me = db.session.scalars(select(func.app.my_account())).one()
    assert _inject(county, shared.region, _suggestion(shared, county.region, me)) == 1
    adopted = _suggestion(shared, county.region, me, status="adopted")
    _refused(county, shared.region, adopted)


@pytest.mark.parametrize(
    "values", [{"text": "Aldrig."}, {"reason": "Därför."}, {"author_name": "Maja Öhlund"}]
)
def test_what_was_suggested_is_never_rewritten(
    county: CountyOfTests, shared: Parties, values: dict[str, str]
) -> None:
    _published(shared)

    for browser in (shared.region, shared.police):
        _refused(county, browser, update(Suggestion).values(values), by=GRANT)


def test_another_partys_suggestion_is_not_withdrawn_for_it_nor_adopted_without_answers(
    county: CountyOfTests, shared: Parties
) -> None:
    mine = Suggestion.id == _published(shared)

    for status in ("withdrawn", "adopted"):
        taken = update(Suggestion).where(mine).values(status=status)
        _refused(county, shared.police, taken)
    _refused(county, shared.region, update(Suggestion).where(mine).values(status="adopted"))


def test_after_sharing_a_text_comes_from_a_suggestion_that_everybody_agreed_to(
    county: CountyOfTests, shared: Parties
) -> None:
    suggestion = _published(shared)
    adopting = _text(shared, suggestion, county.region, "Inom två veckor.")

    _refused(county, shared.municipality, _text(shared, None, shared.municipality_id, "Mitt."))
    _refused(county, shared.municipality, adopting)
    shared.answer(shared.police, f"{shared.path}/suggestions/{suggestion}")
    mine = _answer(shared, suggestion, shared.municipality_id, "Maja Öhlund")
    _refused(
        county,
        shared.municipality,
        mine,
        _text(shared, suggestion, county.region, "Något helt annat."),
    )
    assert _inject(county, shared.municipality, mine, adopting) == 1


def test_the_text_of_a_section_does_not_go_back_to_an_earlier_one(
    county: CountyOfTests, signing: Parties
) -> None:
    here = update(Section).where(Section.agreement_id == UUID(signing.id), Section.version > 1)

    _refused(county, signing.region, here.values(version=1), by="append-only")


def test_after_sharing_a_cell_and_a_row_change_by_suggestion_alone(
    county: CountyOfTests, shared: Parties
) -> None:
    here = MatrixCell.agreement_id == UUID(shared.id)
    cell = update(MatrixCell).where(here).values(value="none")
    cited = cell.values(suggestion_id=_published(shared), organisation_id=county.region)
    row = update(MatrixRow).where(MatrixRow.agreement_id == UUID(shared.id))

    for browser in shared.all:
        _refused(county, browser, cell)
        _refused(county, browser, cited)
        _refused(
            county, browser, row.values(removed_at=clock.now()), by="not agreed to take it out"
        )


def test_the_drafter_lets_nobody_in_once_it_is_shared(
    county: CountyOfTests, shared: Parties
) -> None:
    entry = insert(AgreementParty).values(
        _of(shared, organisation_id=county.group, position=9, joined_at=clock.now())
    )

    _refused(county, shared.municipality, entry)


def test_a_decision_is_the_own_partys(county: CountyOfTests, shared: Parties) -> None:
    shared.put_to_decision()

    _refused(county, shared.region, _decision(shared, organisation_id=county.police))
    assert _inject(county, shared.region, _decision(shared)) == 1


def test_nobody_writes_a_signature(county: CountyOfTests, signing: Parties) -> None:
    somebody, browser = signing.signatory(county.region, "Sune Signatär")
    own = {"organisation_id": county.region, "account_id": somebody.id}
    nils = _account(county, "Nils Region")

    forged = (
        own | {"organisation_id": county.police},
        own | {"account_id": nils},
        own | {"account_id": None, "on_paper": True},
        own | {"document_sha256": "0" * 64},
    )
    for values in forged:
        _refused(county, browser, _signature(signing, **values), by=GRANT)
    _refused(county, signing.region, _signature(signing, **own), by=GRANT)
    _refused(county, browser, _signature(signing, **own), by=GRANT)


@pytest.mark.parametrize("model", [SectionVersion, Decision, Signature])
def test_texts_decisions_and_signatures_are_never_changed_or_deleted(
    county: CountyOfTests, signing: Parties, model: type
) -> None:
    signing.sign(*signing.signatory(county.region, "Sune Signatär"))

    for browser in signing.all:
        change = update(model).values(organisation_id=signing.municipality_id)
        for statement in (change, delete(model)):
            _refused(county, browser, statement, by=GRANT)


def test_what_is_signed_is_not_exchanged_and_a_void_version_stays_void(
    county: CountyOfTests, signing: Parties
) -> None:
    here = update(DocumentVersion).where(DocumentVersion.agreement_id == UUID(signing.id))

    _refused(county, signing.region, here.values(content="{}"), by=GRANT)
    _refused(county, signing.region, here.values(signing_sha256="0" * 64), by="frozen")
    _refused(
        county,
        signing.region,
        here.values(voided_at=clock.now(), voided_by="Nils Region, Region Västerbotten"),
        here.values(voided_at=None),
        by="append-only",
    )


@pytest.mark.parametrize("status", ["in_force", "draft", "superseded", "withdrawn"])
def test_an_agreement_takes_no_step_that_the_parties_have_not_taken(
    county: CountyOfTests, signing: Parties, status: str
) -> None:
    here = update(Agreement).where(Agreement.id == UUID(signing.id))

    with pytest.raises(ProgrammingError, match=f"{POLICY}|no step"):
        _inject(county, signing.region, here.values(status=status))


def test_who_drafted_an_agreement_and_for_whom_stays(
    county: CountyOfTests, shared: Parties
) -> None:
    here = [county.municipality]
    area = ({"municipality_ids": here}, {"municipality_id": here[0]}, {"covers_county": True})
    for values in ({"creator_id": county.region}, *area):
        _refused(county, shared.region, update(Agreement).values(values), by=GRANT)


def test_only_an_administrator_invites(county: CountyOfTests, shared: Parties) -> None:
    offer = insert(Invitation).values(
        id=new_id(),
        county_id=county.id,
        token_hash=b"x" * 32,
        issuer_key="staff",
        organisation_id=county.region,
        role="administrator",
        name="Nils Region",
        invited_by="Nils Region",
        created_at=clock.now(),
        expires_at=clock.now(),
    )

    _refused(county, shared.region, offer)


def _committed(signing: Parties, somebody: Somebody, **changes: str) -> str:
    _version, checksum = _live(signing)
    held = select(MandateHolder.mandate_id).where(MandateHolder.account_id == somebody.id)
    said = {
        "mandate": str(signing.county.execute(held).scalar()),
        "account": str(somebody.id),
        "agreement": signing.id,
        "document_sha256": checksum,
        "intent": "sign",
        "organisation": str(signing.county.region),
    }
    return json.dumps(said | changes)


def _sign(signing: Parties, commitment: str, proof: bytes | None = None) -> Executable:
    signature, id_token = new_id(), "header.claims.signature"
    secret = signing.county.app.extensions["settings"].secret_key
    message = f"{signature}\n{commitment}\n{id_token}"
    return select(
        func.app.sign(
            *(signature, new_id(), UUID(signing.id), "Ordförande", commitment, id_token),
            *(
                cast({"keys": []}, JSONB),
                prove(secret, message.encode()) if proof is None else proof,
            ),
        )
    )


@pytest.mark.parametrize("proof", [b"", bytes(32), prove("x" * 32, b"anything")])
def test_nobody_signs_without_the_application_s_proof_of_a_fresh_sign_in(
    county: CountyOfTests, signing: Parties, proof: bytes
) -> None:
    somebody, browser = signing.signatory(county.region, "Sune Signatär")

    _refused(county, browser, _sign(signing, _committed(signing, somebody), proof), by="not proven")


@pytest.mark.parametrize(
    "changes",
    [
        {"intent": "read"},
        {"document_sha256": "0" * 64},
        {"account": str(UUID(int=0))},
        {"organisation": str(UUID(int=0))},
        {"agreement": str(UUID(int=0))},
    ],
)
def test_a_proven_sign_in_signs_what_it_was_made_for_alone(
    county: CountyOfTests, signing: Parties, changes: dict[str, str]
) -> None:
    somebody, browser = signing.signatory(county.region, "Sune Signatär")
    committed = _committed(signing, somebody, **changes)

    _refused(county, browser, _sign(signing, committed), by="not yours to sign")


def test_only_a_signatory_of_a_party_signs(county: CountyOfTests, signing: Parties) -> None:
    somebody, browser = signing.signatory(county.region, "Sune Signatär")
    committed = _committed(signing, somebody)

    for other in (signing.region, signing.police):
        _refused(county, other, _sign(signing, committed), by="not yours to sign")
    assert _inject(county, browser, _sign(signing, committed)) == 1


def test_a_signature_has_its_account_s_name_and_the_database_s_time(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.region, "Sune Signatär")
    before = clock.now()
    signing.sign(somebody, browser)
    mine = select(Signature.name, Signature.signed_at).where(Signature.account_id == somebody.id)
    name, at = county.execute(mine).one()

    assert name == "Sune Signatär"
    assert before <= at <= clock.now()


def test_a_signature_without_evidence_does_not_count(
    county: CountyOfTests, signing: Parties
) -> None:
    signing.all_sign()
    found = select(Agreement.status).where(Agreement.id == UUID(signing.id))
    assert county.execute(found).scalar_one() == "in_force"
    with county.app.app_context(), acting_as(signing.region.token):
        is_signed = select(func.app.is_signed(UUID(signing.id)))
        assert db.session.scalar(is_signed) is True
    signature = select(Signature.id).where(Signature.organisation_id == county.police)
    county.execute(delete(SignatureEvidence).where(SignatureEvidence.signature_id.in_(signature)))
    with county.app.app_context(), acting_as(signing.region.token):
        assert db.session.scalar(is_signed) is False


OTHER_ROLES = (Role.CASEWORKER, Role.REVIEWER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_whoever_does_not_work_with_agreements_reads_no_draft_and_no_internal_suggestion(
    county: CountyOfTests, shared: Parties, role: Role
) -> None:
    page = shared.region.open(f"{shared.section(3)}/suggest")
    page.press("Spara som internt förslag", text="Internt.", reason="Bara vi.")
    browser = county.member(county.region, role)

    for model in (Agreement, AgreementParty, Section, SectionVersion, Suggestion, MatrixCell):
        with county.app.app_context(), acting_as(browser.token):
            seen = db.session.scalar(select(func.count()).select_from(model))
        assert seen == 0, model


@pytest.mark.parametrize("role", [*OTHER_ROLES, Role.SIGNATORY])
def test_only_a_coordinator_negotiates(county: CountyOfTests, shared: Parties, role: Role) -> None:
    suggestion = _published(shared)
    somebody = county.somebody("Petra Polis")
    county.grant(somebody, county.police, role)
    browser = county.sign_in(somebody)
    here = Agreement.id == UUID(shared.id)

    _refused(county, browser, _suggestion(shared, county.police, somebody.id))
    _refused(county, browser, _answer(shared, suggestion, county.police))
    close = update(Suggestion).where(Suggestion.id == suggestion).values(status="rejected")
    assert _inject(county, browser, close) == 0
    prompts = update(Section).where(Section.agreement_id == UUID(shared.id)).values(prompts=[])
    assert _inject(county, browser, prompts) == 0
    change = update(Agreement).where(here)
    for values in ({"status": "withdrawn"}, {"status": "decision"}, {"valid_until": clock.today()}):
        if role is Role.SIGNATORY:
            _refused(county, browser, change.values(values), by="not for this role")
        else:
            assert _inject(county, browser, change.values(values)) == 0


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_only_those_who_work_with_agreements_take_one_back(
    county: CountyOfTests, signing: Parties, role: Role
) -> None:
    browser = county.member(county.police, role)
    back = update(Agreement).where(Agreement.id == UUID(signing.id)).values(status="shared")
    void = update(DocumentVersion).where(DocumentVersion.agreement_id == UUID(signing.id))

    assert _inject(county, browser, back) == 0
    assert _inject(county, browser, void.values(voided_at=clock.now())) == 0


def test_a_signatory_returns_an_agreement_and_does_nothing_else_with_it(
    county: CountyOfTests, signing: Parties
) -> None:
    _somebody, browser = signing.signatory(county.police, "Sune Signatär")
    here = update(Agreement).where(Agreement.id == UUID(signing.id))
    version = update(DocumentVersion).where(DocumentVersion.agreement_id == UUID(signing.id))

    assert _inject(county, browser, here.values(status="shared")) == 1
    mine = {"voided_by": "Sune Signatär, Polisen Västerbotten", "voided_reason": "x"}
    assert _inject(county, browser, version.values(voided_at=clock.now(), **mine)) == 1
    _refused(county, browser, here.values(revision=99), by="not for this role")
    dates = {"status": "shared", "valid_until": clock.today()}
    _refused(county, browser, here.values(dates), by="not for this role")


@pytest.mark.parametrize("role", [*OTHER_ROLES, Role.SIGNATORY])
def test_only_a_coordinator_records_a_decision(
    county: CountyOfTests, shared: Parties, role: Role
) -> None:
    shared.put_to_decision()
    browser = county.member(county.region, role, name="Nils Region")

    _refused(county, browser, _decision(shared))


def _decision(parties: Parties, **values: object) -> Executable:
    version, _checksum = _live(parties)
    facts = _of(
        parties,
        document_version_id=version,
        organisation_id=parties.county.region,
        body="Nämnden",
        paragraph="§ 1",
        decided_on=clock.today(),
        reference="A1",
        recorded_by="Nils Region",
        recorded_at=clock.now(),
    )
    return insert(Decision).values(facts | values)


def test_a_decision_is_recorded_in_one_s_own_name_and_now(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.put_to_decision()
    long_ago = clock.now() - timedelta(days=400)

    _refused(county, shared.region, _decision(shared, recorded_by="Maja Öhlund"))
    with county.app.app_context(), acting_as(shared.region.token):
        db.session.connection().execute(_decision(shared, recorded_at=long_ago))
        at = db.session.scalar(select(Decision.recorded_at))
        db.session.rollback()
    assert at is not None
    assert at > long_ago + timedelta(days=300)


def test_nobody_suggests_answers_or_writes_in_another_s_name(
    county: CountyOfTests, shared: Parties
) -> None:
    with county.app.app_context(), acting_as(shared.region.token):
        me = db.session.scalars(select(func.app.my_account())).one()
    named = {"author_name": "Maja Öhlund"}
    _refused(county, shared.region, _suggestion(shared, county.region, me, **named))
    suggestion = _published(shared)
    _refused(county, shared.municipality, _answer(shared, suggestion, shared.municipality_id))


def _adopted_cells(county: CountyOfTests, shared: Parties) -> UUID:
    """A suggestion about one cell that the parties have adopted."""
    page = shared.region.open(f"{shared.path}/matrix/suggest")
    names = [str(one["name"]) for one in page.soup.select("select[name^=cell-]")]
    cell = next(one for one in names if not one.endswith(".socialtjanst"))
    page.press("Skicka förslaget till parterna", reason="Så.", **{cell: "participates"})
    path = urlsplit(page.url).path
    for browser in (shared.municipality, shared.police):
        shared.answer(browser, path)
    return UUID(path.rsplit("/", 1)[1])


@pytest.mark.parametrize("until", ["shared", "signing", "in force"])
def test_a_suggestion_that_was_adopted_changes_nothing_once_more(
    county: CountyOfTests, shared: Parties, until: str
) -> None:
    cells, texts = _adopted_cells(county, shared), _published(shared)
    for browser in (shared.municipality, shared.police):
        shared.answer(browser, f"{shared.path}/suggestions/{texts}")
    if until != "shared":
        shared.signing()
    if until == "in force":
        shared.all_sign()
    here = MatrixCell.agreement_id == UUID(shared.id)
    written = {"suggestion_id": cells, "organisation_id": county.region}
    cell = update(MatrixCell).where(here).values(changed_by="Nils Region", value="none", **written)

    for browser in shared.all:
        _refused(county, browser, cell)
        _refused(county, browser, _text(shared, texts, county.region, "Inom två veckor."))


def test_what_is_agreed_to_is_what_is_changed(county: CountyOfTests, shared: Parties) -> None:
    """All have said yes, and whoever was last adopts something else by hand."""
    row, key, _title, _phase = row_of(county, shared, 0)
    out = f"{shared.path}/matrix/rows/{row}/suggest"
    page = shared.region.open(out)
    page.press("Skicka förslaget till parterna", reason="Så.", what="out")
    suggestion = urlsplit(page.url).path
    shared.answer(shared.municipality, suggestion)
    yes = _answer(shared, UUID(suggestion.rsplit("/", 1)[1]), county.police)
    rows = update(MatrixRow).where(MatrixRow.agreement_id == UUID(shared.id))
    gone = rows.values(removed_at=clock.now(), removed_reason="Så.")
    new = insert(MatrixRow).values(
        _of(shared, key="ny", phase="x", title="Ny", hint="", position=99, in_template=False)
    )

    assert _inject(county, shared.police, yes, gone.where(MatrixRow.key == key)) == 1
    with pytest.raises(ProgrammingError, match="not agreed to take it out"):
        _inject(county, shared.police, yes, gone.where(MatrixRow.key != key))
    _refused(county, shared.police, yes, new)


def test_the_days_change_by_suggestion_alone(county: CountyOfTests, shared: Parties) -> None:
    agreement = update(Agreement).where(Agreement.id == UUID(shared.id))
    later = clock.today() + timedelta(days=3000)
    changes: list[dict[str, object]] = [
        {"valid_until": later},
        {"review_on": clock.today() + timedelta(days=9)},
        {"valid_from": clock.today() + timedelta(days=9)},
        {"open_ended": True, "valid_until": None},
        {"revision": 1},
        {"matrix_revision": 0},
    ]
    for advance in (None, shared.signing, shared.all_sign):
        if advance is not None:
            advance()
        for values in changes:
            for browser in shared.all:
                with pytest.raises(ProgrammingError, match="not agreed to the days"):
                    _inject(county, browser, agreement.values(**values))


def test_nobody_gives_up_or_takes_back_in_another_s_name(
    county: CountyOfTests, shared: Parties
) -> None:
    agreement = update(Agreement).where(Agreement.id == UUID(shared.id))
    given_up = {"status": "withdrawn", "withdrawn_reason": "Så."}
    _refused(county, shared.municipality, agreement.values(withdrawn_by="Nils Region", **given_up))
    mine = "Maja Öhlund, Bjurholms kommun"
    assert _inject(county, shared.municipality, agreement.values(withdrawn_by=mine, **given_up))
    version, _hash = _live(shared.put_to_decision())
    void = update(DocumentVersion).where(DocumentVersion.id == version)
    values = {"voided_at": clock.now(), "voided_reason": "Så."}
    _refused(county, shared.police, void.values(voided_by="Maja Öhlund", **values))
