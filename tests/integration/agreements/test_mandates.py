"""Nobody signs without a mandate that holds that day; joint mandates need as many as they say."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from agreements.signing import commitment
from agreements.tables.agreement import Agreement
from agreements.tables.mandate import MandateHolder, SigningMandate
from agreements.tables.signature import SignatureEvidence
from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity import step_up
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties, Somebody

TODAY = clock.today()


class Signers:
    """Three signatories of the region with one mandate, which needs two of them."""

    def __init__(self, county: CountyOfTests, parties: Parties, **facts: object) -> None:
        self.county, self.parties = county, parties
        self.people = [county.somebody(name) for name in ("Ann Ett", "Bo Två", "Cia Tre")]
        for one in self.people:
            county.grant(one, county.region, Role.SIGNATORY)
        _revoke_all(county, county.region)
        self.mandate = county.mandate(
            county.region, *self.people, **({"needed": 2, "ground": "§ 14"} | facts)
        )
        self.browsers = [county.sign_in(one) for one in self.people]

    def sign(self, number: int, title: str = "Ledamot") -> Browser:
        return self.parties.sign(self.people[number], self.browsers[number], title)

    def page(self, number: int) -> Browser:
        return self.browsers[number].open(f"{self.parties.path}/sign")


def _revoke_all(county: CountyOfTests, organisation: UUID) -> None:
    county.execute(
        update(SigningMandate)
        .where(SigningMandate.organisation_id == organisation, SigningMandate.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_by="Greta", ended_reason="Ny ordning")
    )


def _others_sign(county: CountyOfTests, parties: Parties) -> None:
    parties.sign(*parties.signatory(parties.municipality_id, "Mats Kommun"))
    parties.sign(*parties.signatory(county.police, "Pär Polis"))


def test_two_of_three_sign_together(county: CountyOfTests, signing: Parties) -> None:
    signers = Signers(county, signing)
    _others_sign(county, signing)
    told = signing.region.open(signing.path).text
    assert "Ann Ett, Bo Två, Cia Tre (2 av 3 tillsammans)" in told
    page = signers.sign(2)
    assert "En underskrift till behövs" in page.text
    assert "Du har skrivit under. Det behövs fler underskrifter från er." in page.text
    assert "Inget väntar på dig" in signers.browsers[2].open("/").text
    assert "Inget att skriva under just nu" in signers.page(2).text
    assert "ska skriva under" in signing.municipality.open(signing.path).text
    assert signers.browsers[0].open("/").text.count("Läs och skriv under") == 1
    asked = select(OutboxMail.account_id).where(OutboxMail.kind == "agreement.sign_next")
    assert {signers.people[0].id, signers.people[1].id} <= set(county.execute(asked).scalars())
    assert signers.people[2].id not in set(county.execute(asked).scalars())
    page = signers.sign(0)

    assert "Överenskommelsen följs upp" in page.text or "Undertecknad" in page.text
    assert "Cia Tre" in page.text
    assert "Behörighet: Fullmäktige, § 14" in page.text
    assert "Inget att skriva under just nu" in signers.page(1).text


def test_what_was_signed_by_a_mandate_that_ended_since_leaves_nobody_fewer_to_sign(
    county: CountyOfTests, signing: Parties
) -> None:
    """Three have to sign by the new mandate, also when one had by the old."""
    signers = Signers(county, signing)
    assert "En underskrift till behövs" in signers.sign(0).text
    _revoke_all(county, county.region)
    county.mandate(county.region, *signers.people, needed=3, ground="§ 30")

    for reader in (signing.region, signing.municipality):
        page = reader.open(signing.path)
        assert "En underskrift till behövs" not in page.text
        assert "Väntar på underskrift" in page.text
    assert "En underskrift till behövs" not in signers.page(1).text
    signers.sign(1)
    for reader in (signing.region, signing.municipality):
        assert "2 underskrifter till behövs" in reader.open(signing.path).text


def test_the_party_that_has_not_signed_wholly_keeps_it_from_being_signed(
    county: CountyOfTests, signing: Parties
) -> None:
    signers = Signers(county, signing)
    signers.sign(0)
    _others_sign(county, signing)

    status = select(Agreement.status).where(Agreement.id == signing.id)
    assert county.execute(status).scalar_one() == "signing"
    with county.app.app_context(), acting_as(signers.browsers[1].token):
        with pytest.raises(DBAPIError, match="row-level security"):
            db.session.connection().execute(
                update(Agreement).where(Agreement.id == signing.id).values(status="in_force")
            )
        db.session.rollback()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"valid_until": TODAY - timedelta(days=1)}, "har gått ut"),
        ({"valid_from": TODAY + timedelta(days=1)}, "inte börjat gälla"),
        ({"ended_at": clock.now(), "ended_by": "G", "ended_reason": "Ny"}, "är återkallad"),
    ],
)
def test_a_mandate_that_does_not_hold_today_is_refused_in_words(
    county: CountyOfTests, signing: Parties, facts: dict[str, object], told: str
) -> None:
    page = Signers(county, signing, **facts).page(0)
    coordinator = signing.region.open(signing.path).text
    assert "Ingen. Er administratör registrerar" in coordinator

    assert told in page.text
    assert "Logga in och skriv under" not in page.buttons
    assert "Lämna tillbaka till parterna" in page.text


def test_a_signatory_without_a_mandate_is_told_whom_to_ask(
    county: CountyOfTests, signing: Parties
) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    _revoke_all(county, county.region)
    county.execute(
        MandateHolder.__table__.delete().where(MandateHolder.organisation_id == county.region)
    )
    page = browser.open(f"{signing.path}/sign")

    assert "Du har ingen registrerad behörighet" in page.text
    assert "administratör" in page.text


def test_what_ends_between_the_page_and_the_provider_s_answer_signs_nothing(
    county: CountyOfTests, signing: Parties
) -> None:
    signers = Signers(county, signing)
    signing.ask_to_sign(signers.browsers[0])
    _revoke_all(county, county.region)
    page = signing.come_back(signers.browsers[0], signers.people[0].identity)

    assert "är återkallad" in page.text
    assert "Ann Ett" not in signing.region.open(signing.path).text


def test_another_s_mandate_is_not_signed_by(county: CountyOfTests, signing: Parties) -> None:
    signers = Signers(county, signing)
    _, browser = signing.signatory(county.region, "Rut Region")
    page = browser.open(f"{signing.path}/sign")
    page.press(
        "Logga in och skriv under",
        status=422,
        mandate=str(signers.mandate),
        title="Chef",
        agree=True,
    )


def test_in_order_the_next_waits_for_the_first(county: CountyOfTests, signing: Parties) -> None:
    signers = Signers(county, signing, in_order=True, needed=3)
    assert "inte din tur" in signers.page(1).text
    signers.sign(0)
    assert "Logga in och skriv under" in signers.page(1).buttons
    assert "inte din tur" in signers.page(2).text


def test_a_substitute_signs_in_somebody_s_stead_and_says_so(
    county: CountyOfTests, signing: Parties
) -> None:
    signers = Signers(county, signing)
    somebody = county.somebody("Erik Ersättare")
    county.grant(somebody, county.region, Role.SIGNATORY)
    _revoke_all(county, county.region)
    county.mandate(county.region, signers.people[0])
    _substitute(county, somebody)
    page = signing.sign(somebody, county.sign_in(somebody))

    assert "som ersättare för Ann Ett" in page.text
    assert "Inget att skriva under just nu" in signers.page(0).text


def _substitute(county: CountyOfTests, somebody: Somebody) -> None:
    newest = select(SigningMandate.id).where(SigningMandate.organisation_id == county.region)
    mandate = county.execute(newest.order_by(SigningMandate.recorded_at.desc()).limit(1))
    county.execute(
        insert(MandateHolder).values(
            id=new_id(),
            county_id=county.id,
            organisation_id=county.region,
            mandate_id=mandate.scalar_one(),
            account_id=somebody.id,
            name="Erik Ersättare",
            place=1,
            is_substitute=True,
        )
    )


def test_one_who_may_by_two_mandates_chooses(county: CountyOfTests, signing: Parties) -> None:
    signers = Signers(county, signing)
    county.mandate(county.region, signers.people[0], ground="§ 99")
    page = signers.page(0)
    chosen = page.soup.select("input[name=mandate][type=radio]")
    assert len(chosen) == 2
    page.press("Logga in och skriv under", status=422, title="Chef", agree=True)
    assert page.problems == ["Välj vilken behörighet du skriver under med."]


def test_the_evidence_says_by_which_mandate(county: CountyOfTests, signing: Parties) -> None:
    signers = Signers(county, signing)
    signers.sign(0)
    said = county.execute(
        select(SignatureEvidence.commitment).where(SignatureEvidence.agreement_id == signing.id)
    ).scalar_one()

    assert f'"mandate":"{signers.mandate}"' in said


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_until": TODAY - timedelta(days=1)},
        {"valid_from": TODAY + timedelta(days=1)},
        {"ended_at": clock.now(), "ended_by": "G", "ended_reason": "Ny"},
    ],
)
def test_the_database_signs_by_no_mandate_that_does_not_hold(
    county: CountyOfTests, signing: Parties, facts: dict[str, object]
) -> None:
    signers = Signers(county, signing, **facts)

    with pytest.raises(DBAPIError, match="no mandate to sign by"):
        _sign_by_sql(signers, 0)


def test_the_database_keeps_order_and_places(county: CountyOfTests, signing: Parties) -> None:
    signers = Signers(county, signing, in_order=True)
    with pytest.raises(DBAPIError, match="not your turn to sign"):
        _sign_by_sql(signers, 2)
    signers.sign(1)
    with pytest.raises(DBAPIError, match="not your turn to sign"):
        _sign_by_sql(signers, 0)


def _sign_by_sql(signers: Signers, number: int) -> None:
    """What a signatory would do who had the application's key and not its rules."""
    from agreements.tables import signing_functions

    county, somebody = signers.county, signers.people[number]
    with county.app.app_context(), acting_as(signers.browsers[number].token):
        checksum = db.session.connection().exec_driver_sql(
            "select signing_sha256 from app.document_version where agreement_id = %s"
            " and voided_at is null",
            (signers.parties.id,),
        )
        committed = commitment.make_commitment(
            agreement_id=UUID(signers.parties.id),
            document_sha256=checksum.scalar_one(),
            account_id=somebody.id,
            organisation_id=county.region,
            mandate_id=signers.mandate,
        )
        signature = new_id()
        try:
            signing_functions.sign(
                signing_functions.NewSignature(
                    id=signature,
                    evidence_id=new_id(),
                    agreement_id=UUID(signers.parties.id),
                    title="Chef",
                    commitment=committed,
                    id_token="a.b.c",
                    provider_keys={},
                    proof=step_up.prove(str(signature), committed, "a.b.c"),
                )
            )
        finally:
            db.session.rollback()


def _enter(browser: Browser, status: int = 200, **values: str | bool) -> Browser:
    page = browser.open("/administration").follow("Behörigheter").follow("Registrera behörighet")
    facts: dict[str, str | bool] = {
        "body": "Kommunstyrelsen",
        "ground": "§ 7",
        "valid_from": TODAY.isoformat(),
        "needed": "1",
    }
    return page.press("Registrera", status=status, **(facts | values))


def _place(somebody: Somebody) -> str:
    return f"place_{somebody.id}"


def test_an_administrator_enters_a_mandate_and_revokes_it(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody = county.somebody("Ann Ett")
    county.grant(somebody, county.region, Role.SIGNATORY)
    _revoke_all(county, county.region)
    admin = county.member(county.region, Role.ADMINISTRATOR, name="Greta Region")
    page = admin.open("/administration/mandates")
    assert "ingen behörighet är registrerad: Ann Ett" in page.text
    page = _enter(admin, **{_place(somebody): "1"})
    assert "Kommunstyrelsen, § 7" in page.text
    assert "ingen behörighet är registrerad" not in page.text
    browser = county.sign_in(somebody)
    assert "Logga in och skriv under" in browser.open(f"{signing.path}/sign").buttons

    page = admin.open("/administration/mandates").follow("Återkalla : § 7")
    page.press("Återkalla", status=422)
    page.press("Återkalla", reason="Ny ordförande.")
    assert "Ny ordförande." in page.text
    assert "är återkallad" in browser.open(f"{signing.path}/sign").text
    assert "En behörighet att skriva under som du hade är återkallad." in browser.open("/").text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"valid_until": "2020-01-01", "valid_from": "2019-01-01"}, "Sista dagen har redan varit"),
        ({"valid_until": "2020-01-01"}, "Sista dagen kan inte vara före den första."),
        ({"needed": "2"}, "Fler behöver skriva under"),
    ],
)
def test_a_mandate_that_nobody_could_sign_by_is_refused_in_words(
    county: CountyOfTests, values: dict[str, str], told: str
) -> None:
    ann, bo = county.somebody("Ann Ett"), county.somebody("Bo Två")
    for one in (ann, bo):
        county.grant(one, county.region, Role.SIGNATORY)
    admin = county.member(county.region, Role.ADMINISTRATOR, name="Greta Region")
    page = _enter(admin, 422, **({_place(ann): "1"} | values))

    assert page.problems[0].startswith(told)
    assert page.value("ground") == "§ 7"
    page = _enter(admin, 422)
    assert page.problems == ["Välj vem eller vilka som har behörigheten."]


def test_only_an_administrator_enters_and_nobody_rewrites_a_mandate(
    county: CountyOfTests, signing: Parties
) -> None:
    signers = Signers(county, signing, recorded_at=clock.now() - timedelta(days=1))
    signing.region.open("/administration/mandates", 403)
    another = county.somebody("Dan Fyra")
    county.grant(another, county.region, Role.SIGNATORY)
    admin = county.member(county.region, Role.ADMINISTRATOR, name="Greta Region")
    theirs = update(SigningMandate).where(SigningMandate.id == signers.mandate)
    added = insert(MandateHolder).values(
        id=new_id(),
        county_id=county.id,
        organisation_id=county.region,
        mandate_id=signers.mandate,
        account_id=another.id,
        name="Dan Fyra",
        place=3,
        is_substitute=True,
    )
    entered = insert(SigningMandate).values(
        id=new_id(),
        county_id=county.id,
        organisation_id=county.region,
        body="Jag",
        ground="själv",
        valid_from=date(2020, 1, 1),
        needed=1,
        places=1,
        in_order=False,
        recorded_by="Nils Region",
        recorded_at=clock.now(),
    )
    for browser, statement, told in (
        (admin, theirs.values(valid_until=None), "permission denied"),
        (admin, added, "row-level security"),
        (signing.region, entered, "row-level security"),
        (signers.browsers[0], entered, "row-level security"),
    ):
        with county.app.app_context(), acting_as(browser.token):
            with pytest.raises(DBAPIError, match=told):
                db.session.connection().execute(statement)
            db.session.rollback()


def test_who_signed_by_a_right_that_has_ended_signs_by_the_new_one(
    county: CountyOfTests, signing: Parties
) -> None:
    """Else the party could never be done: nobody else has the other place."""
    signers = Signers(county, signing)
    _others_sign(county, signing)
    signers.sign(0)
    _revoke_all(county, county.region)
    county.mandate(county.region, *signers.people[:2], needed=2, ground="§ 20")
    assert "Läs och skriv under" in signers.browsers[0].open("/").text
    signers.sign(1)
    signers.sign(0)
    page = signing.region.open(signing.path)

    assert "Behörighet: Fullmäktige, § 20" in page.text
    assert "Väntar på underskrift" not in page.text
