"""What waits on somebody over all their plans."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.authz import Actor
from portal.outbox.notices import list_notices
from portal.web.guard import itself, requires
from sip.kernel.permissions import SipPermission
from sip.kernel.vocabulary import Whose
from sip.plan import queries, requests
from sip.plan.tasks_page import TasksPage

bp = Blueprint("tasks", __name__, url_prefix="/sip")

MOST = 25
"""How many of what waits are shown at first: the nearest in time."""


@bp.get("")
@requires(SipPermission.LIST, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Own actions over all plans, follow-ups to hold, next meetings, calls that wait."""
    most = None if "all" in request.args else MOST
    asked = request.args.get("whose", "")
    whose = Whose(asked) if asked in set(Whose) else Whose.ALL
    told = list_notices(actor)  # before the tasks, whose reading ends the transaction
    tasks = queries.list_tasks(actor, today=clock.today(), now=clock.now(), most=most, whose=whose)
    page, waiting = TasksPage(tasks, whose, told), requests.count_waiting(actor)
    return render_template("sip/plan/tasks/show.html", page=page, requests=waiting)
