"""Forms of activities: every text in them is public, and points nobody out."""

from portal.web.fields import (
    DateField,
    Impersonal,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

DONE, DROPPED = "done", "dropped"


class ActivityForm(Form):
    """What is to be done. The view sets the choices."""

    activity_id = NewIdField()
    what = LongTextField(
        _l("Vad ska göras?"),
        [Impersonal()],
        max_length=500,
        required=_l("Skriv vad som ska göras."),
        hint=_l("Till exempel: pröva längre öppettider på tillnyktringsenheten i tre månader."),
    )
    owner = SelectField(_l("Vilken part gör det?"), required=_l("Välj part."))
    whom = TextField(
        _l("Vem hos parten?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vilken funktion som gör det."),
        hint=_l("En funktion, inget namn. Till exempel Enhetschef, vuxenenheten."),
    )
    due_on = DateField(_l("Senast vilken dag?"), required=_l("Välj dag."))


class EndForm(Form):
    """How an activity ended."""

    how = RadioField(
        _l("Hur gick det?"),
        choices=[(DONE, _l("Den är genomförd")), (DROPPED, _l("Den blev inte av"))],
        required=_l("Välj hur det gick."),
    )
    result = LongTextField(
        _l("Vad blev resultatet, eller varför blev den inte av?"),
        [Impersonal()],
        max_length=1000,
        required=_l("Skriv vad som blev av det."),
    )
