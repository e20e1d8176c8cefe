"""Forms of an agreement that has been signed."""

from agreements.forms import open_ended_field
from portal.web.fields import (
    DateField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

LONGEST_REASON = 2000


class ReviewForm(Form):
    """What a review came to, and when the next one is."""

    act_id = NewIdField()
    on_day = DateField(_l("När ni följde upp"), required=_l("Skriv vilken dag ni följde upp."))
    outcome = RadioField(_l("Vad ni kom fram till"), required=_l("Välj vad ni kom fram till."))
    reason = LongTextField(
        _l("Vad som fungerar och vad som behöver ändras"),
        max_length=LONGEST_REASON,
        required=_l("Skriv kort vad ni kom fram till, så att de andra parterna förstår."),
    )
    until = DateField(
        _l("Följs upp nästa gång"),
        hint=_l("Lämna tomt om den inte ska följas upp mer innan den slutar gälla."),
        may_be_needed=True,
    )


class ProlongForm(Form):
    """Until when it is prolonged."""

    act_id = NewIdField()
    valid_until = DateField(_l("Ny sista dag"), may_be_needed=True)
    open_ended = open_ended_field()
    review_on = DateField(
        _l("Följs upp senast"), required=_l("Skriv när den ska följas upp under den nya tiden.")
    )


class AddendumForm(Form):
    """From when an agreement is to read otherwise."""

    act_id = NewIdField()
    valid_from = DateField(
        _l("Tillägget gäller från och med"), required=_l("Skriv från vilken dag tillägget gäller.")
    )


class CorrectForm(Form):
    """A clerical error, and what should stand there."""

    act_id = NewIdField()
    place = SelectField(_l("Var står felet?"), required=_l("Välj var felet står."))
    before = TextField(
        _l("Så står det nu"),
        max_length=200,
        hint=_l(
            "Skriv orden precis som de står i avsnittet, med så många runt omkring att de bara står"
            " på ett ställe. För namn och beslut behövs det inte."
        ),
    )
    after = TextField(
        _l("Så ska det stå"),
        max_length=200,
        required=_l("Skriv vad som ska stå där."),
        hint=_l("En dag skrivs så här: 2026-11-22"),
    )
    reason = TextField(
        _l("Varför det är ett skrivfel"),
        max_length=300,
        required=_l("Skriv kort varför, så att de andra parterna kan ta ställning."),
    )


class CorrectionAnswerForm(Form):
    """Whether the own party agrees."""

    answer = RadioField(
        _l("Är det ett skrivfel som ska rättas?"),
        choices=[("yes", _l("Ja, rätta det")), ("no", _l("Nej, texten ska stå som den gör"))],
        required=_l("Välj ett svar."),
    )
    reason = LongTextField(
        _l("Varför inte"),
        max_length=LONGEST_REASON,
        hint=_l("Behövs om du svarar nej."),
        may_be_needed=True,
    )


class NoticeForm(Form):
    """That the own party gives notice: why, on what decision, and from when."""

    act_id = NewIdField()
    until = DateField(
        _l("Sista dagen som överenskommelsen gäller"),
        required=_l("Skriv vilken dag som blir den sista."),
    )
    reason = LongTextField(
        _l("Skäl"),
        max_length=LONGEST_REASON,
        required=_l("Skriv varför, så att de andra parterna förstår."),
    )
    basis = TextField(
        _l("Beslut om uppsägningen"),
        max_length=200,
        required=_l("Skriv vem som har beslutat om uppsägningen, och när."),
        hint=_l("Till exempel kommunstyrelsen § 112, 2026-11-22, KS 2026/123"),
    )
