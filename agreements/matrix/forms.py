"""Forms around the matrix. Its cells are read by portal.web.matrix, not by WTForms."""

from typing import Final
from uuid import UUID

from agreements.matrix.part import Kind, Where
from portal.web.fields import LongTextField, NewIdField, SelectField, TextField, TickField
from portal.web.forms import Form, Question
from portal.web.i18n import lazy_gettext as _l
from portal.web.matrix import CELL_WORDS

FILL: Final = "fill"
"""What the button `again` says when many cells are to be set at once."""
EVERY_PHASE: Final = ("", _l("Alla grupper"))
EVERY_COLUMN: Final = ("", _l("Alla verksamheter"))


class PartForm(Question):
    """Which part of the matrix is shown, and whether the measures are explained."""

    which = SelectField(
        _l("Insatser"),
        choices=[
            ("", _l("Alla")),
            (Kind.LACKING.value, _l("Utan huvudansvarig")),
            (Kind.SEVERAL.value, _l("Med flera huvudansvariga")),
            (Kind.EMPTY.value, _l("Med tomma rutor")),
            (Kind.PENDING.value, _l("Med förslag som väntar")),
        ],
    )
    phase = SelectField(_l("Grupp"))
    column = SelectField(_l("Verksamhet"))
    hints = TickField(_l("Visa förklaringar"))


class ManyForm(Form):
    """One value for many of the cells that are shown: a part of the form that holds them."""

    fill_value = SelectField(
        _l("Sätt till"),
        choices=[*list(CELL_WORDS.items())[1:], ("", _l("Tom ruta"))],
        default="none",
    )
    fill_where = SelectField(
        _l("Vilka rutor"),
        choices=[
            (Where.ANSWERED.value, _l("Tomma rutor där någon har huvudansvar")),
            (Where.EMPTY.value, _l("Alla tomma rutor")),
            (Where.ALL.value, _l("Alla rutor")),
        ],
    )
    fill_column = SelectField(_l("Verksamhet"))


class MatrixForm(Form):
    """The cells themselves are selects named by row and column."""


class RowForm(Form):
    """A measure of the parties' own."""

    row_id = NewIdField()
    phase = SelectField(_l("Grupp"), required=_l("Välj en grupp."))
    title = TextField(_l("Insats"), max_length=120, required=_l("Skriv vad insatsen heter."))
    hint = TextField(_l("Förklaring"), max_length=300)


EACH = "each"
"""What is chosen for a column that is each municipality's of the area, in its own place."""


class ColumnForm(Form):
    """An actor, and the party it belongs to: a party may have several."""

    column_id = NewIdField()
    label = TextField(
        _l("Vad kolumnen heter"),
        max_length=80,
        required=_l("Skriv vad kolumnen heter."),
        hint=_l("En verksamhet, till exempel Kommunal hälso- och sjukvård"),
    )
    party = SelectField(_l("Part"), required=_l("Välj vilken part den hör till."))

    def chosen_party(self) -> UUID | None:
        """Whose it is to be; None for each municipality's."""
        return None if self.party.data == EACH else UUID(self.party.data)


class MoveRowForm(Form):
    """Where in its group a measure is to stand."""

    before = SelectField(_l("Ny plats"))


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
