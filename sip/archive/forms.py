"""The forms about copies and about what is kept longer."""

from portal.web.fields import DateField, HiddenTextField, RadioField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.archive.words import COPY_FORMS, SAID_FOR


class NewCopyForm(Form):
    """In which form the copy is made."""

    # a copy is of what stands now: the same asked for later is another
    copy_id = HiddenTextField()
    form = RadioField(
        _l("Vilken sorts kopia?"),
        choices=[(form.value, text) for form, text in COPY_FORMS.items()],
        required=_l("Välj vilken sorts kopia."),
    )


class KeepLongerForm(Form):
    """Why the own part of a plan is kept longer."""

    ground = RadioField(
        _l("Varför sparas er del längre?"),
        choices=[(one.value, text) for one, text in SAID_FOR.items()],
        required=_l("Välj varför."),
    )
    born = DateField(
        _l("När är barnet fött?"),
        hint=_l(
            "Bara om det har utretts om ett barn behöver skydd eller stöd."
            " Det enda som sparas är dagen då barnet fyller 30 år."
        ),
        may_be_needed=True,
    )
