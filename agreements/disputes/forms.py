"""Forms of disputes: every text in them is read by the other sides, and points nobody out."""

from uuid import UUID

from flask_babel import gettext as _

from agreements.deviations.forms import LONGEST, NOBODY_IN_IT, CaseForm
from portal.web.fields import (
    DateField,
    HiddenTextField,
    Impersonal,
    LongTextField,
    NewIdField,
    RadioField,
    TextField,
    TicksField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

OWN_REFERENCE = _l("Bara ni ser den. Skriv till exempel SN 2026/123, aldrig ett personnummer.")


class OpenForm(CaseForm):
    """What a dispute is about, and with whom. The view sets the choices."""

    dispute_id = NewIdField()
    others = TicksField(
        _l("Vilka är ni oense med?"),
        required=_l("Välj den andra parten, eller de två andra."),
        hint=_l("En eller två parter. Alla som är med behöver säga ja till en lösning."),
    )
    third = TicksField(
        _l("Är en part till inblandad?"),
        hint=_l(
            "Lämna tomt om det bara är ni två. Alla som är med behöver säga ja till en lösning."
        ),
    )
    question = LongTextField(
        _l("Vad är ni oense om?"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv vad ni är oense om."),
        hint=NOBODY_IN_IT,
    )
    reference = TextField(
        _l("Er egen beteckning på ärendet"), [Impersonal()], max_length=80, hint=OWN_REFERENCE
    )


class StatementForm(Form):
    """What the own side says at the level where it stands."""

    statement_id = NewIdField()
    statement = LongTextField(
        _l("Er ståndpunkt"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv er ståndpunkt."),
        hint=NOBODY_IN_IT,
    )


class LiftForm(Form):
    """Where it stood when the page was opened."""

    level = HiddenTextField()


class JoinForm(Form):
    """Who is to be a side too. The view sets the choices."""

    party = RadioField(_l("Vem ska vara med?"), required=_l("Välj en part."))


class ReferenceForm(Form):
    """What the own side calls the case."""

    reference = TextField(
        _l("Er egen beteckning på ärendet"), [Impersonal()], max_length=80, hint=OWN_REFERENCE
    )


class SettlementForm(Form):
    """How it ends: who answers and who pays, from which day."""

    settlement_id = NewIdField()
    answers = RadioField(_l("Vem svarar för insatsen?"), required=_l("Välj vem som svarar."))
    pays = TextField(
        _l("Vem betalar, och hur mycket?"),
        [Impersonal()],
        max_length=250,
        required=_l("Skriv vem som betalar."),
        hint=_l("Till exempel: regionen hela kostnaden, eller hälften var."),
    )
    from_day = DateField(_l("Från och med"), required=_l("Välj från vilken dag."))
    outcome = LongTextField(
        _l("Vad ni har kommit fram till"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv vad ni har kommit fram till."),
        hint=NOBODY_IN_IT,
    )


class SettlementAnswerForm(Form):
    """Whether the own side agrees with the proposal that stood on the page."""

    settlement = HiddenTextField()

    def is_about(self, settlement: UUID) -> bool:
        """Whether that is what was sent. If not, it is told, and the next sending is about it."""
        if not self.is_submitted() or self.settlement.data == str(settlement):
            return True
        told = _("Ett annat förslag väntar nu än när du öppnade sidan. Läs det och svara på det.")
        self.form_errors.append(told)
        self.settlement.data = str(settlement)
        return False

    answer = RadioField(
        _l("Är ni överens om det här?"),
        choices=[("yes", _l("Ja, tvisten är löst")), ("no", _l("Nej, vi är inte överens"))],
        required=_l("Välj ett svar."),
    )
    reason = LongTextField(
        _l("Varför inte"),
        [Impersonal()],
        max_length=1000,
        hint=_l("Behövs om ni inte är överens."),
        may_be_needed=True,
    )
