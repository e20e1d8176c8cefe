"""Saving a form: what a rule says stands in the form, and two who saved at once are told apart."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from portal.errors import Difference, RuleBrokenError, StaleError
from portal.transaction import transaction
from portal.web.fields import SelectField
from portal.web.forms import Form
from sip.kernel import words


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
        return 409 if self.stale else status_of(form)


def saved(form: Form, command: Callable[[], object]) -> bool:
    """Run the command of a form that was sent and is whole, in a transaction of its own.

    False when the form is to be shown, with what a rule said in it. Raises StaleError.
    """
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            command()
    except RuleBrokenError as broken:
        form.show(words.worded(broken))
        return False
    return True


def attempt(form: Form, command: Callable[[], object]) -> Outcome:
    """The same for a view that shows itself what somebody else saved in between."""
    try:
        return Outcome(is_saved=saved(form, command))
    except StaleError as stale:
        return Outcome(stale=_worded(form, stale))


def status_of(form: Form) -> int:
    """The HTTP status of a form that is shown: 422 when there is something to put right."""
    return 422 if form.problems() else 200


def _worded(form: Form, stale: StaleError) -> StaleError:
    """The differences by the fields' labels, with the words of what was chosen."""
    return StaleError(tuple(_worded_one(form, one) for one in stale.differences))


def _worded_one(form: Form, one: Difference) -> Difference:
    one = replace(one, changed_by=one.changed_by or _("någon annan"))
    if one.label not in form:
        return one
    field = form[one.label]
    yours, theirs = one.yours, one.theirs
    if isinstance(field, SelectField):
        labels = {str(value): str(label) for value, label in field.choices}
        yours, theirs = labels.get(yours, yours), labels.get(theirs, theirs)
    return replace(one, label=field.label.text, yours=yours, theirs=theirs)
