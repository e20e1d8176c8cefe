"""The fields our forms are made of. Each knows its limits and says kindly what is wrong."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

import wtforms
from flask_babel import LazyString
from flask_babel import gettext as _
from typing_extensions import override
from werkzeug.datastructures import FileStorage
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from portal.web import widgets
from portal.web.filters import number

Text = str | LazyString
Validators = Iterable[Any]
Choices = Iterable[tuple[str, Text]]
LONGEST_HIDDEN = 200
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
KEPT_CONTROLS = {"\n", "\t"}
WRITTEN_DATE = re.compile(r"([0-9]{4})-?([0-9]{1,2})-?([0-9]{1,2})")


def tidy(value: str | None) -> str:
    """Without blanks at the ends, lines ended as on Unix, letters composed (NFC)."""
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return unicodedata.normalize("NFC", text)


class Filled:
    """Something is written or chosen. The message says what to do: "Skriv en rubrik."."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        if field.process_errors:
            raise StopValidation  # what was written is unreadable, which says more
        if not field.data and field.data != 0:
            raise StopValidation(str(self.message))


class AtMost:
    """A text no longer than `max` characters."""

    def __init__(self, limit: int) -> None:
        self.max = limit

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        length = len(field.data or "")
        if length > self.max:
            raise StopValidation(
                _(
                    "Texten får vara högst %(limit)s tecken. Den är nu %(length)s.",
                    limit=number(self.max),
                    length=number(length),
                )
            )


class Printable:
    """No NUL and no other control character: PostgreSQL, XML and readers cannot take them."""

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        for character in field.data or "":
            if unicodedata.category(character) in {"Cc", "Cs"} and character not in KEPT_CONTROLS:
                raise StopValidation(
                    _("Texten innehåller ett tecken som inte går att spara. Skriv om den delen.")
                )


class OneLine:
    """No line break."""

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        if "\n" in (field.data or "") or "\t" in (field.data or ""):
            raise StopValidation(_("Skriv texten på en rad."))


def _checks(required: Text | None, limit: int | None, extra: Validators) -> list[Any]:
    checks: list[Any] = [Filled(required)] if required else []
    if limit is not None:
        checks += [AtMost(limit), Printable()]
    return [*checks, *extra]


class TextField(wtforms.StringField):
    """One line of text."""

    widget = widgets.TextControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        max_length: int,
        required: Text | None = None,
        hint: Text = "",
        **options: Any,
    ) -> None:
        checks = _checks(required, max_length, [OneLine(), *validators])
        super().__init__(str(label), checks, filters=[tidy], description=str(hint), **options)


class EmailField(TextField):
    """An e-mail address; whether it exists only a mail can tell."""

    widget = widgets.TextControl("email", autocomplete="email", spellcheck="false")

    def __init__(self, label: Text = "", validators: Validators = (), **options: Any) -> None:
        super().__init__(label, [_check_address, *validators], **{"max_length": 254, **options})


def _check_address(_form: BaseForm, field: wtforms.Field) -> None:
    name, at, host = (field.data or "").rpartition("@")
    plausible = name and at and "." in host.strip(".") and " " not in field.data
    if field.data and not plausible:
        raise ValidationError(_("Skriv en e-postadress, till exempel namn@kommun.se."))


class LongTextField(wtforms.TextAreaField):
    """Text over several lines, often CommonMark."""

    widget = widgets.LongTextControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        max_length: int,
        required: Text | None = None,
        hint: Text = "",
        **options: Any,
    ) -> None:
        checks = _checks(required, max_length, validators)
        super().__init__(str(label), checks, filters=[tidy], description=str(hint), **options)


class HiddenTextField(wtforms.HiddenField):
    """A short value that the page carries along, such as the version that was read."""

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        max_length: int = LONGEST_HIDDEN,
        **options: Any,
    ) -> None:
        checks = _checks(None, max_length, [OneLine(), *validators])
        super().__init__(str(label), checks, filters=[tidy], **options)


class IntegerField(wtforms.IntegerField):
    """A whole number between two bounds."""

    widget = widgets.TextControl("text", inputmode="numeric", size=8)

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        between: tuple[int, int],
        required: Text | None = None,
        hint: Text = "",
        **options: Any,
    ) -> None:
        self.minimum, self.maximum = between
        checks = _checks(required, None, validators)
        super().__init__(str(label), checks, description=str(hint), **options)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        digits = written.replace(" ", "").replace("\u00a0", "")
        if len(digits) > len(str(self.maximum)) or not digits.removeprefix("-").isdecimal():
            raise ValueError(self._advice())
        if not self.minimum <= int(digits) <= self.maximum:
            raise ValueError(self._advice())
        self.data = int(digits)

    def _advice(self) -> str:
        return _(
            "Skriv ett heltal mellan %(minimum)s och %(maximum)s.",
            minimum=number(self.minimum),
            maximum=number(self.maximum),
        )


class DateField(wtforms.DateField):
    """A day, written as 2026-11-22. Plain text, so that a misspelt one stays to be put right."""

    widget = widgets.TextControl("text", inputmode="numeric", size=12, autocomplete="off")

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        required: Text | None = None,
        hint: Text | None = None,
        **options: Any,
    ) -> None:
        explained = _("År-månad-dag, till exempel 2026-11-22") if hint is None else str(hint)
        checks = _checks(required, None, validators)
        super().__init__(str(label), checks, description=explained, **options)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        day = _read_date(written)
        if day is None:
            raise ValueError(_("Skriv datumet som år-månad-dag, till exempel 2026-11-22."))
        if not EARLIEST <= day <= LATEST:
            raise ValueError(_("Skriv ett årtal mellan 1900 och 2199."))
        self.data = day


def _read_date(written: str) -> date | None:
    parts = WRITTEN_DATE.fullmatch(written)
    if not parts:
        return None
    year, month, day = (int(part) for part in parts.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _refuse_foreign(field: wtforms.SelectField | wtforms.SelectMultipleField) -> None:
    offered = {str(value) for value, *_rest in field.iter_choices()}
    chosen = field.data if isinstance(field.data, list) else [field.data]
    if any(value and str(value) not in offered for value in chosen):
        raise ValidationError(_("Välj något av alternativen."))


class SelectField(wtforms.SelectField):
    """One of many. The view sets `choices` to (value, label) pairs."""

    widget = widgets.SelectControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        required: Text | None = None,
        hint: Text = "",
        choices: Choices = (),
        **options: Any,
    ) -> None:
        checks = _checks(required, None, validators)
        options |= {"choices": list(choices), "description": str(hint)}
        super().__init__(str(label), checks, **options)

    @override
    def pre_validate(self, form: BaseForm) -> None:
        _refuse_foreign(self)


class RadioField(SelectField):
    """One of a few, all of them in sight."""

    widget = widgets.GroupControl("radio")
    is_group = True


class TicksField(wtforms.SelectMultipleField):
    """Any of a few. `data` is a list."""

    widget = widgets.GroupControl("checkbox")
    is_group = True

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        required: Text | None = None,
        hint: Text = "",
        choices: Choices = (),
        **options: Any,
    ) -> None:
        checks = _checks(required, None, validators)
        options |= {"choices": list(choices), "description": str(hint)}
        super().__init__(str(label), checks, **options)

    @override
    def pre_validate(self, form: BaseForm) -> None:
        _refuse_foreign(self)


class TickField(wtforms.BooleanField):
    """A single yes; `required` is the message when it must be ticked."""

    widget = widgets.TickControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        required: Text | None = None,
        hint: Text = "",
        **options: Any,
    ) -> None:
        checks = _checks(required, None, validators)
        super().__init__(str(label), checks, description=str(hint), **options)


class FileField(wtforms.FileField):
    """A file of one of some kinds, named by suffix (".docx"); `data` is None when none was sent."""

    widget = widgets.FileControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        suffixes: tuple[str, ...],
        required: Text | None = None,
        hint: Text = "",
        **options: Any,
    ) -> None:
        self.suffixes = suffixes
        self.accept = ",".join(suffixes)
        checks = [*_checks(required, None, ()), _check_suffix, *validators]
        super().__init__(str(label), checks, description=str(hint), **options)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = (file for file in valuelist if isinstance(file, FileStorage) and file.filename)
        self.data = next(sent, None)


def _check_suffix(_form: BaseForm, field: FileField) -> None:
    name = str(field.data.filename).lower() if field.data else ""
    if name and not name.endswith(field.suffixes):
        kinds = ", ".join(field.suffixes)
        raise ValidationError(_("Välj en fil av rätt slag: %(kinds)s.", kinds=kinds))
