"""How a form field becomes HTML: label, hint, error and control, tied together for every reader."""

import re
from collections.abc import Iterator, Mapping
from datetime import time

from markupsafe import Markup, escape
from wtforms import BooleanField, Field
from wtforms.fields.choices import SelectFieldBase

from portal.web.i18n import gettext as _

CHARACTERS_PER_ROW = 75
MOST_ROWS = 25


def target(field: Field) -> str:
    """The id that an error summary links to: the control, or the first of several."""
    return f"{field.id}-0" if getattr(field, "is_group", False) else field.id


def described_by(field: Field) -> dict[str, str]:
    """The ARIA attributes that tie hint and error to the control."""
    ids = [f"{field.id}-hint"] if field.description else []
    attributes = {}
    if field.errors:
        ids.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    return attributes


def _shown(field: Field) -> str:
    """What was typed, so that it can be put right, otherwise the value."""
    if field.raw_data and not isinstance(field.data, str):
        return str(field.raw_data[0])
    if isinstance(field.data, time):
        return field.data.strftime("%H.%M")
    return "" if field.data is None else str(field.data)


def _in_browser(field: Field) -> dict[str, str]:
    """What static/js/fields.js needs to name a wrong value of a field of ours."""
    told: dict[str, str] = getattr(field, "in_browser", dict)()
    return told


def field_error(error_id: str, message: str) -> Markup:
    """What is wrong, above the control."""
    return Markup('<p class="ds-validation-message" id="{}">{}{}</p>').format(
        error_id,
        Markup('<span class="visually-hidden">{}: </span>').format(_("Fel")),
        message,
    )


def _hint_and_error(field: Field) -> Markup:
    html = Markup()
    if field.description:
        own, hint = escape(field.id), escape(field.description)
        html += Markup(f'<div class="field-hint" id="{own}-hint">{hint}</div>')  # noqa: S704 (escaped)
    if field.errors:
        html += field_error(f"{field.id}-error", field.errors[0])
    return html


def _label_text(field: Field, *, optional: bool) -> Markup:
    label = escape(field.label.text)
    if not optional or field.flags.required or getattr(field, "may_be_needed", False):
        return label
    return label + Markup(' <span class="field-optional">({})</span>').format(_("frivilligt"))


def _wrap(
    field: Field, control: Markup, *, optional: bool = True, label_lang: str | None = None
) -> Markup:
    look = "field field-invalid" if field.errors else "field"
    label = _html({"for": field.id, "lang": label_lang})
    told = f"{_label_text(field, optional=optional)}</label>{_hint_and_error(field)}"
    # here and below: a form has hundreds, and Markup.format() takes many times as long
    return Markup(f'<div class="{look}"><label {label}>{told}{control}</div>')  # noqa: S704 (Markup)


_NEEDS_ESCAPE = re.compile("[&<>\"']").search


def _escaped(value: object) -> str:
    """As `escape`, which makes an object of each of the thousand values that a form can have."""
    return value if type(value) is str and not _NEEDS_ESCAPE(value) else escape(value)


def _html(attributes: Mapping[str, object]) -> Markup:
    said = [
        name if value is True else f'{name}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    ]
    return Markup(" ".join(said))  # noqa: S704 (the values are escaped, the names our own)


def _control(field: Field, given: Mapping[str, object], **own: object) -> Markup:
    named = {"id": field.id, "name": field.name, "class": "ds-input"}
    # a keyword argument cannot hold a hyphen, hence field(aria_label=…)
    asked = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    return _html({**named, **own, **_in_browser(field), **described_by(field), **asked})


class TextControl:
    """One line of text, in all its types."""

    def __init__(self, input_type: str = "text", **attributes: object) -> None:
        self.input_type = input_type
        self.attributes = attributes

    def __call__(
        self,
        field: Field,
        *,
        optional_mark: bool = True,
        **given: object,
    ) -> Markup:
        own = {"type": self.input_type, "value": _shown(field), "dir": "auto", **self.attributes}
        control = Markup(f"<input {_control(field, given, **own)}>")  # noqa: S704 (Markup)
        return _wrap(field, control, optional=optional_mark)


def _lines(text: str) -> int:
    """Roughly how many rows `text` takes, up to a screenful."""
    return min(sum(1 + len(line) // CHARACTERS_PER_ROW for line in text.split("\n")), MOST_ROWS)


class LongTextControl:
    """Several lines; the browser lets the box grow with the text where it can."""

    def __call__(
        self,
        field: Field,
        *,
        label_lang: str | None = None,
        optional_mark: bool = True,
        **given: object,
    ) -> Markup:
        rows = max(int(str(given.pop("rows", 6))), _lines(_shown(field)))
        # browsers drop a newline right after the tag, so one the text begins with needs its own
        about = _control(field, given, rows=rows, dir="auto")
        text = f"<textarea {about}>\n{escape(_shown(field))}</textarea>"
        control = Markup(text)  # noqa: S704 (every part is escaped)
        return _wrap(field, control, optional=optional_mark, label_lang=label_lang)


def _option(value: object, label: object, *, is_chosen: bool) -> str:
    chosen = " selected" if is_chosen else ""
    return f'<option value="{_escaped(value)}"{chosen}>{_escaped(label)}</option>'


class SelectControl:
    """One of many, in a native list."""

    def __call__(
        self,
        field: SelectFieldBase,
        *,
        label_lang: str | None = None,
        optional_mark: bool = True,
        **given: object,
    ) -> Markup:
        choices = list(field.iter_choices())
        options = "".join(
            _option(value, label, is_chosen=bool(selected))
            for value, label, selected, *_rest in choices
        )
        about = _control(field, given)
        control = Markup(f"<select {about}>{options}</select>")  # noqa: S704 (every part is escaped)
        is_optional = any(not value for value, *_rest in choices)
        return _wrap(field, control, optional=optional_mark and is_optional, label_lang=label_lang)


class GroupControl:
    """Radio buttons or checkboxes under one legend."""

    def __init__(self, input_type: str) -> None:
        self.input_type = input_type

    def __call__(self, field: SelectFieldBase, **_given: object) -> Markup:
        tied = described_by(field)
        tied.pop("aria-invalid", None)  # not allowed on a fieldset; the choices carry it
        look = "field field-invalid" if field.errors else "field"
        about = _html({"id": field.id, **_in_browser(field), **tied})
        legend = _label_text(field, optional=self.input_type == "radio")
        choices = "".join(self._choices(field))
        return Markup(  # noqa: S704 (every part is escaped)
            f'<fieldset class="{look}" {about}><legend>{legend}</legend>{_hint_and_error(field)}'
            f'<div class="choices">{choices}</div></fieldset>'
        )

    def _choices(self, field: SelectFieldBase) -> Iterator[str]:
        own, name = escape(field.id), escape(field.name)
        end = ' aria-invalid="true"' if field.errors else ""
        for index, (value, label, selected, *_rest) in enumerate(field.iter_choices()):
            chosen = " checked" if selected else ""
            yield (
                f'<div class="choice"><input type="{self.input_type}" class="ds-input"'
                f' id="{own}-{index}" name="{name}" value="{_escaped(value)}"{chosen}{end}>'
                f'<label for="{own}-{index}">{_escaped(label)}</label></div>'
            )


class TickControl:
    """A single yes."""

    def __call__(self, field: BooleanField, **given: object) -> Markup:
        own = {"type": "checkbox", "value": "y", "checked": bool(field.data)}
        look = "field field-invalid" if field.errors else "field"
        return Markup(  # noqa: S704 (every part is escaped)
            f'<div class="{look}">{_hint_and_error(field)}<div class="choice">'
            f"<input {_control(field, given, **own)}>"
            f'<label for="{escape(field.id)}">{escape(field.label.text)}</label></div></div>'
        )


class FileControl:
    """A file to send."""

    def __call__(self, field: Field, **given: object) -> Markup:
        own = {"type": "file", "accept": getattr(field, "accept", None)}
        return _wrap(field, Markup("<input {}>").format(_control(field, given, **own)))
