"""Forms of summons and invitations. They check shape; rules are the service's."""

from portal.web.fields import (
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.fields import ABOUT, ABOUT_NEEDED, DECIDES_WHO_READS, CategoryField

LONGEST_TEXT = 4_000
LONGEST_NAME = 100
COLLEAGUES = 2


class CallForm(Form):
    """What an organisation is asked to contribute, and which of its units."""

    call_id = NewIdField()
    unit = SelectField(
        _l("Enhet"),
        hint=_l("Vet du inte vilken? Kalla hela organisationen, så fördelar den själv."),
        may_be_needed=True,
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


class AcceptForm(Form):
    """What it takes to take part: one's title."""

    title = TextField(
        _l("Din titel"),
        max_length=LONGEST_NAME,
        required=_l("Skriv din titel, till exempel sjuksköterska."),
    )


class TakeForm(AcceptForm):
    """Who takes part: title, and perhaps a few colleagues by name."""

    category = CategoryField(ABOUT, hint=DECIDES_WHO_READS, may_be_needed=True)
    contribution = LongTextField(
        _l("Vad ni bidrar med"),
        max_length=LONGEST_TEXT,
        hint=_l("Du kan skriva det senare."),
    )
    colleague_0 = SelectField(_l("Kollega som också tar del"))
    title_0 = TextField(_l("Kollegans titel"), max_length=LONGEST_NAME)
    colleague_1 = SelectField(_l("En till kollega"))
    title_1 = TextField(_l("Titel"), max_length=LONGEST_NAME)


class DeclineForm(Form):
    """Why: a category, no words about the person."""

    reason = RadioField(_l("Varför?"), required=_l("Välj en anledning."))


class InquiryForm(Form):
    """What to ask whoever called: a category, no words about the person."""

    inquiry = RadioField(_l("Vad vill ni veta?"), required=_l("Välj en fråga."))


class ToldForm(Form):
    """An answer to what the called have asked."""

    question = RadioField(_l("Vilken fråga svarar du på?"), required=_l("Välj en fråga."))
    answer = LongTextField(
        _l("Svar"),
        max_length=LONGEST_TEXT,
        required=_l("Skriv ett svar."),
        hint=_l("Den som är kallad läser det, även innan kallelsen är mottagen."
                " Skriv inte mer om personen än vad som behövs."),
    )  # fmt: skip


class ContributionForm(Form):
    """What the organisation brings."""

    category = CategoryField(ABOUT, required=ABOUT_NEEDED, hint=DECIDES_WHO_READS)
    contribution = LongTextField(
        _l("Vad ni bidrar med"),
        max_length=LONGEST_TEXT,
        required=_l("Skriv vad ni bidrar med."),
    )
    seen = HiddenTextField()  # what was said when the form was opened
