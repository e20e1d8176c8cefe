"""What a form of the plan changes, and saving as one writes: the answers to the page's script."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.web.filters import time_of_day
from portal.web.forms import Form
from portal.web.saving import Outcome
from sip.content.edits import Edit

JSON = "application/json"


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


def wants_json() -> bool:
    """Whether it is the page's own script that saves as one writes."""
    return request.accept_mimetypes.best == JSON


def answer_json(form: Form, outcome: Outcome, base: Mapping[str, str]) -> ResponseReturnValue:
    """What the script is told. `base` are the hidden fields that the next saving starts from."""
    told: dict[str, Any]
    if outcome.is_saved:
        told = {"state": "saved", "message": _saved(), "base": dict(base)}
    elif outcome.stale:
        told = {
            "state": "conflict",
            "message": _("Någon annan hann spara före dig. Din text är inte sparad."),
            "differences": [
                {
                    "label": one.label,
                    "yours": one.yours,
                    "theirs": one.theirs,
                    "by": one.changed_by,
                }
                for one in outcome.differences
            ],
        }
    else:
        problems = [
            {"message": problem.message, "target": problem.target} for problem in form.problems()
        ]
        told = {"state": "invalid", "message": _("Inte sparat än."), "problems": problems}
    response: Response = jsonify(told)
    response.status_code = 200 if outcome.is_saved else outcome.status(form)
    return response


def _saved() -> str:
    return _("Sparat %(time)s", time=time_of_day(clock.now()))
