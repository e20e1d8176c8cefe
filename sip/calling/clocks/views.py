"""Pages of the clocks that the parties of an agreement set."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.tenancy.models import Organisation
from portal.web.guard import itself, requires
from portal.web.saving import attempt
from sip.calling.clocks import queries, service, words
from sip.calling.clocks.forms import with_clocks
from sip.kernel.permissions import SipPermission

bp = Blueprint("clocks", __name__, url_prefix="/sip/clocks")


def _municipality(actor: Actor, municipality_id: UUID) -> Organisation:
    return queries.get_municipality(actor, municipality_id)


@bp.get("")
@requires(SipPermission.SET_CLOCKS, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The municipalities whose clocks one may set; who may set but one goes straight to it."""
    found = queries.list_municipalities(actor)
    if len(found) == 1:
        return redirect(url_for("clocks.change", municipality_id=found[0].id))
    return render_template("sip/calling/clocks/index.html", found=found)


@bp.route("/<uuid:municipality_id>", methods=["GET", "POST"])
@requires(SipPermission.SET_CLOCKS, _municipality)
def change(actor: Actor, municipality: Organisation) -> ResponseReturnValue:
    """How many days each thing may take under this municipality's agreement."""
    current = queries.list_clocks(municipality.id)
    fields = [(one.key, *words.CLOCKS[one.key]) for one in current]
    form = with_clocks(fields)(data={f"days_{one.key}": one.days for one in current})

    def save() -> int:
        days = {one.key: form[f"days_{one.key}"].data for one in current}
        return service.set_clocks(actor, municipality, days, now=clock.now())

    outcome = attempt(form, save)
    if outcome.is_saved:
        flash(_("Tidsgränserna är sparade.") if outcome.result else _("Inget ändrades."))
        return redirect(url_for("clocks.change", municipality_id=municipality.id))
    page = render_template(
        "sip/calling/clocks/change.html",
        form=form,
        municipality=municipality,
        current=current,
    )
    return page, outcome.status(form)
