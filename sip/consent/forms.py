"""Forms of consent. The answer's fields for each party are added by sip.consent.answer_form."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l

from portal.web.fields import (
    DateField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
    TicksField,
)
from portal.web.forms import Form
from sip.kernel.legal_grounds import LegalGround, Need
from sip.ledger.words import PLAN

Choices = Sequence[tuple[str, str]]


class AnswerForm(Form):
    """Who may see what until when."""

    seq = HiddenTextField()
    offered = HiddenTextField()
    plan = RadioField(PLAN.question, required=_l("Svara ja eller nej."))
    valid_from = DateField(
        _l("Gäller från och med"), required=_l("Skriv från vilken dag samtycket gäller.")
    )
    valid_to = DateField(
        _l("Gäller till och med"), required=_l("Skriv till vilken dag samtycket gäller.")
    )


class RecordForm(AnswerForm):
    """What somebody said to staff, or signed."""

    how = RadioField(_l("Hur svarade personen?"), required=_l("Välj hur personen svarade."))


class AskForm(Form):
    """Whom to ask about, and what."""

    seq = HiddenTextField()
    parties = TicksField(
        _l("Vilka ska få vara med?"),
        hint=_l("Din egen organisation är med från början."),
    )
    categories = TicksField(
        _l("Vad behöver de få veta om varandras arbete?"),
        required=_l("Välj minst en sorts uppgifter."),
        hint=_l("Personen väljer själv för var och en när frågan besvaras."),
    )
    how = RadioField(_l("Hur ställs frågan?"), required=_l("Välj hur frågan ställs."))


class WithdrawForm(Form):
    """What somebody takes back, said to staff."""

    what = SelectField(_l("Vad tas tillbaka?"), required=_l("Välj vad som tas tillbaka."))
    how = RadioField(_l("Hur sa personen det?"), required=_l("Välj hur personen sa det."))


class AnnulForm(Form):
    """That an act was recorded in error."""

    seq = HiddenTextField()


class BasisForm(Form):
    """A decision to disclose without consent; its ground says which of the fields there are."""

    decision_id = NewIdField()
    condition = RadioField(_l("Vad gäller?"), required=_l("Välj vad som gäller för personen."))
    provision = TextField(
        _l("Vilken bestämmelse kräver det?"),
        max_length=200,
        required=_l("Skriv vilken bestämmelse som säger att uppgiften ska lämnas."),
        hint=_l("Lagen och paragrafen, till exempel 19 kap. 1 § socialtjänstlagen."),
    )
    to = SelectField(_l("Till vem?"), required=_l("Välj vem som får uppgifterna."))
    categories = TicksField(_l("Vilka uppgifter?"), required=_l("Välj minst en sorts uppgifter."))
    assessment = LongTextField(
        _l("Vad kom er prövning fram till?"),
        max_length=4000,
        required=_l("Skriv vad er prövning kom fram till."),
        hint=_l("Vad ni har vägt mot vad, och varför det talar för att lämna uppgifterna."),
    )
    reason = LongTextField(
        _l("Varför?"),
        max_length=4000,
        required=_l("Skriv varför uppgifterna behöver lämnas."),
        hint=_l(
            "Vad som gör det nödvändigt nu, och varför samtycke inte går att få. Personen läser det"
            " du skriver."
        ),
    )
    valid_to = DateField(
        _l("Till och med vilken dag?"), required=_l("Skriv till vilken dag beslutet gäller.")
    )
    follow_up_on = DateField(
        _l("Följs upp den"), required=_l("Skriv vilken dag beslutet följs upp.")
    )

    def keep_to(self, ground: LegalGround) -> None:
        """Ask only what the ground requires."""
        if not ground.conditions:
            del self.condition
        if Need.PROVISION not in ground.needs:
            del self.provision
        if Need.ASSESSMENT not in ground.needs:
            del self.assessment


def as_ids(values: Iterable[str]) -> list[UUID]:
    """The ids that ticks carried; the field has refused what was not offered."""
    return [UUID(value) for value in values]
