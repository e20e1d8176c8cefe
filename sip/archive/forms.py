"""The form that makes a copy."""

from portal.web.fields import HiddenTextField, RadioField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.archive.words import COPY_FORMS


class NewCopyForm(Form):
    """In which form the copy is made."""

    # a copy is of what stands now: the same asked for later is another
    copy_id = HiddenTextField()
    form = RadioField(
        _l("Vilken sorts kopia?"),
        choices=[(form.value, text) for form, text in COPY_FORMS.items()],
        required=_l("Välj vilken sorts kopia."),
    )
