"""The person's own page: their sign-ins, and which organisation they act for."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.authz import Actor
from portal.identity import functions, service
from portal.transaction import transaction
from portal.web.guard import signed_in
from portal.web.redirects import safe_next

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@signed_in
def show(_actor: Actor) -> ResponseReturnValue:
    """Organisations to act for, and sign-ins that still hold."""
    return render_template(
        "portal/identity/account/show.html",
        organisations=functions.my_organisations(),
        sessions=functions.my_sessions(),
    )


@bp.get("/session")
@signed_in
def session_time(_actor: Actor) -> ResponseReturnValue:
    """For the page's own script: that it asks is use of the session, as a click is."""
    return {"idle": current_user.idle_seconds, "ends": current_user.ends_in}


@bp.post("/organisation/<uuid:organisation_id>")
@signed_in
def act_for(actor: Actor, organisation_id: UUID) -> ResponseReturnValue:
    """Act for another organisation from here on."""
    with transaction():
        service.switch_organisation(actor, organisation_id)
    return redirect(safe_next(request.form.get("next")))


@bp.post("/sessions/<uuid:session_id>/end")
@signed_in
def end_session(actor: Actor, session_id: UUID) -> ResponseReturnValue:
    """Sign out somewhere else."""
    with transaction():
        service.close_session(actor, session_id)
    flash(_("Inloggningen är avslutad."))
    return redirect(url_for("account.show"))
