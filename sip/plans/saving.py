"""Saving a form, by button or as one writes: one address and one set of rules, two answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.errors import Difference, RuleBrokenError, StaleError
from portal.transaction import transaction
from portal.web.fields import SelectField
from portal.web.filters import time_of_day
from portal.web.forms import Form
from sip import words
from sip.plans.edits import Edit

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of sending a form: saved, or met by somebody else's saving, or neither."""

    is_saved: bool = False
    stale: StaleError | None = None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Both sides, where two met."""
        return self.stale.differences if self.stale else ()

    def status(self, form: Form) -> int:
        """The HTTP status of the form shown again."""
        if self.stale:
            return 409
        return 422 if form.problems() else 200


def attempt(form: Form, command: Callable[[], None]) -> Outcome:
    """Run the command of a form that was sent and is whole, in a transaction of its own."""
    if not form.validate_on_submit():
        return Outcome()
    try:
        with transaction():
            command()
    except RuleBrokenError as broken:
        form.show(words.worded(broken))
    except StaleError as stale:
        return Outcome(stale=worded(form, stale))
    else:
        return Outcome(is_saved=True)
    return Outcome()


def worded(form: Form, stale: StaleError) -> StaleError:
    """The differences by the fields' labels, with the words of what was chosen."""
    return StaleError(tuple(_worded(form, one) for one in stale.differences))


def _worded(form: Form, one: Difference) -> Difference:
    one = replace(one, changed_by=one.changed_by or _("någon annan"))
    if one.label not in form:
        return one
    field = form[one.label]
    yours, theirs = one.yours, one.theirs
    if isinstance(field, SelectField):
        labels = {str(value): str(label) for value, label in field.choices}
        yours, theirs = labels.get(yours, yours), labels.get(theirs, theirs)
    return replace(one, label=field.label.text, yours=yours, theirs=theirs)


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
