"""Area and parties, columns, annexes, paper, corrections and what follows a signature: each page.

Every page is looked at (inspection.py): axe, and how wide it is on a telephone and at a desk.
"""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way
from tests.e2e.sender import Answer
from tests.e2e.test_bad_input import amira, draft

__all__ = ["amira", "draft"]

WAYS = [Way(1280), Way(390), Way(320, scripts=False)]
# what can be done with an agreement and is no act by itself to open
FORMS = re.compile(
    r"/agreements/[0-9a-f-]{36}/"
    r"(parties|matrix/columns|annexes|paper|correct|review|notice|prolong|add\b|suggestions|name"
    r"|follow-up|competence)"
)
# what comes after a signature: in an agreement, between its parties, and in the county
LIFE = re.compile(
    r"/agreements/[0-9a-f-]{36}/(life|review|follow-up|competence|deviations|disputes|lob-card)"
    r"|^/(deviations|disputes|transfers|groups)|^/county/(lob|follow-up|methods|proposals)"
)
LIVED = (
    *(("aino.kemppainen", one) for one in ("/deviations", "/disputes")),
    *(("amira.haddad", one) for one in ("/transfers", "/groups")),
    *(("karin.nystrom", f"/county/{one}") for one in ("methods", "follow-up", "proposals")),
    ("samuel.tesfay", "/county/lob"),
)


Answered = dict[str, dict[str, Answer]]


def municipality(person: Person, name: str) -> Locator:
    """The box of a municipality in the area, and not among those who write."""
    return person.page.get_by_role("group", name="Kommuner").get_by_label(name)


@pytest.fixture(scope="module")
def answered() -> Answered:
    """What each has been answered where nothing changes between the ways."""
    return defaultdict(dict)


def look_through(
    person: Person,
    address: str,
    answers: dict[str, Answer] | None = None,
    *,
    deep: int = 2,
    within: re.Pattern[str] = FORMS,
) -> set[str]:
    """Open a page and what it leads to."""
    seen: set[str] = set()
    waiting = [(address, 0)]
    while waiting:
        at, depth = waiting.pop()
        is_file = re.search(r"/(file|scan|evidence|[^/]+\.(pdf|docx|xlsx|ics|html))$", at)
        kind = re.sub(r"[0-9a-f-]{36}", "…", at)
        if kind in seen or is_file:
            continue
        seen.add(kind)
        ways_on = sorted({one for one in person.leads_to(at, answers) if within.search(one)})
        if depth < deep:
            waiting += [(one, depth + 1) for one in ways_on]
    return seen


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_area_parties_columns_and_annexes_of_a_draft(way: Way, draft: str, arrive: Arrive) -> None:
    amira = arrive("amira.haddad", way)
    amira.open(f"{draft}/annexes/new-text")
    amira.write("Vad bilagan heter", f"Telefontider, {way}")
    amira.write("Text", "Vi svarar alla dagar.")
    amira.press("Spara bilagan")
    seen = look_through(amira, draft) | look_through(amira, f"{draft}/matrix/columns")
    assert {f"/agreements/…/{one}" for one in ("parties/change", "matrix/columns/…/remove")} <= seen

    amira.open(f"{draft}/matrix/columns")
    amira.leave(amira.page.get_by_role("link", name=re.compile("^Ta bort")).last.click)
    amira.press("Ta bort")
    amira.wait_for(["Borttagna kolumner"])
    amira.page.get_by_role("button", name=re.compile("^Ta tillbaka")).first.click()
    amira.wait_for(["med det som stod i den"])


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_municipality_is_added_and_taken_out_again(way: Way, draft: str, arrive: Arrive) -> None:
    amira = arrive("amira.haddad", way)
    amira.open(f"{draft}/parties/change")
    municipality(amira, "Vindelns kommun").check()
    amira.press("Gå vidare")
    amira.wait_for(["Då händer det här:", "Den ska gälla i: Umeå kommun, Vindelns kommun."])
    amira.press("Nej, gå tillbaka")
    assert municipality(amira, "Vindelns kommun").is_checked()
    amira.press("Gå vidare")
    amira.press("Ändra")
    amira.wait_for(["Det har ändrats", "Område och parter"])
    amira.open(f"{draft}/parties/change")
    municipality(amira, "Vindelns kommun").uncheck()
    amira.press("Gå vidare")
    amira.press("Ändra")


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize(("login", "address"), LIVED)
def test_what_comes_after_a_signature(
    way: Way, login: str, address: str, arrive: Arrive, answered: Answered
) -> None:
    seen = look_through(arrive(login, way), address, answered[login], within=LIFE)
    assert len(seen) > 1


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_is_suggested_of_what_is_shared(way: Way, arrive: Arrive, answered: Answered) -> None:
    aino = arrive("aino.kemppainen", way)
    aino.open("/agreements")
    shared = aino.page.get_by_role("row").filter(has_text="Vännäs").get_by_role("link").first
    address = str(shared.get_attribute("href"))
    seen = look_through(aino, address, answered[aino.login])
    for place in ("matrix/columns", "annexes"):
        seen |= look_through(aino, f"{address}/{place}", answered[aino.login])
    assert {
        f"/agreements/…/{one}" for one in ("matrix/columns/suggest", "annexes/…/suggest-removal")
    } <= seen
    aino.open(f"{address}/suggestions")
    aino.wait_for(["Ungdomsmottagning", "Skadligt bruk och beroende, Vännäs kommun"])


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_follows_a_signature_and_what_is_on_paper(
    way: Way, arrive: Arrive, answered: Answered
) -> None:
    aino = arrive("aino.kemppainen", way)
    aino.open("/agreements")
    held = aino.page.get_by_role("row").filter(has_text="Gäller").get_by_role("link")
    addresses = [str(one.get_attribute("href")) for one in held.all()]
    seen: set[str] = set()
    for address in addresses:
        seen |= look_through(aino, address, answered[aino.login])
    followed = ("follow-up", "follow-up/enter", "competence", "competence/methods/…")
    assert {f"/agreements/…/{one}" for one in ("correct", "notice", "review", *followed)} <= seen
    for page in ("follow-up", "follow-up/comparisons", "methods"):
        aino.open(f"/county/{page}")
    aino.open("/agreements/new?template=choose")


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_a_party_enters_of_what_is_followed_up(way: Way, arrive: Arrive) -> None:
    amira = arrive("amira.haddad", way)
    amira.open("/county/methods")
    amira.page.get_by_role("row").filter(has_text="Umeå").get_by_role("link").first.click()
    agreement = "/".join(amira.page.url.split("/")[3:5])
    for page in ("enter", "voices/new", "shown"):
        amira.open(f"/{agreement}/follow-up/{page}")
    for page in ("needs/new", "courses/new", "methods/new"):
        amira.open(f"/{agreement}/competence/{page}")
    amira.open(f"/{agreement}/follow-up/enter")
    amira.press("Spara värdet")
    amira.wait_for(["Välj vad värdet gäller.", "Skriv värdet."])


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_follows_on_lob(way: Way, arrive: Arrive) -> None:
    amira = arrive("amira.haddad", way)
    amira.open("/county/lob")
    amira.leave(amira.page.get_by_role("link", name="Umeå").first.click)
    amira.leave(amira.page.get_by_role("link", name="Visa LOB-kortet").click)
    amira.wait_for(["LOB-kortet gäller", "Har tagit något mer än alkohol", "0980-319 210"])

    amira.open("/todo")
    amira.leave(amira.page.get_by_role("link", name=re.compile("^Ta kontakt efter LOB")).click)
    amira.wait_for(["En kontakt är försenad.", "Nästa genomgång"])
    at = "/".join(amira.page.url.split("#")[0].split("/")[3:])
    amira.leave(amira.page.get_by_role("link", name=re.compile("^Markera som gjord")).first.click)
    for page in ("contacts/new", "reviews/new"):
        amira.open(f"/{at}/{page}")
    agreement = at.removesuffix("/lob")
    for page in ("activities", "activities/new"):
        amira.open(f"/{agreement}/{page}")
    amira.open(f"/{agreement}/activities")
    amira.leave(amira.page.get_by_role("link", name=re.compile("^Avsluta")).first.click)


def test_the_lob_card_is_read_in_a_phone_without_network(
    arrive: Arrive, browser: Browser, tmp_path: Path
) -> None:
    amira = arrive("amira.haddad", Way(390))
    amira.open("/county/lob")
    amira.leave(amira.page.get_by_role("link", name="Umeå").first.click)
    amira.leave(amira.page.get_by_role("link", name="Visa LOB-kortet").click)
    file = tmp_path / "lob-kort.html"
    with amira.page.expect_download() as started:
        amira.page.get_by_role("link", name="Spara i telefonen").click()
    started.value.save_as(file)

    with browser.new_context(offline=True, viewport={"width": 390, "height": 800}) as phone:
        page = phone.new_page()
        page.goto(file.as_uri())
        page.get_by_text("0980-319 210").wait_for()
        # its script says how a place is open, without asking anybody
        assert page.get_by_text(re.compile("^(Öppet|Stängt) nu · ")).count() > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
