"""The pages on which a unit is renamed or closed: by its organisation, or for the county."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.authz import Actor
from portal.identity.forms import ChangeForm, CloseUnitForm, RenameUnitForm
from portal.ids import new_id
from portal.tenancy import functions, queries, service
from portal.tenancy.service import Change
from portal.web.forms import filled, filled_date
from portal.web.posted import as_id
from portal.web.saving import status_of

if TYPE_CHECKING:
    from portal.tenancy.models import Unit

Trail = Sequence[tuple[str, str]]


def as_new() -> dict[str, Any]:
    """What a ChangeForm begins with: an act of its own, from today."""
    return {"change_id": str(new_id()), "from_day": clock.today()}


def change_of(form: ChangeForm) -> Change:
    """The act that was sent."""
    return Change(
        as_id(form.change_id.data), filled_date(form.from_day.data), filled(form.reason.data)
    )


def rename(actor: Actor, unit: "Unit", form: RenameUnitForm) -> None:
    """Give the unit the name that was sent."""
    service.rename_unit(
        actor, unit, change_of(form), name=filled(form.name.data), today=clock.today()
    )


def rename_page(unit: "Unit", form: RenameUnitForm, trail: Trail) -> ResponseReturnValue:
    """The form, with what happens."""
    body = render_template(
        "portal/identity/administration/rename_unit.html", unit=unit, form=form, trail=trail
    )
    return body, status_of(form)


def closing_form(unit: "Unit") -> CloseUnitForm:
    """The form, with the units that may take over."""
    form = CloseUnitForm(**as_new())
    others = [one for one in queries.list_units_of(unit.organisation_id) if one.id != unit.id]
    form.receiver.choices = [
        ("", _("Hela organisationen")),
        *((str(one.id), one.name) for one in others),
    ]
    return form


def close(actor: Actor, unit: "Unit", form: CloseUnitForm) -> None:
    """Close the unit."""
    receiver = as_id(form.receiver.data) if form.receiver.data else None
    service.close_unit(actor, unit, change_of(form), receiver_id=receiver, today=clock.today())


def close_page(unit: "Unit", form: CloseUnitForm, trail: Trail) -> ResponseReturnValue:
    """The form, with what is open there and what happens."""
    found = functions.open_in_unit(unit.id)
    waits = [
        ngettext("En roll gäller enheten.", "%(num)d roller gäller enheten.", found.members)
        if found.members
        else "",
        ngettext("En inbjudan väntar.", "%(num)d inbjudningar väntar.", found.invitations)
        if found.invitations
        else "",
        ngettext("En kallelse ligger där.", "%(num)d kallelser ligger där.", found.calls)
        if found.calls
        else "",
    ]
    body = render_template(
        "portal/identity/administration/close_unit.html",
        unit=unit,
        form=form,
        trail=trail,
        waits=[line for line in waits if line],
    )
    return body, status_of(form)
