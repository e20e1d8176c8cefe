"""What a form says about what was typed, and what it keeps of it."""

import io
from datetime import date

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import StringField
from wtforms.validators import Length

from portal.errors import RuleBrokenError
from portal.web.fields import (
    DateField,
    EmailField,
    FileField,
    HiddenTextField,
    IntegerField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TicksField,
)
from portal.web.forms import Form

PARTIES = [("", "Välj"), ("region", "Regionen"), ("police", "Polisen")]

pytestmark = pytest.mark.usefixtures("in_swedish")


class SectionForm(Form):
    heading = TextField("Rubrik", max_length=20, required="Skriv en rubrik.")
    text = LongTextField("Text", max_length=50)
    valid_from = DateField("Gäller från")
    party = SelectField("Part", required="Välj en part.", choices=PARTIES)
    answer = RadioField("Svar", choices=[("yes", "Ja"), ("no", "Nej")])
    signers = TicksField("Vilka", choices=PARTIES[1:])
    read = TickField("Jag har läst texten", required="Kryssa i att du har läst texten.")
    mail = EmailField("E-post")
    days = IntegerField("Dagar", between=(1, 1000))
    file = FileField("Fil", suffixes=(".docx",))
    version = HiddenTextField()


def fill(**typed):
    complete = {"heading": "LOB", "party": "region", "read": "y"}
    form = SectionForm(MultiDict(complete | typed), meta={"csrf": False})
    form.validate()
    return form


def test_a_complete_form_has_no_problems():
    assert fill().problems() == []


def test_required_fields_say_what_to_do():
    problems = fill(heading="  ", party="", read="").problems()
    assert [(problem.message, problem.target) for problem in problems] == [
        ("Skriv en rubrik.", "heading"),
        ("Välj en part.", "party"),
        ("Kryssa i att du har läst texten.", "read"),
    ]


def test_blanks_at_the_ends_go_and_line_ends_become_alike():
    form = fill(heading="  LOB ", text="\r\nett\r\ntvå\rtre \n")
    assert (form.heading.data, form.text.data) == ("LOB", "ett\ntvå\ntre")


def test_letters_are_composed_so_that_the_same_word_is_the_same_text():
    assert fill(heading="A\u030asele").heading.data == "Åsele"


def test_a_long_text_is_kept_and_its_length_is_told():
    form = fill(text="x" * 1312)
    assert form.text.errors == ["Texten får vara högst 50 tecken. Den är nu 1\u00a0312."]
    assert form.text.data == "x" * 1312


def test_the_longest_text_is_taken():
    assert fill(text="å" * 50).problems() == []


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x9f", "\u200b", "\xad", "\ufeff", "\u2067"])
def test_what_nobody_sees_is_taken_out(unseen):
    form = fill(
        heading=f"över{unseen}ens", text=f"{unseen}a{unseen}b", valid_from=f"2026{unseen}-11-22"
    )
    assert form.problems() == []
    assert (form.heading.data, form.text.data) == ("överens", "ab")
    assert form.valid_from.data == date(2026, 11, 22)


def test_a_line_separator_is_a_line_break():
    assert fill(text="ett\u2028två\u2029tre\x85fyra").text.data == "ett\ntvå\ntre\nfyra"


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("\u202eab", " först i texten"),
        ("betala \u202e001", " efter ”betala”"),
        ("ett\n\u202dtvå", " först på rad 2"),
        ("ett\ntvå \u202etre", " på rad 2, efter ”två”"),
    ],
)
def test_what_turns_the_order_of_the_words_is_named_with_its_place(typed, place):
    assert fill(text=typed).text.errors == [
        f"Det finns ett osynligt tecken som vänder läsordningen{place}. Skriv om den delen."
    ]


def test_what_only_the_writers_own_font_shows_is_named_with_its_place():
    assert fill(heading="Se \uf123").heading.errors == [
        "Det finns ett tecken som andra inte kan se efter ”Se”. Ta bort det."
    ]
    assert fill(heading="\uf0fe Klart \uf0e0").heading.data == "☑ Klart →"


def test_a_heading_is_one_line():
    assert fill(heading="ett\ntvå").heading.errors == ["Skriv texten på en rad."]


@pytest.mark.parametrize("typed", ["2026-11-22", "20261122", " 2026-11-22 "])
def test_dates_are_read(typed):
    assert fill(valid_from=typed).valid_from.data == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["22/11", "i morgon", "2026-W47-7", "2026-11-22x"])
def test_a_misspelt_date_is_explained_and_stays(typed, read):
    form = fill(valid_from=typed)
    assert form.valid_from.errors == ["Skriv datumet som år-månad-dag, till exempel 2026-11-22."]
    assert read(form.valid_from()).input["value"] == typed


@pytest.mark.parametrize("typed", ["2027-02-30", "2026-13-01", "2026-00-10", "20270229"])
def test_a_day_that_is_in_no_calendar_is_told_as_such(typed):
    assert fill(valid_from=typed).valid_from.errors == [
        "Den dagen finns inte. Se efter i en almanacka."
    ]


def test_a_date_in_another_age_is_refused():
    assert fill(valid_from="0026-11-22").valid_from.errors == [
        "Skriv ett årtal mellan 1900 och 2199."
    ]


def test_a_choice_nobody_offered_is_refused():
    assert fill(party="church").party.errors == ["Välj något av alternativen."]
    assert fill(signers="church").signers.errors == ["Välj något av alternativen."]


def test_radio_buttons_may_be_left_alone():
    assert not fill().answer.errors


@pytest.mark.parametrize("typed", ["0", "1001", "-1", "tio", "1.5", "9" * 500])
def test_a_number_out_of_bounds_is_explained(typed):
    assert fill(days=typed).days.errors == ["Skriv ett heltal mellan 1 och 1\u00a0000."]


def test_a_number_may_be_spaced_as_we_write_it():
    assert fill(days="1 000").days.data == 1000


@pytest.mark.parametrize("typed", ["anna", "anna@", "@kommun.se", "anna@kommun", "a b@kommun.se"])
def test_an_address_must_look_like_one(typed):
    assert fill(mail=typed).mail.errors == ["Skriv en e-postadress, till exempel namn@kommun.se."]


def test_files_of_another_kind_are_refused():
    form = fill(file=FileStorage(io.BytesIO(b"x"), filename="bild.exe"))
    assert form.file.errors == ["Välj en fil av rätt slag: .docx."]


def test_no_file_is_none():
    assert fill(file=FileStorage(io.BytesIO(b""), filename="")).file.data is None


def test_a_broken_rule_stands_at_its_field():
    form = fill()
    form.show(RuleBrokenError("Rubriken finns redan.", field="heading"))
    assert [(p.message, p.target) for p in form.problems()] == [
        ("Rubriken finns redan.", "heading")
    ]


@pytest.mark.parametrize("field", [None, "unknown"])
def test_a_broken_rule_about_the_whole_stands_first(field):
    form = fill(heading="")
    form.show(RuleBrokenError("Redan delad.", field=field))
    assert [p.message for p in form.problems()] == ["Redan delad.", "Skriv en rubrik."]


def test_a_text_field_without_a_longest_length_is_a_programming_error():
    class Unlimited(Form):
        name = StringField("Namn")

    with pytest.raises(TypeError, match="name"):
        Unlimited(meta={"csrf": False})


def test_plain_fields_with_a_limit_are_allowed_and_speak_our_language():
    class Plain(Form):
        name = StringField("Namn", [Length(max=3)])

    form = Plain(MultiDict({"name": "abcd"}), meta={"csrf": False})
    form.validate()
    assert form.name.errors == ["Texten får vara högst 3 tecken."]
