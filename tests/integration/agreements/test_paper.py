"""An agreement that is signed on paper: registered with its scan, confirmed, or taken back."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import cast, func, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from agreements import facade
from agreements.documents.pdf import attached_source
from agreements.tables.agreement import Agreement
from agreements.tables.paper import Paper
from portal import clock
from portal.authz import Role
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_life import _holds, _review, _told, give_notice
from tests.integration.agreements.test_open_ended import set_openly
from tests.integration.agreements.test_prolongation import _inject
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = clock.today()
BEGAN = TODAY - timedelta(days=400)
SCAN = b"%PDF-1.7\nskannat\n%%EOF\n"
SHA = hashlib.sha256(SCAN).hexdigest()
MARK = "Undertecknad på papper, registrerad av"


@pytest.fixture
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be another day, everywhere but in the database."""

    def be(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    return be


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


def register(
    browser: Browser, parties: Parties, *, status: int = 200, scan: bytes = SCAN, **said: object
) -> Browser:
    page = browser.open(f"{parties.path}/paper")
    shown = page.soup.select("main input[name]")
    fields = {str(one["name"]): str(one.get("value", "")) for one in shown}
    fields = {name: said for name, said in fields.items() if name != "with_matrix"}
    sent = {name: one for name, one in (facts() | said).items() if name in fields or name in said}
    return page.post(page.url, fields | sent | {"file": (BytesIO(scan), "scan.pdf")}, status)


@pytest.fixture
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
    assert _holds(begun, TODAY)
    assert not _holds(begun, BEGAN - timedelta(days=1))
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
    assert county.region in _told(county, "agreement.registered_on_paper")
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
    assert _holds(begun, TODAY)
    assert _told(begun.county, "agreement.paper_objected") == {
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
    assert not _holds(begun, TODAY)


def test_a_party_may_have_several_bodies_and_many_who_signed(begun: Parties) -> None:
    form = begun.municipality.open(f"{begun.path}/paper")
    sent = facts() | {"paper_id": form.value("paper_id")}
    more = form.post(form.url, sent | {"again": "body_0"})
    assert more.value("name_1_0") == "Undertecknare 1"
    assert not _holds(begun, TODAY)
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
    line["decided_on_0_1"] = str(BEGAN)
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
    page = _review(begun.region, begun, until=str(TODAY + timedelta(days=100)))
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
    assert _holds(begun, last + timedelta(days=99))
    give_notice(begun.region, begun, TODAY + timedelta(days=30))
    assert not _holds(begun, last)


def test_until_further_notice_and_one_that_takes_over(begun: Parties) -> None:
    set_openly(begun, BEGAN)
    register(begun.municipality, begun)
    new = begun.anew()
    first = TODAY + timedelta(days=10)
    new.create(begun.id).set_term(first, first + timedelta(days=400))
    register(new.municipality, new)
    assert _holds(begun, first - timedelta(days=1))
    assert not _holds(begun, first)
    assert _holds(new, first)
    page = new.municipality.open(f"{new.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", 422, reason="")
    page.press("Ta tillbaka registreringen", reason="Fel papper.")

    assert "Fel papper." in new.municipality.open(new.path).text
    assert "Fel papper." in new.region.open(new.path).text
    assert _holds(begun, first)
    assert not _holds(new, first)
    assert _told(new.county, "agreement.paper_withdrawn") >= {new.county.region}


def test_only_whoever_registered_takes_it_back_and_not_what_others_build_on(
    begun: Parties,
) -> None:
    register(begun.municipality, begun)
    page = begun.region.open(f"{begun.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", 422, reason="Nej.")
    with pytest.raises(DBAPIError):
        _inject(begun.region, select(func.app.withdraw_paper(UUID(begun.id), "x", "y")))
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
    assert _holds(signing, TODAY)
    kept = signing.county.execute(
        select(Paper.from_draft, Paper.sha256).where(Paper.agreement_id == UUID(signing.id))
    ).one()
    assert tuple(kept) == (False, SHA)
    # the file that was printed is there to compare with
    assert signing.municipality.open(f"{signing.path}/signed-copy.pdf").response.data


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
        _inject(begun.region, select(call))
    for values in ({"on_paper": True}, {"status": "in_force"}):
        with pytest.raises(DBAPIError):
            _inject(
                begun.municipality,
                update(Agreement).where(Agreement.id == UUID(begun.id)).values(**values),
            )
