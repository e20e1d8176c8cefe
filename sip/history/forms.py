"""The form of what is said of a version. It checks shape; rules are the services'."""

from portal.web.fields import (
    HiddenTextField,
    LongTextField,
    RadioField,
    SelectField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.history import words
from sip.kernel.fields import ABOUT, CategoryField
from sip.plan.forms import TOLD, as_choices


class MakeForm(Form):
    """That the plan is put to the person as it was read."""

    read = HiddenTextField()  # when the plan was last changed, as the form was opened


class AnswerForm(Form):
    """What the person, told to staff, or one's own organisation says of a version."""

    number = HiddenTextField()
    party = RadioField(_l("Vem svarar?"), required=_l("Välj vem som svarar."))
    answer = RadioField(
        _l("Svar"), required=_l("Välj ett svar."), choices=as_choices(words.APPROVALS)
    )
    how = SelectField(
        _l("Hur lämnades svaret?"),
        required=_l("Välj hur."),
        hint=_l("Hur personen svarade dig"),
        choices=TOLD,
    )
    category = CategoryField(
        ABOUT,
        hint=_l("Avgör vem som får läsa kommentaren. Personens egen är alltid personens egna ord."),
        may_be_needed=True,
    )
    comment = LongTextField(_l("Med egna ord"), max_length=2000)
