"""Saving a form: what a rule says stands in the form, and two who saved at once are told apart."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic

from flask import flash
from flask_babel import gettext as _
from typing_extensions import TypeVar

from portal.errors import Difference, RuleBrokenError, StaleError
from portal.transaction import transaction
from portal.web import made, tokens
from portal.web.drafts import end_sent, is_only_shown
from portal.web.errors import worded
from portal.web.fields import SelectField, TickField, TicksField
from portal.web.forms import Form

Result = TypeVar("Result", default=object, covariant=True)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What came of sending a form: saved, or met by somebody else's saving, or neither.

    `result` is what the command answered; None unless it was saved. `has_changed`: it did
    something.
    """

    is_saved: bool = False
    result: Result | None = None
    stale: StaleError | None = None
    has_changed: bool = False

    def tell(self, message: str) -> None:
        """Say on the next page what was done, or that there was nothing to do."""
        flash(message if self.has_changed else _("Inget ändrades."))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Both sides of each thing, where two met."""
        return self.stale.differences if self.stale else ()

    def status(self, form: Form) -> int:
        """The HTTP status of the form shown again: 409 where two met, else as `status_of`."""
        return 409 if self.stale else status_of(form)


def attempt(form: Form, command: Callable[[], Result]) -> Outcome[Result]:
    """Run the command of a form that was sent and is whole, in a transaction of its own.

    The draft that the form wrote ends with it. What a rule says is put in the form. What somebody
    else saved in between is in the outcome, by the labels of the form's fields, for a view that
    shows both sides itself.
    """
    if is_only_shown() or not form.validate_on_submit():
        return Outcome()
    try:
        with transaction() as work:
            end_sent()
            result = command()
    except RuleBrokenError as broken:
        form.show(worded(broken))
        return Outcome()
    except StaleError as stale:
        return Outcome(stale=_labelled(form, stale))
    made.remember(form)
    return Outcome(is_saved=True, result=result, has_changed=work.has_changed)


def saved(form: Form, command: Callable[[], object], *, told: str = "") -> bool:
    """Run the command of a form that was sent and is whole, in a transaction of its own.

    `told` is what the next page says when it has done something. False when the form is to be
    shown, with what a rule said in it. Raises StaleError, which has a page of its own
    (portal.web.errors).
    """
    outcome = attempt(form, command)
    if outcome.stale is not None:
        raise outcome.stale
    if outcome.is_saved and told:
        outcome.tell(told)
    return outcome.is_saved


def holds(form: Form, check: Callable[[], object]) -> bool:
    """Whether a form that was sent would do, for a page where it is looked over before it is done.

    The draft that it wrote goes on until it is done.
    """
    if is_only_shown() or not form.validate_on_submit():
        return False
    try:
        with transaction():
            check()
    except RuleBrokenError as broken:
        form.show(worded(broken))
        return False
    return True


def refusal(command: Callable[[], object]) -> RuleBrokenError | None:
    """Run a command that has no form to show; answers what a rule said, None when it was saved."""
    try:
        with transaction():
            command()
    except RuleBrokenError as broken:
        return worded(broken)
    return None


def status_of(form: Form) -> int:
    """The HTTP status of a form that is shown: 422 when there is something to put right."""
    return 422 if form.problems() else 200


def _labelled(form: Form, stale: StaleError) -> StaleError:
    return StaleError(tuple(_labelled_one(form, one) for one in stale.differences))


def _labelled_one(form: Form, one: Difference) -> Difference:
    """A difference in a field, by its label and with the words of what was chosen."""
    is_own = bool(one.changed_by) and one.changed_by == tokens.asker_name()
    one = replace(one, changed_by=one.changed_by or _("någon annan"), is_own=is_own)
    if one.label not in form:
        return one
    field = form[one.label]
    yours, theirs = one.yours, one.theirs
    if isinstance(field, TickField):
        labels = {"yes": _("Ja"), "": _("Nej")}
        yours, theirs = labels.get(yours, yours), labels.get(theirs, theirs)
    elif isinstance(field, SelectField):
        labels = {str(value): str(label) for value, label in field.choices}
        yours, theirs = labels.get(yours, yours), labels.get(theirs, theirs)
    elif isinstance(field, TicksField):
        yours, theirs = _ticked(field, yours), _ticked(field, theirs)
    return replace(one, label=field.label.text, yours=yours, theirs=theirs)


def _ticked(field: TicksField, listed: str) -> str:
    """What several ticked boxes are called, one on a line; words that are no values stay."""
    keys = set(listed.split())
    labels = {str(value): str(label) for value, label in field.choices}
    if not keys <= labels.keys():
        return listed
    return "\n".join(label for value, label in labels.items() if value in keys)
