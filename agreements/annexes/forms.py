"""Forms of annexes."""

from agreements.forms import HOW_TO_WRITE, LONGEST_SECTION
from portal.web.fields import FileField, HiddenTextField, NewIdField, ProseField, TextField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg")
WHAT_IT_MAY_BE = _l("PDF, eller en bild (PNG eller JPEG). Högst 1,9 MB.")


class NamedForm(Form):
    """What an annex is called; of one that is there already, the version that was read."""

    base_version = HiddenTextField(max_length=10)
    title = TextField(
        _l("Vad bilagan heter"),
        max_length=200,
        required=_l("Ge bilagan ett namn."),
        hint=_l("Utan nummer: det får den av sin plats."),
    )


class HasText(Form):
    """What an annex says."""

    text = ProseField(
        _l("Text"),
        max_length=LONGEST_SECTION,
        required=_l("Skriv bilagans text."),
        hint=HOW_TO_WRITE,
    )


class HasFile(Form):
    """Which file an annex is."""

    file = FileField(_l("Fil"), suffixes=SUFFIXES, required=_l("Välj en fil."), hint=WHAT_IT_MAY_BE)


class AnnexForm(NamedForm):
    """An annex of an agreement that is not shared."""

    annex_id = NewIdField()


class TextForm(AnnexForm, HasText):
    """A text."""


class FileForm(AnnexForm, HasFile):
    """A file."""


class OtherFileForm(AnnexForm):
    """Another file, or another name for the one that is there."""

    file = FileField(
        _l("Ny fil"),
        suffixes=SUFFIXES,
        hint=_l("Bara om filen ska bytas. PDF, eller en bild (PNG eller JPEG). Högst 1,9 MB."),
    )
