"""Forms of calls, meetings and clocks. They check shape; rules are the service's."""

from collections.abc import Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.web.fields import (
    DateField,
    HiddenTextField,
    IntegerField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TicksField,
    TimeField,
)
from portal.web.forms import Form

LONGEST_TEXT = 4_000
LONGEST_NAME = 100
COLLEAGUES = 2


class CallForm(Form):
    """What an organisation is asked to contribute, and which of its units."""

    call_id = HiddenTextField()
    unit = SelectField(
        _l("Enhet"),
        hint=_l("Vet du inte vilken? Kalla hela organisationen, så fördelar den själv."),
    )
    asked = LongTextField(
        _l("Vad organisationen ombeds bidra med"),
        max_length=LONGEST_TEXT,
        required=_l("Skriv vad organisationen ombeds bidra med."),
        hint=_l("Skriv bara det som behövs för att rätt person ska kunna förbereda sig."),
    )


class ForwardForm(Form):
    """Another unit of the same organisation."""

    unit = SelectField(_l("Rätt enhet"), required=_l("Välj en enhet."))


class TakeForm(Form):
    """Who takes part: title, and perhaps a few colleagues by name."""

    title = TextField(
        _l("Din titel"),
        max_length=LONGEST_NAME,
        required=_l("Skriv din titel, till exempel sjuksköterska."),
    )
    contribution = LongTextField(
        _l("Vad ni bidrar med"),
        max_length=LONGEST_TEXT,
        hint=_l("Syns för den som kallar och för personen. Du kan skriva det senare."),
    )
    colleague_0 = SelectField(_l("Kollega som också tar del"))
    title_0 = TextField(_l("Kollegans titel"), max_length=LONGEST_NAME)
    colleague_1 = SelectField(_l("En till kollega"))
    title_1 = TextField(_l("Titel"), max_length=LONGEST_NAME)


class DeclineForm(Form):
    """Why: a category, no words about the person."""

    reason = RadioField(_l("Varför?"), required=_l("Välj en anledning."))


class ContributionForm(Form):
    """What the organisation brings."""

    contribution = LongTextField(
        _l("Vad ni bidrar med"),
        max_length=LONGEST_TEXT,
        required=_l("Skriv vad ni bidrar med."),
        hint=_l("Syns för den som kallar och för personen."),
    )


class MoveForm(Form):
    """When and where, who holds it, who is asked."""

    day = DateField(_l("Dag"), required=_l("Skriv vilken dag."))
    starts = TimeField(_l("Börjar"), required=_l("Skriv när mötet börjar."))
    ends = TimeField(_l("Slutar"), required=_l("Skriv när mötet slutar."), hint="")
    is_remote = TickField(_l("Mötet är på distans"))
    place = TextField(
        _l("Plats"),
        max_length=200,
        hint=_l("Syns bara efter inloggning, för dem som får se planen. Aldrig i mejl."),
    )
    chair = SelectField(_l("Håller i mötet"), required=_l("Välj vem som håller i mötet."))
    asked = TicksField(_l("Bjuds in"), required=_l("Välj minst en som bjuds in till mötet."))


class MeetingForm(MoveForm):
    """The same, and what the meeting is for."""

    meeting_id = HiddenTextField()
    purpose = RadioField(_l("Vad mötet är till för"), required=_l("Välj vad mötet är till för."))


class ReplyForm(Form):
    """Coming, not coming, or another time."""

    attendance_id = HiddenTextField()
    answer = RadioField(_l("Kommer du?"), required=_l("Välj ett svar."))
    note = TextField(
        _l("Tid som passar bättre"),
        max_length=300,
        hint=_l(
            "Om du vill föreslå en annan tid. Läses av den planen gäller, av dem som handlägger"
            " och av den som håller mötet."
        ),
    )


class ReplyForForm(Form):
    """What a private person has said to staff."""

    attendance_id = SelectField(_l("Vem har svarat?"), required=_l("Välj vem som har svarat."))
    answer = RadioField(_l("Svar"), required=_l("Välj ett svar."))
    note = TextField(
        _l("Tid som passar bättre"),
        max_length=300,
        hint=_l("Om personen vill föreslå en annan tid."),
    )


class AgendaForm(Form):
    """Something to take up."""

    item_id = HiddenTextField()
    title = TextField(
        _l("Vad vill du ta upp?"), max_length=300, required=_l("Skriv vad du vill ta upp.")
    )
    category = SelectField(
        _l("Vad det handlar om"),
        required=_l("Välj vad det handlar om."),
        hint=_l("Avgör vilka som får se punkten."),
    )


class AttendanceForm(Form):
    """Who came."""

    present = TicksField(_l("De här var med"))


class ClocksForm(Form):
    """A field of days for each clock: `days_<key>`."""


def with_clocks(labels: Sequence[tuple[str, LazyString, LazyString]]) -> type[Form]:
    """The form with a field for each (key, label, hint)."""
    fields: dict[str, object] = {
        f"days_{key}": IntegerField(
            label, between=(0, 365), required=_l("Skriv ett antal dagar."), hint=hint
        )
        for key, label, hint in labels
    }
    return type("ClocksForm", (ClocksForm,), fields)
