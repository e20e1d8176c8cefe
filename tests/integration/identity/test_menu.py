"""Whatever roles somebody has, the menu has four entries and leads to all that they open."""

from collections.abc import Collection
from itertools import combinations
from urllib.parse import urlsplit

import pytest

from portal.authz import Role
from tests.browser import Browser
from tests.integration.county import CountyOfTests

STAFF = (
    Role.CASEWORKER,
    Role.COORDINATOR,
    Role.SIGNATORY,
    Role.ADMINISTRATOR,
    Role.REVIEWER,
)
# where somebody with a role has to come to, in an organisation of a kind that may all of it
NEEDED = {
    Role.CASEWORKER: {"Mina uppgifter", "Planer", "Möten", "Kallelser"},
    Role.COORDINATOR: {"Överenskommelser", "Länet", "SIP i siffror"},
    Role.SIGNATORY: {"Överenskommelser"},
    Role.ADMINISTRATOR: {"Roller"},
    Role.REVIEWER: {"Logg"},
}


def links(page: Browser) -> dict[str, str]:
    """What the menu leads to, also what stands on the page of the rest, by its label."""
    menu = {a.get_text(strip=True): str(a["href"]) for a in page.soup.select("nav.menu a")}
    assert len(menu) <= 4
    if rest := menu.pop("Mer", ""):
        page.open(rest)
        assert page.soup.select_one("nav.menu a[aria-current=page]").text.strip() == "Mer"
        more = {a.get_text(strip=True): str(a["href"]) for a in page.soup.select("main a")}
        assert more
        assert not more.keys() & menu.keys()
        menu |= more
    return menu


def needed(roles: Collection[Role], *, group: bool) -> set[str]:
    found = set().union(*(NEEDED[one] for one in roles))
    if {Role.COORDINATOR, Role.SIGNATORY} & set(roles):
        found.add("Att göra")
    if {Role.COORDINATOR, Role.CASEWORKER} & set(roles):
        found.add("Avvikelser")
    if group:
        if Role.COORDINATOR in roles:
            found.add("Mallar")
        if Role.ADMINISTRATOR in roles:
            found.add("Länets organisationer")
    return found


@pytest.mark.parametrize("count", range(1, len(STAFF) + 1))
@pytest.mark.parametrize("kind", ["municipality", "group"])
def test_every_set_of_roles_reaches_everything(
    county: CountyOfTests, kind: str, count: int
) -> None:
    organisation = getattr(county, kind)
    opened: set[str] = set()
    for roles in combinations(STAFF, count):
        page = county.member(organisation, *roles).open("/account")
        found = links(page)
        assert set(found) == needed(roles, group=kind == "group"), roles
        for address in set(found.values()) - opened:
            page.open(urlsplit(address).path)
            opened.add(address)


def test_where_one_lands_is_a_page_that_one_may_open(county: CountyOfTests) -> None:
    """Who administers the county and coordinates nothing has no board."""
    page = county.member(county.group, Role.ADMINISTRATOR).open("/")

    assert page.response.status_code == 200
    assert "Länets organisationer" in page.text


def test_a_page_of_the_rest_is_where_the_menu_says_one_is(county: CountyOfTests) -> None:
    page = county.member(county.municipality, *STAFF).open("/administration")

    assert page.soup.select_one("nav.menu a[aria-current=page]").text.strip() == "Mer"
