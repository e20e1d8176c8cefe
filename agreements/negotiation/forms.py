"""Forms of negotiation."""

from agreements.agreed.forms import FactForm
from agreements.annexes.forms import HasFile, HasText, NamedForm
from agreements.forms import HOW_TO_WRITE, LONGEST_SECTION, TermForm, due_field
from portal.web.fields import (
    HiddenTextField,
    LongTextField,
    NewIdField,
    ProseField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

OUT, MOVE = "out", "move"


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


class RowSuggestionForm(SuggestionForm):
    """A measure that the agreement lacks."""

    phase = SelectField(_l("Grupp"), required=_l("Välj en grupp."))
    title = TextField(_l("Insats"), max_length=120, required=_l("Skriv vad insatsen heter."))
    hint = TextField(_l("Förklaring"), max_length=300)


class FactSuggestionForm(SuggestionForm, FactForm):
    """What a fact would say."""


class RowChangeForm(SuggestionForm):
    """What is to become of a measure: out, or in another place of its group."""

    what = RadioField(
        _l("Vad föreslår ni?"),
        choices=[(OUT, _l("Ta bort insatsen")), (MOVE, _l("Flytta insatsen i sin grupp"))],
        required=_l("Välj vad ni föreslår."),
    )
    before = SelectField(_l("Ny plats, om den ska flyttas"))


class ColumnSuggestionForm(SuggestionForm):
    """A column that the matrix lacks, and whose it is."""

    label = TextField(
        _l("Vad kolumnen heter"), max_length=80, required=_l("Skriv vad kolumnen heter.")
    )
    party = SelectField(_l("Part"), required=_l("Välj vilken part den hör till."))


class ColumnChangeForm(SuggestionForm):
    """That a column be taken out or back; `base_version` is which, so that one is not the other."""

    base_version = HiddenTextField(max_length=10)


class AnnexMoveForm(SuggestionForm):
    """Where an annex is to stand."""

    before = SelectField(_l("Ny plats"))


class TitleSuggestionForm(SuggestionForm):
    """Another name."""

    title = TextField(_l("Namn"), max_length=200, required=_l("Ge överenskommelsen ett namn."))


class AnnexSuggestionForm(SuggestionForm, NamedForm):
    """What an annex would be called."""


class AnnexTextSuggestionForm(AnnexSuggestionForm, HasText):
    """What it would say."""


class AnnexFileSuggestionForm(AnnexSuggestionForm, HasFile):
    """Which file it would be."""


class AnswerForm(Form):
    """A party's answer, and which answer of theirs stood on the page."""

    read = HiddenTextField()
    answer = RadioField(
        _l("Ert svar"),
        required=_l("Välj ett svar."),
        hint=_l(
            "Avböjer ni faller förslaget direkt. Avstår ni hindrar ni det inte,"
            " men minst en annan part måste godta det."
        ),
    )
    reason = LongTextField(
        _l("Kommentar"),
        max_length=2000,
        hint=_l("Behövs om ni avböjer. Alla parter ser den."),
        may_be_needed=True,
    )
