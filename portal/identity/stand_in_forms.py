"""The form by which a colleague stands in: for oneself, or as an administrator lets them."""

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.identity import standing_in
from portal.identity.forms import StandInForm
from portal.ids import new_id
from portal.web.forms import filled_date
from portal.web.posted import as_id


def as_choices(colleagues: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Colleagues to choose among, and none chosen."""
    return [("", _("Välj …")), *((str(account), name) for account, name in colleagues.items())]


def new_form(colleagues: Mapping[UUID, str]) -> StandInForm:
    """The form as it is sent, or for another to begin with."""
    form = StandInForm(stand_in_id=str(new_id()))
    form.colleague.choices = as_choices(colleagues)
    return form


def let_stand_in(
    actor: Actor, form: StandInForm, absent_id: UUID, colleagues: Mapping[UUID, str]
) -> None:
    """Let the colleague stand in who was chosen."""
    standing_in.let_stand_in(
        actor,
        as_id(form.stand_in_id.data),
        absent_id,
        as_id(form.colleague.data),
        from_on=filled_date(form.from_on.data),
        until_on=filled_date(form.until_on.data),
        colleagues=colleagues,
        today=clock.today(),
    )
