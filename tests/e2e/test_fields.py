"""A wrong field is named when it is left, in the server's words, until it is right."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect
from werkzeug.datastructures import MultiDict

from portal.personnummer import PersonnummerError, parse
from portal.web import i18n
from portal.web.fields import (
    PERSONNUMMER_FAULTS,
    DateField,
    EmailField,
    IntegerField,
    PersonnummerField,
    TimeField,
)
from portal.web.forms import Form
from tests.e2e.conftest import Arrive
from tests.e2e.inspection import Inspector
from tests.e2e.person import Person, Way
from tests.made_once import Seen

NOT_A_DATE = "Skriv datumet som år-månad-dag, till exempel 2026-11-22."
WRONG_NUMBER = "Sista siffran i personnumret stämmer inte med de andra. Någon siffra är fel."
DATES = (
    *("2026-11-22", "20261122", "2026-1-2", " 2026-11-22\u200b", "2024-02-29", "2199-12-31"),
    *("22/11 2026", "i går", "2026-11", "2026-02-29", "2026-13-01", "0000-01-01", "1899-12-31"),
)
NUMBERS = (
    *("19900102-1235", "199001021235", "900102-1234", "900102+1234", "19 900102 1234", "1990"),
    *("19900231-1234", "19900162-1234", "19900160-0000", "19900060-0000", "19901399-1234"),
    *("19900101-0017", "19900100-0000", "20990101-1234", "990101–1234", "20990101-0019"),
)
ADDRESSES = (
    *("maja@kommun.se", "maja@kommun", "maja", "@kommun.se", "maja.kommun.se", "a@b@kommun.se"),
    *("maja @kommun.se", "maja@.se.", "maja@kommun.se."),
)
TIMES = ("13", "13.00", "1300", "13:60", "24.00", "9", "klockan ett", "09.5")
DAYS = ("1", "1 095", "1096", "0", "-1", "00007", "7", "sju", "3,5")


class Checked(Form):
    """A field of each kind that checks more than its length."""

    day = DateField("Dag")
    number = PersonnummerField("Personnummer")
    email = EmailField("E-post")
    starts = TimeField("Börjar")
    days = IntegerField("Dagar", between=(1, 1095))


KINDS = {"day": DATES, "number": NUMBERS, "email": ADDRESSES, "starts": TIMES, "days": DAYS}


@contextmanager
def in_swedish() -> Iterator[None]:
    app = Flask("portal")
    app.config["SECRET_KEY"] = "only for tests"
    i18n.init_app(app)
    with app.test_request_context("/"):
        yield


def said_by_server(name: str, value: str) -> str:
    """The error; a personnummer is read by the service."""
    if name == "number":
        try:
            parse(value)
        except PersonnummerError as wrong:
            return str(PERSONNUMMER_FAULTS[wrong.reason])
        return ""
    form = Checked(MultiDict({name: value}), meta={"csrf": False})
    form.validate()
    return str((*form[name].errors, "")[0])


def leave(field: Locator) -> None:
    field.focus()
    field.blur()


def error_of(person: Person, name: str) -> Locator:
    return person.page.locator(f"#{name}-error")


def begins_a_plan(arrive: Arrive, way: Way) -> Person:
    sara = arrive("sara.nilsson", way)
    # no draft stays behind for the next test
    sara.page.route("**/autosave.js*", lambda route: route.fulfill(content_type="text/javascript"))
    sara.open("/sip/plans/new")
    return sara


@pytest.fixture
def sara(arrive: Arrive) -> Person:
    return begins_a_plan(arrive, Way())


@pytest.mark.parametrize("width", [320, 1280])
def test_wrong_fields_are_named_when_left_and_not_once_they_are_right(
    width: int, arrive: Arrive, tmp_path: Path
) -> None:
    sara = begins_a_plan(arrive, Way(width))
    name, day = sara.page.locator("#name"), sara.page.locator("#found_on")
    number = sara.page.locator("#personnummer")

    leave(name)
    expect(error_of(sara, "name")).to_have_text("Fel: Skriv personens namn.")
    day.press_sequentially("i g")
    expect(error_of(sara, "found_on")).to_have_count(0)
    leave(day)
    expect(error_of(sara, "found_on")).to_have_text(f"Fel: {NOT_A_DATE}")
    assert day.get_attribute("aria-describedby") == "found_on-hint found_on-error"
    expect(sara.page.get_by_role("status").filter(has_text=NOT_A_DATE)).to_have_count(1)
    number.fill("19900102-1235")
    leave(number)
    expect(error_of(sara, "personnummer")).to_have_text(f"Fel: {WRONG_NUMBER}")
    Inspector(Seen(tmp_path / "wrong")).look(sara.page, 200, scripts=True)

    name.fill("Kim")
    day.fill("2026-11-22")
    number.fill("")
    expect(sara.page.locator("main .ds-validation-message")).to_have_count(0)
    expect(sara.page.locator("main .field-invalid, main [aria-invalid]")).to_have_count(0)
    assert day.get_attribute("aria-describedby") == "found_on-hint"
    Inspector(Seen(tmp_path / "right")).look(sara.page, 200, scripts=True)


def test_what_is_left_of_a_long_text_is_told_near_its_end(sara: Person) -> None:
    need, left = sara.page.locator("#need"), sara.page.locator("#need-left")
    need.fill("x" * 9_000)
    expect(left).to_have_count(0)
    need.fill("x" * 9_988)
    expect(left).to_have_text("12 tecken kvar")
    need.fill("å" * 10_001)
    expect(left).to_have_text("1 tecken för mycket")
    leave(need)
    expect(error_of(sara, "need")).to_have_text(
        "Fel: Texten får vara högst 10\xa0000 tecken. Den är nu 10\xa0001."
    )
    need.fill("Stöd")
    expect(error_of(sara, "need")).to_have_count(0)
    expect(left).to_have_count(0)


def test_what_the_server_named_goes_too_when_it_is_right(sara: Person) -> None:
    sara.write("När upptäcktes behovet?", "i går")
    sara.press("Spara behovet")
    assert sara.status == 422
    expect(error_of(sara, "found_on")).to_have_text(f"Fel: {NOT_A_DATE}")
    sara.write("När upptäcktes behovet?", "2026-11-22")
    expect(error_of(sara, "found_on")).to_have_count(0)
    expect(error_of(sara, "name")).to_have_count(1)


def test_the_button_that_is_pressed_stays_under_the_pointer(sara: Person) -> None:
    sara.page.locator("#title").fill("x" * 101)
    sara.page.get_by_role("button", name="Spara behovet").hover()
    sara.page.mouse.down()
    sara.page.wait_for_timeout(200)
    assert error_of(sara, "title").count() == 0  # it would have moved the button away
    sara.leave(sara.page.mouse.up)
    assert sara.status == 422


def test_an_address_that_is_none_is_named(arrive: Arrive) -> None:
    goran = arrive("goran.hallgren")
    goran.open("/administration/invite")
    email = goran.page.locator("#email")
    email.fill("maja.kommun.se")
    leave(email)
    expect(error_of(goran, "email")).to_have_text(
        "Fel: Skriv en e-postadress, till exempel namn@kommun.se."
    )
    email.fill("maja@kommun.se")
    expect(error_of(goran, "email")).to_have_count(0)


def test_the_browser_says_what_the_server_would(sara: Person) -> None:
    with in_swedish():
        fields = "".join(str(field()) for field in Checked(meta={"csrf": False}))
        said = [
            (name, value, said_by_server(name, value))
            for name, values in KINDS.items()
            for value in values
        ]
    sara.page.locator("main form.form").evaluate(
        "(form, html) => form.insertAdjacentHTML('beforeend', html)", fields
    )
    for name, value, told in said:
        field = sara.page.locator(f"#{name}")
        field.fill(value)
        leave(field)
        texts = [f"Fel: {told}"] if told else []
        expect(error_of(sara, name), f"{name} {value!r}").to_have_text(texts)


def test_without_scripts_the_server_names_it(arrive: Arrive) -> None:
    sara = arrive("sara.nilsson", Way(scripts=False))
    sara.open("/sip/plans/new")
    sara.write("När upptäcktes behovet?", "i går")
    sara.press("Spara behovet")
    expect(error_of(sara, "found_on")).to_have_text(f"Fel: {NOT_A_DATE}")
