"""An agreement that is signed on paper: registered with its scan, confirmed, or taken back."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from agreements import facade
from agreements.documents.pdf import attached_source
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.paper import Paper, PaperAnswer
from agreements.tables.template import TemplateVersion
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.identity.models import Account
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.steps import give_notice, holds, inject, mailed, review
from tests.integration.agreements.test_open_ended import set_openly
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.forms.acting import act_for
from tests.integration.remembered import remembered

TODAY = clock.today()
BEGAN = TODAY - timedelta(days=400)
SCAN = b"%PDF-1.7\nskannat\n%%EOF\n"
SHA = hashlib.sha256(SCAN).hexdigest()
MARK = "Undertecknad på papper, registrerad av"


def facts() -> dict[str, object]:
    """What is filled in of each party."""
    said: dict[str, object] = {}
    for number in range(3):
        said |= {
            f"body_{number}_0": "Kommunstyrelsen",
            f"paragraph_{number}_0": f"§ {number + 1}",
            f"decided_on_{number}_0": str(BEGAN - timedelta(days=30)),
            f"reference_{number}_0": f"KS 2025/{number + 1}",
            f"name_{number}_0": f"Undertecknare {number}",
            f"title_{number}_0": "Ordförande",
            f"signed_on_{number}_0": str(BEGAN - timedelta(days=9)),
        }
    return said


def signed_on(day: date) -> dict[str, object]:
    """All of them signed that day."""
    return {f"signed_on_{number}_0": str(day) for number in range(3)}


def register(
    browser: Browser, parties: Parties, *, status: int = 200, scan: bytes = SCAN, **said: object
) -> Browser:
    page = browser.open(f"{parties.path}/paper")
    shown = page.soup.select("main input[name]")
    fields = {str(one["name"]): str(one.get("value", "")) for one in shown}
    fields = {name: said for name, said in fields.items() if name != "with_matrix"}
    # what was decided on here was decided lately
    usual = facts() if "body_0_0" in fields else facts() | signed_on(TODAY)
    sent = {name: one for name, one in (usual | said).items() if name in fields or name in said}
    return page.post(page.url, fields | sent | {"file": (BytesIO(scan), "scan.pdf")}, status)


@pytest.fixture
@remembered
def begun(parties: Parties) -> Parties:
    """A draft of one that was signed long ago, with one section written."""
    parties.create()
    parties.municipality.open(f"{parties.section(2)}/edit").press(
        "Spara", text="Vi möts varje vår."
    )
    return parties.set_term(BEGAN, TODAY + timedelta(days=300), TODAY + timedelta(days=200))


def test_it_holds_from_its_registration_and_is_marked_everywhere(
    county: CountyOfTests, begun: Parties
) -> None:
    page = register(begun.municipality, begun)

    assert MARK in page.text
    assert SHA in page.text
    assert "Ordförande" in page.text
    assert "KS 2025/2" in page.text
    assert begun.municipality.open(f"{begun.path}/paper/scan").response.data == SCAN
    assert holds(begun, TODAY)
    assert not holds(begun, BEGAN - timedelta(days=1))
    text = begun.region.open(f"{begun.path}/read").text
    assert "Vi möts varje vår." in text
    # what is only the template's words was not what they signed
    assert "[vem]" not in text
    group = county.member(county.group, *COORDINATOR)
    assert group.open("/county").heading.startswith("1 av ")
    for address in ("/county", "/agreements/search", "/agreements/search?q=möts"):
        assert "på papper" in group.open(address).text
    assert "på papper" in begun.region.open("/agreements").text
    file = begun.region.open(f"{begun.path}/agreement.pdf").response.data
    said = json.loads(attached_source(file))
    assert said["on_paper"].startswith(MARK)
    assert SHA in said["on_paper"]
    assert {one["name"] for one in said["signatures"]} == {f"Undertecknare {n}" for n in range(3)}
    assert county.region in mailed(county, "agreement.registered_on_paper")
    assert begun.region.open(f"{begun.path}/agreement.docx").response.status_code == 200


def test_the_others_confirm_it_or_object_with_a_reason(begun: Parties) -> None:
    register(begun.municipality, begun)
    todo = begun.region.open("/todo")
    assert "Säg om det som är undertecknat på papper stämmer" in todo.text
    begun.region.open(f"{begun.path}/paper/answer").press("Svara", answer="yes")
    assert "undertecknat på papper" not in begun.region.open("/todo").text
    form = begun.police.open(f"{begun.path}/paper/answer")
    form.press("Svara", 422, answer="no", reason="")
    assert form.problems == ["Skriv varför, så att de andra parterna förstår."]
    form.press("Svara", answer="no", reason="Vi skrev under en annan text.")

    page = begun.municipality.open(begun.path)
    assert "Stämmer" in page.text
    assert "Vi skrev under en annan text." in page.text
    assert holds(begun, TODAY)
    assert mailed(begun.county, "agreement.paper_objected") == {
        begun.municipality_id,
        begun.county.region,
    }


TOMORROW = str(TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("said", "scan", "told"),
    [
        ({}, b"hej", "Filen är inte en hel PDF-, PNG- eller JPEG-fil"),
        ({"decided_on_1_0": TOMORROW}, SCAN, "Beslutsdatumet kan inte ligga framåt i tiden."),
        (
            {"signed_on_2_0": TOMORROW},
            SCAN,
            "Dagen för underskriften kan inte ligga framåt i tiden.",
        ),
        ({"name_1_0": ""}, SCAN, "Skriv vem som skrev under."),
        ({"paragraph_0_0": ""}, SCAN, "Skriv beslutets paragraf."),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_is_lost(
    begun: Parties, said: dict[str, object], scan: bytes, told: str
) -> None:
    page = register(begun.municipality, begun, status=422, scan=scan, **said)

    assert told in page.problems[0]
    assert page.value("name_0_0") == "Undertecknare 0"
    assert page.value("reference_0_0") == "KS 2025/1"
    assert not holds(begun, TODAY)


def test_a_party_may_have_several_bodies_and_many_who_signed(begun: Parties) -> None:
    form = begun.municipality.open(f"{begun.path}/paper")
    sent = facts() | {"paper_id": form.value("paper_id")}
    more = form.post(form.url, sent | {"again": "body_0_0"})
    assert more.value("name_1_0") == "Undertecknare 1"
    assert not holds(begun, TODAY)
    line = {
        "body_0_1": "Socialnämnden",
        "paragraph_0_1": "§ 9",
        "decided_on_0_1": "",
        "reference_0_1": "SN 2025/9",
        "name_0_1": "Andra Under",
        "title_0_1": "Direktör",
        "signed_on_0_1": str(BEGAN),
        # a line that is left empty says nothing
        "name_0_2": "",
        "title_0_2": "",
        "signed_on_0_2": "",
    }
    page = register(begun.municipality, begun, status=422, **line)
    assert page.problems == ["Skriv vilken dag beslutet fattades."]
    line["decided_on_0_1"] = str(TODAY + timedelta(days=1))
    page = register(begun.municipality, begun, status=422, **line)
    assert page.soup.select_one("#decided_on_0_1[aria-invalid]")
    line["decided_on_0_1"] = str(BEGAN - timedelta(days=20))
    page = register(begun.municipality, begun, **line)
    assert "SN 2025/9" in page.text
    assert "Andra Under" in page.text


def test_without_days_it_is_not_registered(parties: Parties) -> None:
    page = register(parties.create().municipality, parties, status=422)
    assert page.problems == [
        "Bestäm först när överenskommelsen gäller: första dagen, och sista dagen eller tills"
        " vidare."
    ]


def test_two_do_not_hold_at_once(begun: Parties) -> None:
    register(begun.municipality, begun)
    new = begun.anew()
    new.create("none").set_term(TODAY, TODAY + timedelta(days=90))
    page = register(new.municipality, new, status=422)
    assert "En annan överenskommelse i samma ämne gäller under den tiden" in page.problems[0]


def test_measures_are_offered_where_it_is_said_that_the_paper_has_them(begun: Parties) -> None:
    begun.fill_matrix()
    register(begun.municipality, begun, with_matrix="y")
    county = begun.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        found = facade.list_measures(begun.municipality_id, TODAY)
        db.session.rollback()
    assert {str(one.agreement_id) for one in found} == {begun.id}


def test_else_no_measures_are_made_up(begun: Parties) -> None:
    begun.fill_matrix()
    register(begun.municipality, begun)
    county = begun.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        assert facade.list_measures(begun.municipality_id, TODAY) == ()
        db.session.rollback()


def test_it_lives_on_like_any_other(begun: Parties, on_a_day: Callable[[date], None]) -> None:
    register(begun.municipality, begun)
    page = review(begun.region, begun, until=str(TODAY + timedelta(days=100)))
    assert "Vi träffas oftare nu." in page.text
    last = TODAY + timedelta(days=300)
    page = begun.municipality.open(f"{begun.path}/prolong")
    page.press(
        "Börja förlänga",
        valid_until=str(last + timedelta(days=99)),
        review_on=str(last + timedelta(days=50)),
    )
    act = begun.anew()
    act.id = page.url.split("/agreements/")[1].split("?")[0]
    act.share().signing().all_sign()
    assert holds(begun, last + timedelta(days=99))
    give_notice(begun.region, begun, TODAY + timedelta(days=30))
    assert not holds(begun, last)


def test_until_further_notice_and_one_that_takes_over(begun: Parties) -> None:
    set_openly(begun, BEGAN)
    register(begun.municipality, begun)
    new = begun.anew()
    first = TODAY + timedelta(days=10)
    new.create(begun.id).set_term(first, first + timedelta(days=400))
    register(new.municipality, new, **signed_on(TODAY), are_days_sure="y")
    assert holds(begun, first - timedelta(days=1))
    assert not holds(begun, first)
    assert holds(new, first)
    page = new.municipality.open(f"{new.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", 422, reason="")
    page.press("Ta tillbaka registreringen", reason="Fel papper.")

    assert "Fel papper." in new.municipality.open(new.path).text
    assert "Fel papper." in new.region.open(new.path).text
    assert holds(begun, first)
    assert not holds(new, first)
    assert mailed(new.county, "agreement.paper_withdrawn") >= {new.county.region}


def test_only_whoever_registered_takes_it_back_and_not_what_others_build_on(
    begun: Parties,
) -> None:
    register(begun.municipality, begun)
    page = begun.region.open(f"{begun.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", 422, reason="Nej.")
    with pytest.raises(DBAPIError):
        inject(begun.region, select(func.app.withdraw_paper(UUID(begun.id), "x", "y")))
    give_notice(begun.region, begun, TODAY + timedelta(days=30))
    page = begun.municipality.open(f"{begun.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", 422, reason="Fel papper.")
    assert page.problems == [
        "Överenskommelsen har förlängts, fått ett tillägg, sagts upp eller ersatts, så"
        " registreringen kan inte tas tillbaka."
    ]
    assert page.value("reason") == "Fel papper."


def test_what_is_to_be_signed_here_is_finished_on_paper(signing: Parties) -> None:
    page = register(signing.region, signing)

    assert f"{MARK} Nils Region, Region Västerbotten" in page.text
    assert holds(signing, TODAY)
    kept = signing.county.execute(
        select(Paper.from_draft, Paper.sha256).where(Paper.agreement_id == UUID(signing.id))
    ).one()
    assert tuple(kept) == (False, SHA)
    # the file that was printed is there to compare with
    assert signing.municipality.open(f"{signing.path}/signed-copy.pdf").response.data


def test_what_was_registered_of_one_to_be_signed_here_goes_back_to_the_parties(
    signing: Parties,
) -> None:
    register(signing.region, signing)
    page = signing.region.open(f"{signing.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", reason="Fel papper.")

    assert not holds(signing, TODAY)
    for browser in signing.all:
        page = browser.open(signing.path)
        assert page.soup.select_one(".heading-row .status").text == "Delad"
        assert "Fel papper." in page.text
    # it is worked on as any that has come back: what was decided holds no more
    page = signing.municipality.open(f"{signing.path}/put-to-decision")
    assert "Lås texten och gå till beslut" not in page.buttons
    signing.put_to_decision()
    signing.decide(signing.municipality)
    assert mailed(signing.county, "agreement.paper_withdrawn") >= {signing.municipality_id}


def test_who_was_to_sign_here_is_told_that_it_is_signed_on_paper(signing: Parties) -> None:
    county = signing.county
    signatory, browser = signing.signatory(signing.municipality_id, "Mats Kommun")
    county.execute(update(Account).where(Account.id == signatory.id).values(email="m@example.se"))
    assert "Läs och skriv under" in browser.open("/").text
    register(signing.region, signing)

    told = select(OutboxMail.kind, OutboxMail.path).where(OutboxMail.account_id == signatory.id)
    assert [tuple(one) for one in county.execute(told)] == [
        ("agreement.finished_on_paper", signing.path)
    ]
    assert "Läs och skriv under" not in browser.open("/").text
    assert MARK in browser.open(signing.path).text


def test_a_day_that_cannot_be_stands_at_the_field_of_its_party(county: CountyOfTests) -> None:
    north = county.organisation("Polisområde Norra", OrganisationKind.POLICE)
    begun = Parties(county)
    page = begun.municipality.open(f"/agreements/new?template={county.template_id}")
    # one that signs without deciding stands before one that does both, or after it
    page.press("Skapa", **{f"part_{county.police}": "signs", f"part_{north}": "bound"})
    begun.id = page.url.rsplit("/", 1)[1]
    begun.set_term(BEGAN, TODAY + timedelta(days=300), TODAY + timedelta(days=200))
    last = {f"{name}_3_0": f"{said}" for name, said in (
        ("name", "Fjärde"), ("title", "Chef"), ("signed_on", BEGAN), ("body", "Chefen"),
        ("paragraph", "§ 4"), ("decided_on", BEGAN), ("reference", "4"),
    )}  # fmt: skip
    form = begun.municipality.open(f"{begun.path}/paper").soup
    decides = [n for n in range(4) if form.select_one(f"input[name=body_{n}_0]")]
    for name in (f"decided_on_{decides[-1]}_0", "signed_on_3_0"):
        page = register(begun.municipality, begun, status=422, **(last | {name: TOMORROW}))
        wrong = [str(one["name"]) for one in page.soup.select("[aria-invalid=true]")]
        assert name in wrong
        assert set(wrong) <= {name, "file"}


def test_nobody_mixes_the_two(signing: Parties) -> None:
    signing.sign(*signing.signatory(signing.municipality_id, "Sven Under"))
    page = signing.region.open(signing.path)
    assert not page.soup.select("a[href$='/paper']")
    page = signing.anew().region
    page.open(f"{signing.path}/paper")
    assert "Undertecknad på papper" not in page.buttons


def test_nobody_else_registers_it_and_nobody_by_hand(begun: Parties) -> None:
    call = func.app.register_paper(UUID(begun.id), cast({"id": "x"}, JSONB), SCAN)
    with pytest.raises(DBAPIError):
        inject(begun.region, select(call))
    for values in ({"on_paper": True}, {"status": "in_force"}):
        with pytest.raises(DBAPIError):
            inject(
                begun.municipality,
                update(Agreement).where(Agreement.id == UUID(begun.id)).values(**values),
            )


def _again(begun: Parties, browser: Browser) -> Browser:
    """A second window of the same person."""
    return Browser(begun.county.app, token=browser.token)


def _held(page: Browser) -> dict[str, object]:
    """What the form of a page that was opened before would send, filled in."""
    fields = {str(one["name"]): str(one.get("value", "")) for one in page.soup.select("main input")}
    usual = facts() if "body_0_0" in fields else facts() | signed_on(TODAY)
    sent = {name: one for name, one in usual.items() if name in fields}
    return fields | sent | {"with_matrix": "", "file": (BytesIO(SCAN), "scan.pdf")}


def test_a_second_answer_of_a_party_is_refused_and_not_lost(begun: Parties) -> None:
    register(begun.municipality, begun)
    form = _again(begun, begun.region).open(f"{begun.path}/paper/answer")
    begun.region.open(f"{begun.path}/paper/answer").press("Svara", answer="yes")
    form.press("Svara", 422, answer="no", reason="Vi skrev under en annan text.")

    assert form.problems == [
        "Någon hos er har redan svarat, och svaret står fast. Det du skrev nu är inte sparat."
    ]
    assert form.value("reason") == "Vi skrev under en annan text."
    form.press("Svara", 200, answer="yes", reason="")
    assert "Inget ändrades." in form.text


def test_a_colleague_who_registers_too_is_told_and_keeps_what_was_typed(begun: Parties) -> None:
    late = _again(begun, begun.municipality).open(f"{begun.path}/paper")
    register(begun.municipality, begun)
    late.post(late.url, _held(late) | {"reference_0_0": "KS 2025/9"}, 422)

    assert late.problems[0].startswith("Någon annan har redan registrerat den")
    assert late.value("reference_0_0") == "KS 2025/9"


def test_a_paper_is_registered_from_the_text_that_was_read(signing: Parties) -> None:
    late = _again(signing, signing.region).open(f"{signing.path}/paper")
    page = signing.region.open(f"{signing.path}/return")
    page.press(page.buttons[0], reason="Vi ändrar.")
    suggestion = signing.suggest(signing.region, signing.section(2), "En helt annan text.")
    for browser in (signing.municipality, signing.police):
        signing.answer(browser, suggestion)
    signing.signing()
    late.post(late.url, _held(late), 422)

    assert "Texten har ändrats" in late.problems[0]
    assert not holds(signing, TODAY)
    # told so, and having read it, they go on from there
    late.post(late.url, _held(late))
    assert holds(signing, TODAY)


def test_an_answer_is_about_the_paper_that_was_read(signing: Parties) -> None:
    register(signing.region, signing)
    late = signing.police.open(f"{signing.path}/paper/answer")
    page = signing.anew().region.open(f"{signing.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", reason="Fel papper.")
    late.press("Svara", 422, answer="yes", reason="Det stämmer.")
    assert late.problems[0].startswith("Det som var registrerat när du öppnade sidan")
    assert late.value("reason") == "Det stämmer."

    signing.anew().signing()
    register(signing.anew().region, signing)
    late.press("Svara", 422, answer="yes")
    late.press("Svara", answer="yes")
    assert signing.police.open(signing.path).text.count("Stämmer")


def test_only_the_paper_that_was_read_is_taken_back(signing: Parties) -> None:
    register(signing.region, signing)
    late = signing.anew().region.open(f"{signing.path}/paper/withdraw")
    page = signing.anew().region.open(f"{signing.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", reason="Fel papper.")
    signing.anew().signing()
    register(signing.anew().region, signing)
    late.press("Ta tillbaka registreringen", 422, reason="Fel papper.")

    assert late.problems[0].startswith("Det som var registrerat när du öppnade sidan")
    assert late.value("reason") == "Fel papper."
    assert holds(signing, TODAY)
    late.press("Ta tillbaka registreringen")  # now it was read
    assert not holds(signing, TODAY)


@pytest.mark.parametrize(
    "odd",
    [
        {"decided_on_0_0": "1900-01-01"},
        {"signed_on_1_0": "1950-01-01", "decided_on_1_0": "1950-01-01"},
        {"decided_on_2_0": str(TODAY)},
    ],
)
def test_days_that_are_seldom_so_are_asked_about(begun: Parties, odd: dict[str, str]) -> None:
    page = register(begun.municipality, begun, status=422, **odd)
    assert page.problems[0].startswith("Dagarna är ovanliga")
    register(begun.municipality, begun, are_days_sure="y", **odd)
    assert holds(begun, TODAY)


@pytest.mark.parametrize(
    "hollow", ["name_1_0", "title_0_0", "paragraph_2_0", "reference_0_0", "body_1_0"]
)
def test_what_says_nothing_is_no_fact(begun: Parties, hollow: str) -> None:
    for nothing in ("-", "…", " . "):
        register(begun.municipality, begun, status=422, **{hollow: nothing})
    assert not holds(begun, TODAY)


def test_a_text_with_gaps_is_no_text_that_was_signed(begun: Parties) -> None:
    edit = begun.municipality.open(f"{begun.section(3)}/edit")
    edit.press("Spara", text="Kommunen kallar [vem] inom [antal] dagar.")
    page = register(begun.municipality, begun, status=422)

    assert page.problems[0].startswith("Ett avsnitt har luckor kvar att fylla i.")
    begun.municipality.open(f"{begun.section(3)}/edit").press("Spara", text="")
    register(begun.municipality, begun)
    assert holds(begun, TODAY)


def test_nobody_confirms_what_they_have_registered_for_another_party(begun: Parties) -> None:
    county = begun.county
    both = county.somebody("Dubbelt Uppdrag")
    for organisation in (begun.municipality_id, county.region):
        county.grant(both, organisation, *COORDINATOR)
    browser = county.sign_in(both)
    act_for(county, browser, begun.municipality_id)
    register(browser, begun)
    act_for(county, browser, county.region)
    page = browser.open(f"{begun.path}/paper/answer")
    page.press("Svara", 422, answer="yes")

    assert "för en annan part" in page.problems[0]
    row = {
        "id": new_id(),
        "county_id": county.id,
        "agreement_id": UUID(begun.id),
        "paper_id": county.execute(select(Paper.id)).scalar_one(),
        "organisation_id": county.region,
        "confirms": True,
        "reason": "",
        "answered_by": "Dubbelt Uppdrag",
        "answered_at": clock.now(),
    }
    with pytest.raises(DBAPIError, match="row-level security"):
        inject(browser, insert(PaperAnswer).values(row))


def test_whoever_only_writes_the_draft_with_others_does_not_register_it(parties: Parties) -> None:
    county = parties.county
    address = f"/agreements/new?template={county.template_id}"
    page = parties.municipality.open(address)
    page.press("Skapa", drafting=[str(county.region)])
    parties.id = page.url.split("/agreements/")[1].split("?")[0]
    parties.set_term(BEGAN, TODAY + timedelta(days=300), TODAY + timedelta(days=200))

    assert not parties.region.open(parties.path).soup.select("a[href$='/paper']")
    assert parties.region.open(f"{parties.path}/paper").url == parties.path


def test_the_register_s_names_are_the_database_s_to_say(begun: Parties) -> None:
    parties = [begun.municipality_id, begun.county.region, begun.county.police]
    paper = {
        "id": str(new_id()),
        "version": str(new_id()),
        "organisation_id": str(begun.municipality_id),
        "registered_by": "Någon Annan",
        "suffix": "pdf",
        "content": "{}",
        "decisions": [
            {
                "organisation_id": str(one),
                "body": "Nämnden",
                "paragraph": "§ 1",
                "decided_on": str(BEGAN),
                "reference": "1",
            }
            for one in parties
        ],
        "signatures": [
            {"organisation_id": str(one), "name": "N", "title": "T", "signed_on": str(BEGAN)}
            for one in parties
        ],
    }
    call = select(func.app.register_paper(UUID(begun.id), cast(paper, JSONB), SCAN))
    by = select(Decision.recorded_by).where(Decision.agreement_id == UUID(begun.id))
    with begun.county.app.app_context(), acting_as(begun.municipality.token):
        db.session.connection().execute(call)
        assert set(db.session.scalars(by)) == {"Maja Öhlund"}
        with pytest.raises(DBAPIError, match="not to be taken back"):
            db.session.connection().execute(
                select(func.app.withdraw_paper(UUID(begun.id), "Någon Annan", "Nej."))
            )
        db.session.rollback()


def test_a_paper_is_registered_in_a_subject_without_a_template(
    county: CountyOfTests, on_a_day: Callable[[date], None]
) -> None:
    parties = Parties(county, police=False)
    page = parties.municipality.open("/agreements/new?template=choose")
    assert "Redan undertecknad på papper?" in page.text
    without = page.soup.select("a[href*='paper=']")
    assert without
    page.open(str(without[0]["href"]))
    subject = page.url.rsplit("=", 1)[1]
    page.press("Skapa", title="Den gamla")
    parties.id = page.url.rsplit("/", 1)[1]
    page.open(f"{parties.section(1)}/edit").press("Spara", text="Jourläkaren svarar dygnet runt.")
    parties.set_term(BEGAN, TODAY + timedelta(days=300), TODAY + timedelta(days=200))
    page = register(parties.municipality, parties)
    assert MARK in page.text
    assert _holds_subject(county, parties, UUID(subject))
    assert "Den gamla" in parties.region.open("/agreements/search?q=jourläkare").text
    assert parties.region.open(f"{parties.path}/agreement.pdf").response.status_code == 200

    # what is for paper is no template of the county's, and the second uses the first one's
    assert "utan länets mall" not in parties.municipality.open("/templates").text
    assert "utan länets mall" not in page.open("/agreements/new?template=choose").text
    made = select(func.count()).where(TemplateVersion.for_paper)
    assert county.execute(made).scalar_one() == 1
    other = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    second = county.member(other, *COORDINATOR)
    second.open(f"/agreements/new?paper={subject}").press("Skapa", title="Vår", area=[str(other)])
    assert county.execute(made).scalar_one() == 1
    second.open(f"/agreements/new?paper={county.subjects['skadligt-bruk-beroende']}", 404)


def _holds_subject(county: CountyOfTests, parties: Parties, subject: UUID) -> bool:
    asked = func.app.in_force(subject, parties.municipality_id, TODAY, None)
    with county.app.app_context(), acting_as(parties.region.token):
        found = db.session.scalars(select(asked.table_valued("agreement_id").c.agreement_id)).all()
        db.session.rollback()
    return found == [UUID(parties.id)]


def test_what_is_registered_has_no_places_left_to_fill_in(begun: Parties) -> None:
    said = {"body_1_0": "[nämnd]", "title_0_0": "[titel]"}
    page = register(begun.municipality, begun, status=422, **said)
    for gap in said.values():
        assert any(f"Det står kvar en plats att fylla i: {gap}." in one for one in page.problems)
