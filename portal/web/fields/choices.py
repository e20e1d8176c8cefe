"""Fields in which something is chosen."""

from collections.abc import Iterable, Iterator, Sequence
from io import SEEK_END
from typing import Any, TypeAlias, Unpack

import wtforms
from typing_extensions import override
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from portal.documents.uploads import MOST_BYTES
from portal.web import widgets
from portal.web.fields.base import Options, OurField
from portal.web.fields.checks import Text, Validators
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

TOO_LARGE = _l("Filen är större än 1,9 MB. Spara den mindre och försök igen.")

Choices: TypeAlias = Sequence[tuple[object, Text]]
Offered: TypeAlias = Iterator[tuple[str, str, bool, dict[str, Any]]]


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
        self.choices = choices or self.always_offers()
        super().__init__(label, validators, **options)

    @classmethod
    def always_offers(cls) -> Choices:
        """What each field of this kind offers, so that a choice can be named without its form."""
        return ()

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
        self.data = [str(each) for each in valuelist if each]

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
        super().__init__(label, [_check_suffix, _check_size, *validators], **options)

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
            "data-largest": str(MOST_BYTES),
            "data-too-large": str(TOO_LARGE),
        }
        return super().in_browser() | own


def _check_suffix(_form: BaseForm, field: FileField) -> None:
    name = str(field.data.filename).lower() if field.data else ""
    if name and not name.endswith(field.suffixes):
        raise ValidationError(_suffix_advice(field.suffixes))


def _check_size(_form: BaseForm, field: FileField) -> None:
    if field.data is None:
        return
    size = field.data.stream.seek(0, SEEK_END)
    field.data.stream.seek(0)
    if size > MOST_BYTES:
        raise ValidationError(str(TOO_LARGE))


def _suffix_advice(suffixes: tuple[str, ...]) -> str:
    return str(_("Välj en fil av rätt slag: %(kinds)s.", kinds=", ".join(suffixes)))
