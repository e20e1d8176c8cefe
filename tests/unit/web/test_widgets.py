"""Label, hint, error and control belong together for those who cannot see them side by side."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

from portal import clock
from portal.personnummer import Fault
from portal.web import parts
from portal.web.fields import (
    DateField,
    EmailField,
    FileField,
    IntegerField,
    LongTextField,
    PersonnummerField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TicksField,
    TimeField,
)
from portal.web.forms import Form

pytestmark = pytest.mark.usefixtures("in_swedish")


class WiredForm(Form):
    heading = TextField("Rubrik", max_length=9, required="Skriv en rubrik.", hint="Kort")
    text = LongTextField("Text", max_length=9000)
    party = SelectField("Part", choices=[("r", "<Regionen>")])
    answer = RadioField("Svar", required="Välj.", hint="Syns", choices=[("y", "Ja"), ("n", "Nej")])
    read = TickField("Jag har läst", required="Kryssa i.")


@pytest.fixture
def empty():
    form = WiredForm(MultiDict({"heading": ""}), meta={"csrf": False})
    form.validate()
    return form


@pytest.fixture
def fresh():
    return WiredForm(MultiDict(), meta={"csrf": False})


def test_label_hint_and_error_are_tied_to_the_control(empty, read):
    page = read(empty.heading())
    control = page.input
    assert page.label["for"] == control["id"] == "heading"
    assert control["aria-invalid"] == "true"
    told = [page.find(id=part).get_text() for part in control["aria-describedby"].split()]
    assert told == ["Kort", "Fel: Skriv en rubrik."]


def test_a_field_without_hint_or_error_points_at_nothing(fresh, read):
    control = read(fresh.text()).textarea
    assert "aria-describedby" not in control.attrs
    assert "aria-invalid" not in control.attrs


def test_fields_that_may_be_left_out_say_so(fresh, read):
    assert read(fresh.text()).label.get_text() == "Text (frivilligt)"
    assert read(fresh.heading()).label.get_text() == "Rubrik"
    assert read(fresh.party()).label.get_text() == "Part"
    assert read(fresh.text(optional_mark=False)).label.get_text() == "Text"


def test_radio_buttons_share_a_legend_and_each_has_a_label(empty, read):
    page = read(empty.answer())
    assert page.fieldset.legend.get_text() == "Svar"
    assert page.fieldset["aria-describedby"].split() == ["answer-hint", "answer-error"]
    assert "aria-invalid" not in page.fieldset.attrs
    named = {label["for"]: label.get_text() for label in page.select("label")}
    assert {button["id"]: named[button["id"]] for button in page.select("input")} == {
        "answer-0": "Ja",
        "answer-1": "Nej",
    }
    assert {button["aria-invalid"] for button in page.select("input")} == {"true"}


def test_the_error_summary_leads_to_controls_that_are_there(empty, read):
    html = "".join(str(field()) for field in empty)
    ids = {element["id"] for element in read(html).select("input, select, textarea")}
    targets = {problem.target for problem in empty.problems()}
    assert targets == {"heading", "answer-0", "read"}
    assert targets <= ids


def test_what_was_typed_is_shown_as_text(read):
    form = WiredForm(
        MultiDict({"heading": '"><script>', "text": "</textarea><script>"}), meta={"csrf": False}
    )
    page = read("".join(str(field()) for field in form))
    assert page.script is None
    assert page.find(id="heading")["value"] == '"><script>'
    assert page.textarea.get_text().strip() == "</textarea><script>"
    assert page.option.get_text() == "<Regionen>"


def test_a_textarea_is_as_high_as_its_text(read):
    form = WiredForm(MultiDict({"text": "rad\n" * 10 + "slut"}), meta={"csrf": False})
    assert read(form.text(rows=4)).textarea["rows"] == "11"
    assert read(form.text(rows=15)).textarea["rows"] == "15"
    longest = WiredForm(MultiDict({"text": "rad\n" * 500 + "slut"}), meta={"csrf": False})
    assert read(longest.text()).textarea["rows"] == "25"


def test_extra_attributes_reach_the_control(fresh, read):
    assert read(fresh.heading(autocomplete="off", aria_label="x")).input["aria-label"] == "x"


class EveryKind(Form):
    heading = TextField("Rubrik", max_length=2000, required="Skriv en rubrik.")
    text = LongTextField("Text", max_length=9000)
    email = EmailField("E-post")
    number = PersonnummerField("Personnummer")
    days = IntegerField("Dagar", between=(1, 1095))
    day = DateField("Dag", required="Skriv vilken dag.")
    starts = TimeField("Börjar")
    party = SelectField("Part", required="Välj part.", choices=[("", "Välj"), ("r", "Regionen")])
    answer = RadioField("Svar", required="Välj svar.", choices=[("y", "Ja"), ("n", "Nej")])
    who = TicksField("Vilka", required="Välj någon.", choices=[("r", "Regionen")])
    read = TickField("Jag har läst", required="Kryssa i.")
    file = FileField("Fil", suffixes=(".docx", ".odt"), required="Välj en fil.")
    other = TickField("Ett kryss till")


# what the script goes by: bounds, and the words that the server itself says
GIVEN = {
    "heading": {
        "data-required": "Skriv en rubrik.",
        "data-most": "2000",
        "data-too-long": "Texten får vara högst 2\xa0000 tecken. Den är nu {length}.",
    },
    "text": {
        "data-most": "9000",
        "data-too-long": "Texten får vara högst 9\xa0000 tecken. Den är nu {length}.",
        "data-left": "{count} tecken kvar",
        "data-over": "{count} tecken för mycket",
    },
    "email": {
        "data-check": "email",
        "data-most": "254",
        "data-too-long": "Texten får vara högst 254 tecken. Den är nu {length}.",
        "data-wrong-form": "Skriv en e-postadress, till exempel namn@kommun.se.",
    },
    "days": {
        "data-check": "number",
        "data-from": "1",
        "data-to": "1095",
        "data-wrong-form": "Skriv ett heltal mellan 1 och 1\xa0095.",
    },
    "day": {
        "data-required": "Skriv vilken dag.",
        "data-check": "date",
        "data-pattern": "([0-9]{4})-?([0-9]{1,2})-?([0-9]{1,2})",
        "data-from": "1900",
        "data-to": "2199",
        "data-wrong-form": "Skriv datumet som år-månad-dag, till exempel 2026-11-22.",
        "data-wrong-date": "Den dagen finns inte. Se efter i en almanacka.",
        "data-wrong-year": "Skriv ett årtal mellan 1900 och 2199.",
    },
    "starts": {
        "data-check": "time",
        "data-pattern": "([0-9]{1,2})(?:[.:]?([0-9]{2}))?",
        "data-wrong-form": "Skriv klockslaget som timmar och minuter, till exempel 13.00.",
    },
    "party": {"data-required": "Välj part."},
    "answer": {"data-required": "Välj svar."},
    "who": {"data-required": "Välj någon."},
    "read": {"data-required": "Kryssa i."},
    "file": {
        "data-required": "Välj en fil.",
        "data-check": "file",
        "data-suffixes": ".docx,.odt",
        "data-wrong-form": "Välj en fil av rätt slag: .docx, .odt.",
        "data-largest": "1900000",
        "data-too-large": "Filen är större än 1,9 MB. Spara den mindre och försök igen.",
    },
    "other": {},
}


def given(element):
    return {name: value for name, value in element.attrs.items() if name.startswith("data-")}


@pytest.mark.parametrize("name", GIVEN)
def test_each_kind_of_field_hands_its_bounds_and_words_to_the_script(name, read):
    form = EveryKind(meta={"csrf": False})
    assert given(read(form[name]()).find(id=name)) == GIVEN[name]


def test_a_personnummer_hands_over_a_pattern_that_javascript_reads_and_the_day(read):
    told = given(read(EveryKind(meta={"csrf": False}).number()).input)
    assert told.pop("data-pattern") == (
        "(?<century>18|19|20)?(?<day>[0-9]{6})(?<sign>[-+]?)(?<end>[0-9]{4})"
    )
    assert told.pop("data-today") == clock.today().isoformat()
    assert {name: told[f"data-wrong-{name}"] for name in ("form", "check-digit")} == {
        "form": "Skriv personnumret med tio eller tolv siffror, till exempel 19900102-1234.",
        "check-digit": (
            "Sista siffran i personnumret stämmer inte med de andra. Någon siffra är fel."
        ),
    }
    assert {name for name in told if name.startswith("data-wrong-")} == {
        f"data-wrong-{fault.replace('_', '-')}" for fault in Fault
    }


def test_fields_within_fields_do_so_too(read):
    class Outer(Form):
        meetings = FieldList(FormField(EveryKind), min_entries=2)

    outer = Outer(meta={"csrf": False})
    page = read("".join(str(field()) for entry in outer.meetings for field in entry.form))
    assert given(page.find(id="meetings-1-day")) == GIVEN["day"]
    assert given(page.find(id="meetings-1-answer")) == GIVEN["answer"]


def test_the_error_that_the_script_puts_in_is_made_as_the_servers(app, client, empty, read):
    app.add_url_rule("/foot", view_func=lambda: parts.constant("layout/_footer.html"))
    ours = read(client.get("/foot").text).find("template", id="field-error").p
    theirs = read(empty.heading()).find(id="heading-error")
    ours["id"] = theirs["id"]
    ours.append("Skriv en rubrik.")
    assert str(ours) == str(theirs)
