"""The form that makes a copy."""

from flask_babel import lazy_gettext as _l

from portal.web.fields import RadioField
from portal.web.forms import Form

FORMS = (
    ("pdf", _l("PDF, för arkivet")),
    ("docx", _l("Word")),
    ("text", _l("Text att klistra in i en journal")),
)


class CopyForm(Form):
    """Which kind of copy."""

    form = RadioField(_l("Slag av kopia"), choices=FORMS, required=_l("Välj ett slag av kopia."))
