"""Forms of transfers: both municipalities read every text in them, and none points anybody out."""

from agreements.transfers import words
from portal.web.fields import (
    DateField,
    HiddenTextField,
    Impersonal,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

LONGEST = 2000
OUTSIDE = "outside"
"""What is chosen for a municipality that is not one of the county's."""


class RequestForm(Form):
    """What a municipality asks another to take over. The view sets the choices."""

    transfer_id = NewIdField()
    other = SelectField(_l("Till vilken kommun?"), required=_l("Välj kommun."))
    other_name = TextField(
        _l("Kommunens namn"),
        [Impersonal()],
        max_length=120,
        hint=_l("Behövs bara för en kommun utanför länet. Då skickar ni begäran på papper."),
        may_be_needed=True,
    )
    sent_on = DateField(
        _l("Dag då begäran kom till kommunen"),
        hint=_l("Behövs bara för en kommun utanför länet."),
        may_be_needed=True,
    )
    reference = TextField(
        _l("Er beteckning på ärendet"),
        [Impersonal()],
        max_length=80,
        required=_l("Skriv er beteckning, så att den andra kommunen kan fråga er om ärendet."),
        hint=_l("Till exempel SN 2026/123, aldrig ett personnummer."),
    )
    grounds = LongTextField(
        _l("Varför bör ärendet flyttas?"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv varför ärendet bör flyttas."),
        hint=_l(
            "Vart anknytningen är starkast, vad den enskilde önskar, hur länge hjälpen behövs och"
            " annat som talar för det. Inga namn, nummer eller adresser."
        ),
    )
    inquiry = RadioField(
        _l(
            "Har ni inlett en utredning om ett barns skydd eller stöd, eller om vård på grund av"
            " skadligt bruk eller beroende?"
        ),
        choices=[("yes", _l("Ja")), ("no", _l("Nej"))],
        required=_l("Välj ja eller nej."),
    )


class AnswerForm(Form):
    """Whether the other takes it over."""

    after_no = HiddenTextField()  # "yes" where the page showed that the answer was no
    answer = RadioField(
        _l("Tar kommunen över ärendet?"),
        choices=[(one.value, label) for one, label in words.ANSWERS.items()],
        required=_l("Välj ett svar."),
    )
    reason = LongTextField(
        _l("Varför, eller när och hur det tas över"),
        [Impersonal()],
        max_length=LONGEST,
        hint=_l("Behövs om svaret är nej. Inga namn, nummer eller adresser."),
        may_be_needed=True,
    )
    reference = TextField(
        _l("Den svarande kommunens beteckning"),
        [Impersonal()],
        max_length=80,
        hint=_l("Till exempel SN 2026/123, aldrig ett personnummer."),
    )
    answered_on = DateField(_l("Dag då svaret kom"), required=_l("Välj dag."))


class WithdrawalForm(Form):
    """Why a request is taken back."""

    reason = LongTextField(
        _l("Varför tar ni tillbaka er begäran?"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv varför ni tar tillbaka begäran."),
        hint=_l("Den andra kommunen läser det. Inga namn, nummer eller adresser."),
    )


class ApplicationForm(Form):
    """That it has been applied for."""

    applied_on = DateField(
        _l("Dag då ansökan kom in till IVO"),
        required=_l("Välj dag."),
        hint=_l("Från den dagen räknas IVO:s tre månader."),
    )
    ivo_reference = TextField(
        _l("IVO:s diarienummer"), [Impersonal()], max_length=80, hint=_l("Om ni har fått det.")
    )


class RulingForm(Form):
    """What IVO has decided."""

    ruling = RadioField(
        _l("Vad kom IVO fram till?"),
        choices=[(one.value, label) for one, label in words.RULINGS.items()],
        required=_l("Välj vad IVO kom fram till."),
    )
    ruled_on = DateField(_l("Beslutets dag"), required=_l("Välj dag."))
