"""What somebody typed in a form that could not be taken, so that nothing of it is lost.

A page that cannot show the form itself shows the words by the labels of the form's fields, and
carries every field along, to be sent again. Only what a page of ours sent: another site must not
choose the words of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

from flask import has_request_context, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField, Field, HiddenField, TextAreaField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField

from portal.web.fields import SelectField
from portal.web.forms import Form
from portal.web.matrix import CELL_WORDS
from portal.web.tokens import FIELD, is_from_our_page, state

Fields = Sequence[tuple[str, str]]

CELL = "cell-"
WAS = ("was-", "was_")


class Kind(Enum):
    """What a field is to whoever filled it in."""

    TEXT = "text"
    LINE = "line"
    CHOICE = "choice"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class SentField:
    """One field as it was sent. `words` is what a choice is called."""

    name: str
    value: str
    kind: Kind
    label: str
    words: str

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote it."""
        return self.kind in {Kind.TEXT, Kind.LINE}


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent."""

    address: str
    token: str
    fields: tuple[SentField, ...]

    @property
    def told(self) -> list[SentField]:
        """What was written or chosen, for a page that only shows it."""
        told = [one for one in self.fields if one.kind is not Kind.CARRIED and one.value.strip()]
        return [one for one in told if one.is_written or one.words]

    @property
    def has_words(self) -> bool:
        """Whether there is something that would be missed."""
        return bool(self.told)


def sent_form() -> SentForm | None:
    """The form that this request sent; None without one, and when it may come from another site."""
    if not has_request_context() or request.method != "POST" or not is_from_our_page():
        return None
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:  # too large to be read
        return None
    fields = [(name, value) for name, value in sent if name != FIELD]
    token = request.form.get(FIELD, "")
    return SentForm(request.full_path.rstrip("?"), token, tuple(_described(fields)))


def described(address: str, fields: Fields, token: str) -> SentForm:
    """A form that was kept, as `sent_form` tells of one that is sent now."""
    return SentForm(address, token, tuple(_described(fields)))


def _described(fields: Fields) -> Iterator[SentField]:
    known = _known([name for name, _value in fields])
    changed = _changed_cells(fields)
    for name, value in fields:
        if name.startswith(CELL):
            words = CELL_WORDS.get(value, "") if name in changed else ""
            about = name.removeprefix(CELL).replace(".", ", ")
            yield SentField(name, value, Kind.CHOICE, about, str(words))
        elif name in known:
            yield _as_field(name, value, known[name])
        else:
            yield _as_it_looks(name, value)


def _as_field(name: str, value: str, field: "_Known") -> SentField:
    words = ""
    if field.kind is Kind.CHOICE:
        words = _("Ja") if field.is_yes else field.choices.get(value, "")
    return SentField(name, value, field.kind, field.label or _("Din text"), words)


def _as_it_looks(name: str, value: str) -> SentField:
    """A field of no form that is known: what has blanks was written, all else is a code."""
    is_written = not name.startswith(WAS) and len(value.split()) > 1
    kind = (Kind.TEXT if len(value) > 80 else Kind.LINE) if is_written else Kind.CARRIED
    return SentField(name, value, kind, _("Din text"), "")


def _changed_cells(fields: Fields) -> set[str]:
    """The cells of a matrix that were changed: each row says in a field of its own how it was."""
    values = dict(fields)
    changed = set()
    for name, value in fields:
        if name.startswith("was-"):
            row = f"{CELL}{name.removeprefix('was-')}."
            cells = [one for one, _value in fields if one.startswith(row)]
            was = value.split(",")
            if len(was) == len(cells):
                pairs = zip(cells, was, strict=True)
                changed |= {cell for cell, old in pairs if (values[cell] or "unset") != old}
    return changed


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a field by its name. `is_yes`: it is ticked, or is not there."""

    kind: Kind
    label: str
    choices: Mapping[str, str]
    is_yes: bool


def _known(names: Sequence[str]) -> Mapping[str, _Known]:
    """The fields by these names: of the forms that the view has made, else of the likeliest."""
    made: dict[str, _Known] = {}
    for form in state().made:
        made |= {field.name: _of_made(field) for field in form}
    if set(names) & set(made):
        return made
    return {name: _of_class(field) for name, field in _likeliest(set(names)).items()}


def _of_made(field: Field) -> _Known:
    offered = getattr(field, "choices", None) or ()
    choices = {str(value): str(words) for value, words in offered}
    kind = type(field)
    return _Known(_kind_of(kind), str(field.label.text), choices, issubclass(kind, BooleanField))


def _of_class(field: "UnboundField[Field]") -> _Known:
    label = field.kwargs.get("label", field.args[0] if field.args else "")
    kind = field.field_class
    offered = field.kwargs.get("choices") or ()
    if not offered and issubclass(kind, SelectField):
        offered = kind.always_offers()
    choices = {str(value): str(words) for value, words in offered}
    return _Known(_kind_of(kind), str(label), choices, issubclass(kind, BooleanField))


def _kind_of(field_class: type) -> Kind:
    if issubclass(field_class, HiddenField | CSRFTokenField):
        return Kind.CARRIED
    if issubclass(field_class, SelectFieldBase | BooleanField):
        return Kind.CHOICE
    return Kind.TEXT if issubclass(field_class, TextAreaField) else Kind.LINE


def _likeliest(wanted: set[str]) -> Mapping[str, "UnboundField[Field]"]:
    """The fields of the form that answers best to these names."""
    likeliest: Mapping[str, UnboundField[Field]] = {}
    for kind in _kinds(Form):
        fields = _fields_of(kind)
        if _fit(wanted, fields) > _fit(wanted, likeliest):
            likeliest = fields
    return likeliest


_fields: WeakKeyDictionary[type[Form], Mapping[str, "UnboundField[Field]"]] = WeakKeyDictionary()
"""Those of each form: there are hundreds, to be gone through for each that is shown again."""


def _fields_of(kind: type[Form]) -> Mapping[str, "UnboundField[Field]"]:
    if kind not in _fields:
        _fields[kind] = {
            name: field
            for name in dir(kind)
            if isinstance(field := getattr(kind, name), UnboundField)
        }
    return _fields[kind]


def _fit(wanted: set[str], fields: Mapping[str, "UnboundField[Field]"]) -> tuple[int, int]:
    """How well a form answers to these names: how many it has, and how few more."""
    found = len(wanted & fields.keys())
    return found, -len(fields.keys() - wanted) if found else 0


def _kinds(kind: type[Form]) -> Iterator[type[Form]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
