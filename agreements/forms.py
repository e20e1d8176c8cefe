"""What the forms of drafting and of negotiation have in common."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import LazyString
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from portal.web.fields import DateField, TickField, TicksField
from portal.web.forms import Form
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

LONGEST_SECTION = 20_000
"""Characters of a section's text."""
PREVIEW = "preview"
"""What the button `again` says when the text is to be seen as its readers will see it."""
HOW_TO_WRITE = _l(
    "En tom rad ger nytt stycke. Börja raden med ett bindestreck för en punktlista."
    " Skriv **så här** för fetstil. En tabell klistrar du in från Word eller Excel: första raden"
    " blir rubriker."
)


NOTHING = "none"


def replaces_field(choices: Sequence[tuple[str, str]]) -> TicksField:
    """Which of those that have been signed it takes over from on its first day, if any."""
    return TicksField(
        _l("Ersätter den en överenskommelse från sin första dag?"),
        validators=[_one_or_none],
        choices=[*choices, (NOTHING, _l("Den ersätter ingen"))],
        required=_l("Välj om den ersätter en annan överenskommelse."),
        hint=_l("Två överenskommelser i samma ämne kan inte gälla samtidigt."),
    )


def _one_or_none(_form: BaseForm, field: Field) -> None:
    if NOTHING in field.data and len(field.data) > 1:
        raise ValidationError(
            _("Välj vilka den ersätter, eller att den inte ersätter någon. Du har valt båda.")
        )


def chosen_in(form: Form, name: str) -> UUID | None:
    """Which agreement a field of a form that is whole says; None for none, or without the field."""
    chosen = form[name].data if name in form else NOTHING
    return None if chosen == NOTHING else UUID(chosen)


def all_chosen_in(form: Form, name: str) -> list[UUID]:
    """Which agreements a field of a form that is whole says; none without the field."""
    return [UUID(one) for one in form[name].data if one != NOTHING] if name in form else []


def due_field(label: LazyString) -> DateField:
    """Until when something is to be done."""
    return DateField(
        label,
        required=_l("Välj en dag."),
        hint=_l("Alla parter ser dagen, och de som ska göra något påminns om den."),
    )


def open_ended_field() -> TickField:
    """That there is no last day."""
    return TickField(_l("Tills vidare, utan någon sista dag"))


class TermForm(Form):
    """From when until when an agreement holds, and when it is reviewed."""

    valid_from = DateField(_l("Gäller från och med"))
    valid_until = DateField(_l("Gäller till och med"))
    open_ended = open_ended_field()
    review_on = DateField(_l("Följs upp senast"), may_be_needed=True)
