"""Forms of meetings. They check shape; rules are the service's."""

from portal.web.fields import (
    DateField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TicksField,
    TimeField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.fields import ABOUT, ABOUT_NEEDED, DECIDES_WHO_READS, CategoryField

LONGEST_NOTE = 1_000
LONGEST_TEXT = 4_000


class MoveForm(Form):
    """Another time or place of a meeting, who holds it, who is asked."""

    day = DateField(_l("Dag"), required=_l("Skriv vilken dag."))
    starts = TimeField(_l("Börjar"), required=_l("Skriv när mötet börjar."))
    ends = TimeField(_l("Slutar"), required=_l("Skriv när mötet slutar."), hint="")
    is_remote = TickField(_l("Mötet är på distans"))
    place = TextField(
        _l("Plats, eller länk till mötet"),
        max_length=500,
        hint=_l("Syns bara efter inloggning, för dem som får se planen. Aldrig i mejl."),
        may_be_needed=True,
    )
    chair = SelectField(_l("Håller i mötet"), required=_l("Välj vem som håller i mötet."))
    asked = TicksField(_l("Bjuds in"), required=_l("Välj minst en som bjuds in till mötet."))
    seen = HiddenTextField()  # the meeting as the form was opened with it


class MeetingForm(MoveForm):
    """When and where, who holds it, who is asked, and what the meeting is for."""

    meeting_id = NewIdField()
    purpose = RadioField(_l("Vad mötet är till för"), required=_l("Välj vad mötet är till för."))


class ReplyForm(Form):
    """Coming, not coming, or another time."""

    attendance_id = HiddenTextField()
    time = HiddenTextField()  # the time that is answered to
    answer = RadioField(_l("Kommer du?"), required=_l("Välj ett svar."))
    about = CategoryField(ABOUT, hint=DECIDES_WHO_READS, may_be_needed=True)
    note = LongTextField(
        _l("Tid som passar bättre"),
        max_length=LONGEST_NOTE,
        hint=_l("Om du vill föreslå en annan tid."),
        may_be_needed=True,
    )


class ReplyForForm(Form):
    """What a private person has said to staff."""

    attendance_id = SelectField(_l("Vem har svarat?"), required=_l("Välj vem som har svarat."))
    time = HiddenTextField()
    answer = RadioField(_l("Svar"), required=_l("Välj ett svar."))
    note = LongTextField(
        _l("Tid som passar bättre"),
        max_length=LONGEST_NOTE,
        hint=_l("Om personen vill föreslå en annan tid."),
        may_be_needed=True,
    )


class CallOffForm(Form):
    """That a meeting is called off."""

    time = HiddenTextField()  # the time that was on the page


class AgendaForm(Form):
    """Something to take up."""

    item_id = NewIdField()
    category = CategoryField(
        _l("Vad det handlar om"),
        required=ABOUT_NEEDED,
        hint=_l("Avgör vilka som får se punkten."),
    )
    title = LongTextField(
        _l("Vad vill du ta upp?"),
        max_length=LONGEST_NOTE,
        required=_l("Skriv vad du vill ta upp."),
    )


class PrepareForm(Form):
    """What somebody brings to the meeting."""

    form_id = NewIdField()
    seen = HiddenTextField()  # what was written when the form was opened
    category = CategoryField(ABOUT, required=ABOUT_NEEDED, hint=DECIDES_WHO_READS)
    prepared = LongTextField(
        _l("Vad vill du ta upp?"),
        max_length=LONGEST_TEXT,
        hint=_l("Till exempel vad som har hänt sedan sist, och vad du kan bidra med."),
    )


class QuestionsForm(Form):
    """Three questions to the person before the meeting: each may be left empty."""

    form_id = NewIdField()
    seen = HiddenTextField()
    category = CategoryField(ABOUT, required=ABOUT_NEEDED, hint=DECIDES_WHO_READS)
    to_talk_of = LongTextField(_l("Vad vill du prata om på mötet?"), max_length=LONGEST_TEXT)
    hoped = LongTextField(_l("Vad vill du att mötet ska leda till?"), max_length=LONGEST_TEXT)
    needed = LongTextField(
        _l("Vad behöver du för att mötet ska bli bra?"),
        max_length=LONGEST_TEXT,
        hint=_l("Till exempel pauser, någon att ha med sig, eller något ni inte ska prata om."),
    )


class MinutesForm(Form):
    """What was said or decided at the meeting."""

    text_id = NewIdField()
    kind = RadioField(
        _l("Vad är det?"), required=_l("Välj om det är en anteckning eller ett beslut.")
    )
    category = CategoryField(ABOUT, required=ABOUT_NEEDED, hint=DECIDES_WHO_READS)
    text = LongTextField(
        _l("Text"),
        max_length=LONGEST_TEXT,
        required=_l("Skriv något först."),
        hint=_l("Personen läser det. Av ett beslut: vad, vem som gör det och till när."),
    )


class AttendanceForm(Form):
    """Who came."""

    present = TicksField(_l("De här var med"))
