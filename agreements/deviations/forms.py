"""Forms of deviations: every text in them is read by others, and points nobody out."""

from agreements.deviations.presenter import Offered
from portal.web.fields import Impersonal, LongTextField, NewIdField, RadioField, SelectField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

LONGEST = 2000
NOBODY_IN_IT = _l(
    "Skriv inget som kan peka ut en person: inga namn, nummer, telefonnummer eller adresser."
)


class CaseForm(Form):
    """Where in an agreement, and in its area, something is not as it says."""

    place = SelectField(
        _l("Vad i överenskommelsen gäller det?"),
        required=_l("Välj ett avsnitt, en insats eller en uppgift."),
    )
    column = SelectField(
        _l("Vems del av insatsen?"),
        hint=_l("Behövs bara när det gäller en ruta i ”Vem gör vad”."),
        may_be_needed=True,
    )
    municipality = RadioField(_l("I vilken kommun?"), required=_l("Välj kommun."))

    def offer(self, offered: Offered) -> None:
        """Let these be chosen among."""
        self.place.choices = offered.places
        self.column.choices = offered.columns
        self.municipality.choices = offered.municipalities


class ReportForm(CaseForm):
    """What went otherwise than agreed. The view sets the choices."""

    deviation_id = NewIdField()
    kind = RadioField(_l("Vad blev annorlunda?"), required=_l("Välj vad som blev annorlunda."))
    concerns = RadioField(
        _l("Vem ska svara?"),
        required=_l("Välj vem som ska svara."),
        hint=_l("Den part som det gäller."),
    )
    happened = LongTextField(
        _l("Vad hände?"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv vad som hände."),
        hint=NOBODY_IN_IT,
    )


class AnswerForm(Form):
    """What the one that it concerns says."""

    answer = LongTextField(
        _l("Ert svar"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv ert svar."),
        hint=NOBODY_IN_IT,
    )


class CloseForm(Form):
    """What was learned, and what the county's template should say of it."""

    proposal_id = NewIdField()
    lesson = LongTextField(
        _l("Vad har ni lärt er?"),
        [Impersonal()],
        max_length=LONGEST,
        required=_l("Skriv vad ni har lärt er, också om det är att det gick som det skulle."),
        hint=NOBODY_IN_IT,
    )
    proposal = LongTextField(
        _l("Förslag till länets mall"),
        [Impersonal()],
        max_length=LONGEST,
        hint=_l(
            "Om mallen borde säga något annat: skriv vad. Länssamordningsgruppen får förslaget till"
            " nästa utgåva, tillsammans med det ni har lärt er."
        ),
    )


class SettleForm(Form):
    """What the county says of a proposal."""

    state = RadioField(_l("Vad gör ni med förslaget?"), required=_l("Välj ett svar."))
    reason = LongTextField(
        _l("Varför"),
        [Impersonal()],
        max_length=1000,
        hint=_l("Behövs om det inte tas med."),
        may_be_needed=True,
    )
