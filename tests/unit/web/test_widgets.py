"""Label, hint, error and control belong together for those who cannot see them side by side."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.web.fields import LongTextField, RadioField, SelectField, TextField, TickField
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
