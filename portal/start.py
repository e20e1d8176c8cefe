"""The first page: what Samsyn is, or, for those signed in, what waits on them."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from agreements.permissions import AgreementPermission, CountyPermission
from agreements.todo.presenter import todo_lines
from agreements.todo.queries import list_todo
from portal import clock, menu
from portal.authz import Actor, OrganisationKind, Permission
from portal.identity.permissions import OrganisationPermission
from portal.outbox.notices import list_notices
from portal.policy import POLICY
from portal.web.guard import public, signed_in
from sip.kernel.permissions import MyPlanPermission, SipPermission

bp = Blueprint("start", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Where somebody lands: by role when signed in."""
    if not current_user.is_authenticated:
        return render_template("portal/start/welcome.html")
    actor: Actor = current_user.actor
    page = _first_page(actor)
    return redirect(url_for(page)) if page else render_template("portal/start/nothing.html")


def _first_page(actor: Actor) -> str | None:
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
    if is_group and POLICY.allows(actor, CountyPermission.BOARD):
        return "board.show"
    first_pages: dict[Permission, str] = {
        MyPlanPermission.LIST: "my_plan.index",
        SipPermission.LIST: "tasks.show",
        AgreementPermission.LIST: "start.todo",
        OrganisationPermission.ADMINISTER: "administration.show",
        OrganisationPermission.REVIEW_LOG: "log.show",
    }
    open_to = (page for permission, page in first_pages.items() if POLICY.allows(actor, permission))
    return next(open_to, None)


@bp.get("/todo")
@signed_in
def todo(actor: Actor) -> ResponseReturnValue:
    """What waits on the reader, the most pressing first."""
    lines = todo_lines(actor, list_todo(actor, clock.today()), clock.today())
    return render_template("portal/start/todo.html", lines=lines, told=list_notices(actor))


@bp.get("/more")
@signed_in
def more(actor: Actor) -> ResponseReturnValue:
    """What the menu has no room for."""
    return render_template("portal/start/more.html", items=menu.further(actor))


def init_app(app: Flask) -> None:
    """Serve the pages."""
    app.register_blueprint(bp)
