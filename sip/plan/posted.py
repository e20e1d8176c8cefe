"""What a form of the plan changes, by what it was opened with."""

from datetime import date

from flask import request

from portal.web.forms import Form
from sip.content.edits import Edit


def edit_of(form: Form, names: tuple[str, ...]) -> Edit:
    """What the form says of these fields, and what each hidden `was_…` said when it was opened."""
    values = {name: as_text(form[name].data) for name in names}
    sent = request.form
    base = {name: _unix(sent[f"was_{name}"]) for name in names if f"was_{name}" in sent}
    return Edit(values, base)


def as_text(value: object) -> str:
    """A field's data as the services compare it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
