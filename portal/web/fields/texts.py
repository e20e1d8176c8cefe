"""Fields for what is written in words, and for what a page carries along."""

from typing import Unpack

import wtforms
from flask_babel import LazyString
from typing_extensions import override
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from portal import clock
from portal.personnummer import WRITTEN, Fault
from portal.web import widgets
from portal.web.fields.base import Options, OurField
from portal.web.fields.checks import (
    AtMost,
    OneLine,
    Printable,
    Text,
    Validators,
    tidy,
    tidy_prose,
)
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

LONGEST_HIDDEN = 200
LONGEST_ADDRESS = 254
LONGEST_PERSONNUMMER = 20

ADDRESS_ADVICE = _l("Skriv en e-postadress, till exempel namn@kommun.se.")
PERSONNUMMER_FAULTS: dict[Fault, LazyString] = {
    Fault.FORM: _l("Skriv personnumret med tio eller tolv siffror, till exempel 19900102-1234."),
    Fault.DATE: _l("Datumet i personnumret finns inte. Jämför med legitimationen."),
    Fault.FUTURE: _l(
        "Personnumret har ett datum som inte har varit än. Jämför med legitimationen."
    ),
    Fault.CHECK_DIGIT: _l(
        "Sista siffran i personnumret stämmer inte med de andra. Någon siffra är fel."
    ),
}


class TextField(OurField, wtforms.StringField):
    """One line of text."""

    widget = widgets.TextControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        max_length: int,
        **options: Unpack[Options],
    ) -> None:
        checks = [AtMost(max_length), Printable(), OneLine(), *validators]
        super().__init__(label, checks, filters=[tidy], **options)


class EmailField(TextField):
    """An e-mail address; whether it exists only a mail can tell."""

    widget = widgets.TextControl("email", autocomplete="email", spellcheck="false")

    def __init__(
        self, label: Text = "", validators: Validators = (), **options: Unpack[Options]
    ) -> None:
        checks = [_check_address, *validators]
        super().__init__(label, checks, max_length=LONGEST_ADDRESS, **options)

    @override
    def in_browser(self) -> dict[str, str]:
        own = {"data-check": "email", "data-wrong-form": str(ADDRESS_ADVICE)}
        return super().in_browser() | own


def _check_address(_form: BaseForm, field: wtforms.Field) -> None:
    name, at, host = (field.data or "").rpartition("@")
    plausible = name and at and "." in host.strip(".") and " " not in field.data
    if field.data and not plausible:
        raise ValidationError(str(ADDRESS_ADVICE))


class PersonnummerField(TextField):
    """A personnummer or samordningsnummer. The service that keeps the number reads it."""

    widget = widgets.TextControl("text", inputmode="numeric", autocomplete="off")

    def __init__(
        self, label: Text = "", validators: Validators = (), **options: Unpack[Options]
    ) -> None:
        super().__init__(label, validators, max_length=LONGEST_PERSONNUMMER, **options)

    @override
    def in_browser(self) -> dict[str, str]:
        words = {
            f"data-wrong-{fault.value.replace('_', '-')}": str(text)
            for fault, text in PERSONNUMMER_FAULTS.items()
        }
        own = {
            "data-check": "personnummer",
            "data-pattern": WRITTEN.pattern.replace("?P<", "?<"),  # as JavaScript writes it
            "data-today": clock.today().isoformat(),
        }
        return super().in_browser() | own | words


class LongTextField(OurField, wtforms.TextAreaField):
    """Text over several lines."""

    widget = widgets.LongTextControl()
    tidied = staticmethod(tidy)

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        max_length: int,
        **options: Unpack[Options],
    ) -> None:
        checks = [AtMost(max_length), Printable(), *validators]
        super().__init__(label, checks, filters=[self.tidied], **options)

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-left": str(_("%(count)s tecken kvar", count="{count}")),
            "data-over": str(_("%(count)s tecken för mycket", count="{count}")),
        }
        return super().in_browser() | own


class ProseField(LongTextField):
    """CommonMark. What was pasted from Word as a list is kept as one."""

    tidied = staticmethod(tidy_prose)


class HiddenTextField(OurField, wtforms.HiddenField):
    """A short value that the page carries along, such as the version that was read."""

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        max_length: int = LONGEST_HIDDEN,
        **options: Unpack[Options],
    ) -> None:
        checks = [AtMost(max_length), Printable(), OneLine(), *validators]
        super().__init__(label, checks, filters=[tidy], **options)


class NewIdField(HiddenTextField):
    """The id of what the form will make: sent twice, it is made once."""
