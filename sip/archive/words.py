"""What the forms of copies are called in the interface."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import CopyForm

COPY_FORMS: dict[CopyForm, LazyString] = {
    CopyForm.PDF: _l("PDF, för arkivet"),
    CopyForm.DOCX: _l("Word"),
    CopyForm.TEXT: _l("Text att klistra in i en journal"),
}
