"""Pages of where an agreement holds and who takes part."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.drafting.presenter import wanted
from agreements.drafts import drafted
from agreements.forms import all_chosen_in
from agreements.parties import presenter, service
from agreements.parties.queries import get_leaving
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from portal import clock
from portal.authz import Actor
from portal.web.guard import requires
from portal.web.saving import attempt, holds, status_of

if TYPE_CHECKING:
    from agreements.parties.forms import ChangeForm
    from agreements.parties.queries import Leaving
    from agreements.parties.service import Difference
    from agreements.tables.agreement import Agreement
    from portal.tenancy.models import Organisation

bp = Blueprint("parties", __name__, url_prefix="/agreements/<uuid:agreement_id>")

LOOKED_OVER = "yes"


@bp.get("/parties")
@requires(AgreementPermission.VIEW, get_agreement)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Where it holds, who takes part with what, and what has been changed of that."""
    page = presenter.parties_page(actor, agreement)
    return render_template("agreements/parties/show.html", page=page)


@bp.route("/parties/change", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, get_agreement)
@drafted()
def change(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Say anew who and where, after what comes of it has been looked over."""
    asked = request.form.getlist("area")
    form, who = presenter.form_for(actor, agreement, asked, whole="covers_county" in request.form)
    places = who.municipalities
    back = url_for("parties.show", agreement_id=agreement.id)
    is_looked_over = form.looked_over.data == LOOKED_OVER
    if is_looked_over:
        outcome = attempt(form, lambda: _recompose(actor, agreement, form, places))
        if outcome.is_saved:
            outcome.tell(_("Område och parter är ändrade."))
            return redirect(back)
        form.base.data = service.mark(agreement)
    found: list[Difference] = []
    is_first = not is_looked_over and "change" not in request.form
    is_whole = is_first and holds(
        form, lambda: found.append(_difference(actor, agreement, form, places))
    )
    if is_whole and found[0].is_none:
        flash(_("Inget ändrades."))
        return redirect(back)
    body = render_template(
        f"agreements/parties/{'look_over' if is_whole else 'change'}.html",
        form=form,
        page=presenter.parties_page(actor, agreement),
        who=who,
        happens=list(presenter.happens(agreement, found[0])) if is_whole else (),
        sent=_sent(form),
    )
    return body, status_of(form)


def _sent(form: "ChangeForm") -> list[tuple[str, str]]:
    """What was chosen, to be sent once more from the page where it is looked over."""
    names = {one.name for one in form} - {"csrf_token", "looked_over"}
    return [(name, value) for name, value in request.form.items(multi=True) if name in names]


def _difference(
    actor: Actor, agreement: "Agreement", form: "ChangeForm", places: Sequence["Organisation"]
) -> "Difference":
    chosen = all_chosen_in(form, "replaces")
    return service.difference(actor, agreement, wanted(form, places), chosen, clock.today())


def _recompose(
    actor: Actor, agreement: "Agreement", form: "ChangeForm", places: Sequence["Organisation"]
) -> "Difference":
    return service.recompose(
        actor,
        agreement,
        wanted(form, places),
        all_chosen_in(form, "replaces"),
        base=form.base.data or "",
        reason=form["reason"].data if "reason" in form else "",
        now=clock.now(),
        today=clock.today(),
    )


@bp.get("/left")
@requires(AgreementPermission.LIST, get_leaving)
def left(_actor: Actor, leaving: "Leaving") -> ResponseReturnValue:
    """Why the own organisation no longer takes part."""
    return render_template("agreements/parties/left.html", leaving=leaving)
