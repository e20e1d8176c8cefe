"""Forms of consent. Fields for each party are added by sip.consent.answer_form and ask_form."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from typing_extensions import override

from portal import clock
from portal.web.fields import (
    DateField,
    FileField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
    TicksField,
)
from portal.web.filters import long_date
from portal.web.forms import Form
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.legal_grounds import LegalGround, Need
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import How
from sip.ledger.words import PLAN

Choices = Sequence[tuple[str, str]]
YES_OR_NO = [("yes", _l("Ja till det som frågas")), ("no", _l("Nej"))]


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
    latest: date | None = None  # the last day that the one who answers can say yes to

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms')
        """A yes lasts no longer than it can."""
        is_whole = bool(super().validate(extra_validators))
        says_no = "plan" in self and self.plan.data == "no"
        return (says_no or is_in_time(self.valid_to, self.latest)) and is_whole


def keep_in_time(field: DateField, latest: date) -> None:
    """Say at the field which day is the last that can be chosen."""
    field.description = _("År-månad-dag. Längst till och med %(day)s.", day=long_date(latest))


def is_in_time(field: DateField, latest: date | None) -> bool:
    """Whether the day is one that can be chosen; the field says which is the last."""
    if field.data is None or latest is None or field.data <= latest:
        return not field.errors
    field.errors = [_("Välj en dag till och med %(day)s. Längre går inte.", day=long_date(latest))]
    return False


class InformationField(SelectField):
    """In which language somebody was told what they answer about."""

    @classmethod
    @override
    def always_offers(cls) -> Choices:
        return [(one.language, one.name) for one in sip_settings().current_information.languages]


class ToldForm(Form):
    """How somebody answered staff; of a paper, when it was signed and where it is kept."""

    how = RadioField(_l("Hur svarade personen?"), required=_l("Välj hur personen svarade."))
    signed_on = DateField(
        _l("Vilken dag skrev personen under?"), hint=_l("Bara för en blankett. År-månad-dag.")
    )
    kept_at = TextField(
        _l("Var förvaras blanketten?"),
        max_length=200,
        hint=_l("Bara för en blankett. Till exempel en akt eller en pärm."),
    )
    information = InformationField(_l("På vilket språk fick personen informationen?"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms')
        """A paper has its day and its place."""
        is_whole = bool(super().validate(extra_validators))
        if self.how.data != How.WRITTEN.value:
            return is_whole
        if self.signed_on.data is None and not self.signed_on.errors:
            self.signed_on.errors = [_("Skriv vilken dag personen skrev under.")]
        elif self.signed_on.data is not None and self.signed_on.data > clock.today():
            self.signed_on.errors = [_("Den dagen har inte varit än. Skriv dagen på blanketten.")]
        if not self.kept_at.data:
            self.kept_at.errors = [_("Skriv var blanketten förvaras.")]
        return is_whole and not self.signed_on.errors and not self.kept_at.errors


class RecordForm(ToldForm, AnswerForm):
    """What somebody said to staff, or signed: what each may see, until when."""


class PaperForm(Form):
    """The signed paper of an answer."""

    paper_id = NewIdField()
    file = FileField(
        _l("Den påskrivna blanketten"),
        suffixes=(".pdf", ".png", ".jpg", ".jpeg"),
        required=_l("Välj en fil."),
        hint=_l("PDF, eller en bild (PNG eller JPEG). Högst 1,9 MB."),
    )


class RemovalForm(Form):
    """That the paper which was read about is taken away."""

    paper_id = HiddenTextField()


class QuestionForm(Form):
    """Yes or no to what is asked, as it was shown; each is a button."""

    seq = HiddenTextField()
    answer = RadioField("", required=_l("Tryck på Ja eller Nej."), choices=YES_OR_NO)


class RecordQuestionForm(ToldForm):
    """Yes or no to what was asked, as somebody said to staff, or signed."""

    seq = HiddenTextField()
    answer = RadioField(
        _l("Vad svarade personen?"), required=_l("Välj vad personen svarade."), choices=YES_OR_NO
    )


class AskForm(Form):
    """What to ask about, why and for how long."""

    seq = HiddenTextField()
    purpose = LongTextField(
        _l("Varför frågar ni?"),
        max_length=1000,
        required=_l("Skriv varför ni frågar."),
        hint=_l("Läses av den som ska svara. Skriv vad ni vill göra tillsammans med personen."),
    )
    categories = TicksField(
        _l("Vad behöver de få veta om varandras arbete?"),
        required=_l("Välj minst en sorts uppgifter."),
        hint=_l("Välj bara det som behövs. Personen väljer själv för var och en."),
    )
    until = DateField(
        _l("Till och med vilken dag?"), required=_l("Skriv till vilken dag samtycket ska gälla.")
    )
    given = RadioField(
        _l("Hur fick personen informationstexten?"),
        required=_l("Välj hur personen fick informationstexten."),
    )
    interpreter = RadioField(
        _l("Användes tolk?"),
        required=_l("Välj om tolk användes."),
        choices=[("no", _l("Nej")), ("yes", _l("Ja"))],
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

    latest: date | None = None  # the last day that the ground allows

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms')
        """A decision lasts no longer than its ground allows."""
        is_whole = bool(super().validate(extra_validators))
        return is_in_time(self.valid_to, self.latest) and is_whole

    def keep_to(self, ground: LegalGround, latest: date) -> None:
        """Ask only what the ground requires, and until `latest`."""
        self.latest = latest
        keep_in_time(self.valid_to, latest)
        if not ground.conditions:
            del self.condition
        if Need.PROVISION not in ground.needs:
            del self.provision
        if Need.ASSESSMENT not in ground.needs:
            del self.assessment
