"""Forms around the matrix. Its cells are read by portal.web.matrix, not by WTForms."""

from flask_babel import lazy_gettext as _l

from portal.web.fields import LongTextField, NewIdField, SelectField, TextField
from portal.web.forms import Form


class MatrixForm(Form):
    """The cells themselves are selects named by row and column."""


class RowForm(Form):
    """A measure of the parties' own."""

    row_id = NewIdField()
    phase = SelectField(_l("Grupp"), required=_l("Välj en grupp."))
    title = TextField(_l("Insats"), max_length=120, required=_l("Skriv vad insatsen heter."))
    hint = TextField(_l("Förklaring"), max_length=300)


class RemoveRowForm(Form):
    """Why a measure of the parties' own is taken out."""

    reason = LongTextField(_l("Varför"), max_length=1000)


class RemoveTemplateRowForm(Form):
    """Why a measure of the county's template is taken out: all parties read it."""

    reason = LongTextField(
        _l("Varför"),
        max_length=1000,
        required=_l("Skriv varför, så att de andra parterna förstår."),
        hint=_l("Alla parter ser att ni har valt bort insatsen, och varför."),
    )
