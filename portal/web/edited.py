"""What a form changes, by what it was opened with."""

from collections.abc import Mapping
from datetime import date

from flask import request

from portal.edits import Edit
from portal.web.forms import Form


def edit_of(form: Form, names: tuple[str, ...]) -> Edit:
    """What the form says of these fields, and what each hidden `was_…` said when it was opened."""
    values = {name: as_text(form[name].data) for name in names}
    sent = request.form
    base = {name: _unix(sent[f"was_{name}"]) for name in names if f"was_{name}" in sent}
    return Edit(values, base)


def was_of(current: Mapping[str, str]) -> Mapping[str, str]:
    """What the page carries as `was_…`: what it shows; of a form that was sent, what that carried.

    So a form that is shown again to be put right still tells what others have changed since.
    """
    sent = request.form
    return {name: _unix(sent.get(f"was_{name}", value)) for name, value in current.items()}


def as_text(value: object) -> str:
    """A field's data as the services compare it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):  # what is ticked, in whatever order
        return " ".join(sorted(map(str, value)))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
