"""What every form of the portal has: CSRF, tidy text, limits, and errors a reader can act on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import has_request_context, request
from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import Field, FieldList, FormField, StringField
from wtforms.csrf.core import CSRFTokenField
from wtforms.form import BaseForm

from portal.errors import RuleBrokenError
from portal.web import made, tokens
from portal.web.drafts import note_form, opened_fields
from portal.web.i18n import gettext as _
from portal.web.widgets import target


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right: what, and the id of the control it is about (or none)."""

    message: str
    target: str | None = None


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Base of all forms. A text field without a longest length is an error of ours."""

    is_posted = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if missing := list(unlimited(self)):
            raise TypeError(f"{type(self).__name__}: no longest length for {', '.join(missing)}")
        if not self.is_posted:
            return
        if has_request_context():
            tokens.state().made.append(self)
            made.recall(self)
        if type(self) is not Form:
            note_form(self)

    class Meta:
        csrf_class = tokens.FormToken

        def wrap_formdata(self, form: BaseForm, formdata: object) -> object:
            """What was sent; on a page opened to go on with a draft, what the draft holds."""
            opened = None if type(form) is Form else opened_fields()
            return FlaskForm.Meta.wrap_formdata(self, form, formdata) if opened is None else opened

        def get_translations(self, _form: BaseForm) -> "Messages":
            """Words of our own for what WTForms says in English."""
            return Messages()

    def validate_on_submit(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms')
        """Whether the form was sent, may be taken, and is whole.

        Not when it is only to be shown again with what was typed.
        """
        if tokens.state().is_shown_again:
            return False
        return bool(super().validate_on_submit(extra_validators))

    def show(self, broken: RuleBrokenError) -> None:
        """Put each broken rule where the reader will look for it."""
        for one in broken.every:
            if one.field is not None and one.field in self:
                field = self[one.field]
                field.errors = [*field.errors, one.message]
            else:
                self.form_errors.append(one.message)

    def problems(self) -> list[Problem]:
        """What to put right, in the order of the page; what concerns the whole form comes first."""
        whole = [Problem(str(message)) for message in self.form_errors]
        return [*whole, *_problems(self)]


class Question(Form):
    """Base of forms that ask for a page by its address: sent by GET, they change nothing.

    So they carry no token, keep no draft, and are not given back when a session has ended.
    """

    is_posted = False

    class Meta(Form.Meta):
        csrf = False

        @override
        def wrap_formdata(self, _form: BaseForm, formdata: object) -> object:
            """What the address says, whatever was posted to it."""
            return formdata

    def __init__(self, **values: object) -> None:
        is_asked = has_request_context() and any(name in request.args for name in self.names())
        super().__init__(request.args if is_asked else None, **values)

    @classmethod
    def names(cls) -> Iterator[str]:
        """The fields of the class, which are made only when it is."""
        return (name for name in dir(cls) if hasattr(getattr(cls, name), "field_class"))


def unlimited(fields: Iterable[Field]) -> Iterator[str]:
    """Names of the text fields that would take a text of any length."""
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from unlimited(field)
        elif isinstance(field, StringField) and not isinstance(field, CSRFTokenField):
            limits = (getattr(check, "max", None) for check in field.validators)
            if not any(limit and limit > 0 for limit in limits):
                yield field.name


def _problems(fields: Iterable[Field]) -> Iterator[Problem]:
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from _problems(field)
        elif field.errors:
            where = None if isinstance(field, CSRFTokenField) else target(field)
            yield Problem(str(field.errors[0]), where)


class Messages:
    """WTForms' own messages in our words; what our fields say themselves goes past this."""

    def gettext(self, message: str) -> str:
        """Our words for `message`; the caller fills in the numbers."""
        words = {
            "This field is required.": _("Fyll i fältet."),
            "Not a valid choice.": _("Välj något av alternativen."),
            "Number must be at least %(min)s.": _("Skriv ett tal som är minst %(min)s."),
            "Number must be at most %(max)s.": _("Skriv ett tal som är högst %(max)s."),
            "Number must be between %(min)s and %(max)s.": _(
                "Skriv ett tal mellan %(min)s och %(max)s."
            ),
            "Invalid email address.": _("Skriv en e-postadress, till exempel namn@kommun.se."),
            "Invalid input.": _("Skriv värdet på det sätt som står vid fältet."),
        }
        return str(words.get(message, message))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Our words for a text that is too long; it reads the same for one and for many."""
        if "longer than %(max)d" in singular:
            return str(_("Texten får vara högst %(max)d tecken."))
        return singular if count == 1 else plural


def filled(value: str | None) -> str:
    """The data of a field that Filled has already checked."""
    if not value:
        raise ValueError("read a field that the form did not require")
    return value


def filled_date(value: date | None) -> date:
    """The day in a field that Filled has already checked."""
    if value is None:
        raise ValueError("read a field that the form did not require")
    return value
