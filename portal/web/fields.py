"""The fields our forms are made of. Each knows its limits and says kindly what is wrong.

`in_browser` hands bounds and words on to static/js/fields.js, which names a wrong field when it is
left. What is sent is checked here whatever the browser said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from typing import Any, ClassVar, TypeAlias, TypedDict, Unpack

import wtforms
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation, ValidationError

from portal import clock
from portal.documents.pasted import as_commonmark
from portal.documents.text import find_override, find_unknown, visible
from portal.personnummer import WRITTEN, Fault
from portal.web import widgets
from portal.web.filters import number

Text: TypeAlias = str | LazyString
Validators: TypeAlias = Iterable[Any]
Choices: TypeAlias = Sequence[tuple[object, Text]]
Offered: TypeAlias = Iterator[tuple[str, str, bool, dict[str, Any]]]
LONGEST_HIDDEN = 200
LONGEST_ADDRESS = 254
LONGEST_PERSONNUMMER = 20
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
WORDS_SHOWN = 30
WRITTEN_TIME = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?")
WRITTEN_DATE = re.compile(r"([0-9]{4})-?([0-9]{1,2})-?([0-9]{1,2})")

ADDRESS_ADVICE = _l("Skriv en e-postadress, till exempel namn@kommun.se.")
DATE_ADVICE = _l("Skriv datumet som år-månad-dag, till exempel 2026-11-22.")
NO_SUCH_DAY = _l("Den dagen finns inte. Se efter i en almanacka.")
YEAR_ADVICE = _l("Skriv ett årtal mellan 1900 och 2199.")
TIME_ADVICE = _l("Skriv klockslaget som timmar och minuter, till exempel 13.00.")
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


class OfWtforms(TypedDict, total=False):
    """What any field of WTForms takes; the underscored ones it passes when a form is made."""

    id: str
    name: str
    default: Any
    render_kw: dict[str, Any]
    _form: BaseForm
    _prefix: str
    _translations: Any
    _meta: DefaultMeta


class Options(OfWtforms, total=False):
    """What any field of ours takes besides.

    `required` is the message when nothing is written or chosen: "Skriv en rubrik.". Without it the
    field may be left alone. `hint` stands under the label.
    """

    required: Text | None
    hint: Text


def tidy(value: str | None) -> str:
    """What can be seen, without blanks at the ends, lines ended as on Unix, letters composed."""
    return visible(value or "").strip()


def tidy_prose(value: str | None) -> str:
    """The same for CommonMark, in which lists and tables pasted from Word become such."""
    return as_commonmark(visible(value or "").strip("\n")).strip()


class Filled:
    """Something is written or chosen. The message says what to do: "Skriv en rubrik."."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        if field.process_errors:
            raise StopValidation  # what was written is unreadable, which says more
        # not plain falsehood: 0 is a number that somebody wrote
        if field.data is None or field.data is False or field.data in ("", []):
            raise StopValidation(str(self.message))

    def in_browser(self) -> dict[str, str]:
        """The message, for the script."""
        return {"data-required": str(self.message)}


class AtMost:
    """A text no longer than `max` characters."""

    def __init__(self, limit: int) -> None:
        self.max = limit

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        length = len(field.data or "")
        if length > self.max:
            raise StopValidation(self._told(number(length)))

    def _told(self, length: str) -> str:
        return str(
            _(
                "Texten får vara högst %(limit)s tecken. Den är nu %(length)s.",
                limit=number(self.max),
                length=length,
            )
        )

    def in_browser(self) -> dict[str, str]:
        """The limit and the message, for the script, which puts in the length."""
        return {"data-most": str(self.max), "data-too-long": self._told("{length}")}


class Printable:
    """Nothing that turns the order of the words, and nothing only the writer's own font can show.

    What is merely unseen has been taken out before (`tidy`).
    """

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        text = field.data or ""
        if (at := find_override(text)) is not None:
            raise StopValidation(
                _(
                    "Det finns ett osynligt tecken som vänder läsordningen%(place)s. "
                    "Skriv om den delen.",
                    place=_place(text, at),
                )
            )
        if (at := find_unknown(text)) is not None:
            raise StopValidation(
                _(
                    "Det finns ett tecken som andra inte kan se%(place)s. Ta bort det.",
                    place=_place(text, at),
                )
            )


def _place(text: str, at: int) -> str:
    """Where in a text something stands: its line, and the words before it."""
    before = text[:at].split("\n")
    words = visible(before[-1])[-WORDS_SHOWN:].strip()
    if len(before) > 1 and words:
        return str(_(" på rad %(line)s, efter ”%(words)s”", line=len(before), words=words))
    if len(before) > 1:
        return str(_(" först på rad %(line)s", line=len(before)))
    return str(_(" efter ”%(words)s”", words=words) if words else _(" först i texten"))


class OneLine:
    """No line break."""

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        if "\n" in (field.data or "") or "\t" in (field.data or ""):
            raise StopValidation(_("Skriv texten på en rad."))


class OurField(wtforms.Field):
    """What our fields have in common, put before the WTForms field that each is made of."""

    usual_hint: Text = ""

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        required: Text | None = None,
        hint: Text | None = None,
        **options: Any,  # noqa: ANN401 (those of the field it is made of)
    ) -> None:
        checks = [Filled(required), *validators] if required else [*validators]
        explained = self.usual_hint if hint is None else hint
        super().__init__(str(label), checks, description=str(explained), **options)

    def in_browser(self) -> dict[str, str]:
        """The attributes by which the script knows what is wrong with a value, and what to say."""
        told: dict[str, str] = {}
        for check in self.validators:
            if isinstance(check, Filled | AtMost):
                told |= check.in_browser()
        return told


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


class IntegerField(OurField, wtforms.IntegerField):
    """A whole number between two bounds."""

    widget = widgets.TextControl("text", inputmode="numeric", size=8)

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        between: tuple[int, int],
        **options: Unpack[Options],
    ) -> None:
        self.minimum, self.maximum = between
        super().__init__(label, validators, **options)

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

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "number",
            "data-from": str(self.minimum),
            "data-to": str(self.maximum),
            "data-wrong-form": self._advice(),
        }
        return super().in_browser() | own

    def _advice(self) -> str:
        return str(
            _(
                "Skriv ett heltal mellan %(minimum)s och %(maximum)s.",
                minimum=number(self.minimum),
                maximum=number(self.maximum),
            )
        )


class DateField(OurField, wtforms.DateField):
    """A day, written as 2026-11-22. Plain text, so that a misspelt one stays to be put right."""

    widget = widgets.TextControl("text", inputmode="numeric", size=12, autocomplete="off")
    usual_hint = _l("År-månad-dag, till exempel 2026-11-22")

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        parts = WRITTEN_DATE.fullmatch(written)
        if parts is None:
            raise ValueError(str(DATE_ADVICE))
        try:
            day = date(*(int(part) for part in parts.groups()))
        except ValueError:
            raise ValueError(str(NO_SUCH_DAY)) from None
        if not EARLIEST <= day <= LATEST:
            raise ValueError(str(YEAR_ADVICE))
        self.data = day

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "date",
            "data-pattern": WRITTEN_DATE.pattern,
            "data-from": str(EARLIEST.year),
            "data-to": str(LATEST.year),
            "data-wrong-form": str(DATE_ADVICE),
            "data-wrong-date": str(NO_SUCH_DAY),
            "data-wrong-year": str(YEAR_ADVICE),
        }
        return super().in_browser() | own


class TimeField(OurField, wtforms.TimeField):
    """A time of day, written as 13.00, 13:00, 1300 or 13. Text, so that a misspelt one stays."""

    widget = widgets.TextControl("text", inputmode="numeric", size=8, autocomplete="off")
    usual_hint = _l("Till exempel 13.00")

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        self.data = _read_time(written)
        if self.data is None:
            raise ValueError(str(TIME_ADVICE))

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "time",
            "data-pattern": WRITTEN_TIME.pattern,
            "data-wrong-form": str(TIME_ADVICE),
        }
        return super().in_browser() | own


def _read_time(written: str) -> time | None:
    parts = WRITTEN_TIME.fullmatch(written)
    if not parts:
        return None
    hours, minutes = int(parts[1]), int(parts[2] or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _offered(choices: Choices, chosen: list[str]) -> Offered:
    for value, label in choices:
        yield str(value), str(label), str(value) in chosen, {}


def _refuse_foreign(choices: Choices, chosen: list[str]) -> None:
    values = {str(value) for value, _label in choices}
    if any(value and value not in values for value in chosen):
        raise ValidationError(_("Välj något av alternativen."))


class SelectField(OurField, SelectFieldBase):
    """One of many. The view sets `choices` to (value, label) pairs; `data` is a value or ""."""

    widget: widgets.SelectControl | widgets.GroupControl = widgets.SelectControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        choices: Choices = (),
        **options: Unpack[Options],
    ) -> None:
        self.choices = choices
        super().__init__(label, validators, **options)

    @override
    def iter_choices(self) -> Offered:
        return _offered(self.choices, [self.data])

    @override
    def process_data(self, value: object) -> None:
        self.data = "" if value is None else str(value)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""

    @override
    def pre_validate(self, form: BaseForm) -> None:
        _refuse_foreign(self.choices, [self.data])


class RadioField(SelectField):
    """One of a few, all of them in sight."""

    widget = widgets.GroupControl("radio")
    is_group = True


class TicksField(OurField, SelectFieldBase):
    """Any of a few. `data` is a list of values."""

    widget = widgets.GroupControl("checkbox")
    is_group = True

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        choices: Choices = (),
        **options: Unpack[Options],
    ) -> None:
        self.choices = choices
        super().__init__(label, validators, **options)

    @override
    def iter_choices(self) -> Offered:
        return _offered(self.choices, self.data)

    @override
    def process_data(self, value: Iterable[object] | None) -> None:
        self.data = [str(each) for each in value or ()]

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(each) for each in valuelist]

    @override
    def pre_validate(self, form: BaseForm) -> None:
        _refuse_foreign(self.choices, self.data)


class TickField(OurField, wtforms.BooleanField):
    """A single yes; `required` is the message when it must be ticked."""

    widget = widgets.TickControl()


class FileField(OurField, wtforms.FileField):
    """A file of one of some kinds, named by suffix (".docx"); `data` is None when none was sent."""

    widget = widgets.FileControl()

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        suffixes: tuple[str, ...],
        **options: Unpack[Options],
    ) -> None:
        self.suffixes = suffixes
        self.accept = ",".join(suffixes)
        super().__init__(label, [_check_suffix, *validators], **options)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = (file for file in valuelist if isinstance(file, FileStorage) and file.filename)
        self.data = next(sent, None)

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "file",
            "data-suffixes": self.accept,
            "data-wrong-form": _suffix_advice(self.suffixes),
        }
        return super().in_browser() | own


def _check_suffix(_form: BaseForm, field: FileField) -> None:
    name = str(field.data.filename).lower() if field.data else ""
    if name and not name.endswith(field.suffixes):
        raise ValidationError(_suffix_advice(field.suffixes))


def _suffix_advice(suffixes: tuple[str, ...]) -> str:
    return str(_("Välj en fil av rätt slag: %(kinds)s.", kinds=", ".join(suffixes)))
