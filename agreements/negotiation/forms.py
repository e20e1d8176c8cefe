"""Forms of negotiation."""

from flask_babel import lazy_gettext as _l

from agreements.forms import HOW_TO_WRITE, LONGEST_SECTION, TermForm, due_field
from portal.web.fields import HiddenTextField, LongTextField, NewIdField, ProseField, RadioField
from portal.web.forms import Form


class SuggestionForm(Form):
    """What every suggestion carries. The button pressed says whether the others see it now."""

    suggestion_id = NewIdField()
    reason = LongTextField(
        _l("Varför"),
        max_length=2000,
        required=_l("Skriv varför, så att de andra parterna förstår."),
    )
    answer_by = due_field(_l("Svar från de andra senast"))


class TextSuggestionForm(SuggestionForm):
    """Another text for a section, and the version it was written from."""

    base_version = HiddenTextField()
    text = ProseField(_l("Förslag till text"), max_length=LONGEST_SECTION, hint=HOW_TO_WRITE)


class TermSuggestionForm(SuggestionForm, TermForm):
    """Other dates."""


class AnswerForm(Form):
    """A party's answer."""

    answer = RadioField(
        _l("Ert svar"),
        required=_l("Välj ett svar."),
        hint=_l(
            "Avböjer ni faller förslaget direkt. Avstår ni hindrar ni det inte,"
            " men minst en annan part måste godta det."
        ),
    )
    reason = LongTextField(
        _l("Kommentar"), max_length=2000, hint=_l("Behövs om ni avböjer. Alla parter ser den.")
    )
