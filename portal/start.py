"""The first page: what Samsyn is, or, for those signed in, what waits on them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from agreements import todo as agreements_todo
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor, OrganisationKind, Role
from portal.policy import POLICY
from portal.web.guard import public, signed_in

bp = Blueprint("start", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Where somebody lands: by role when signed in."""
    if not current_user.is_authenticated:
        return render_template("start/welcome.html")
    actor: Actor = current_user.actor
    if actor.organisation_kind is OrganisationKind.COORDINATION_GROUP:
        return redirect(url_for("board.show"))
    if POLICY.allows(actor, AgreementPermission.LIST):
        return redirect(url_for("start.todo"))
    if Role.ADMINISTRATOR in actor.roles:
        return redirect(url_for("administration.show"))
    if Role.REVIEWER in actor.roles:
        return redirect(url_for("log.show"))
    return render_template("start/nothing.html")


@bp.get("/todo")
@signed_in
def todo(actor: Actor) -> ResponseReturnValue:
    """What waits on the reader, the most pressing first."""
    items = agreements_todo.list_todo(actor, clock.today())
    return render_template("start/todo.html", items=items)
