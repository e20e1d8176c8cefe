"""The person's own files: the plan as they may see it, and the list of who has looked."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.identity import attempts
from portal.web.guard import requires
from sip.access_log.readings import as_csv, list_all_readings
from sip.archive.service import download_for_person
from sip.archive.views import handed_over
from sip.door.opening import opening
from sip.kernel.permissions import MyPlanPermission

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan

bp = Blueprint("my_files", __name__, url_prefix="/my-plan/<uuid:plan_id>/download")


@bp.get("/pdf")
@requires(MyPlanPermission.VIEW, opening("pdf"))
def pdf(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan as a PDF."""
    attempts.count_file(actor.account_id)
    return handed_over(download_for_person(actor, opened, form="pdf", now=clock.now()))


@bp.get("/docx")
@requires(MyPlanPermission.VIEW, opening("docx"))
def docx(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan as a Word document."""
    attempts.count_file(actor.account_id)
    return handed_over(download_for_person(actor, opened, form="docx", now=clock.now()))


@bp.get("/text")
@requires(MyPlanPermission.VIEW, opening("download"))
def text(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan as plain text."""
    return handed_over(download_for_person(actor, opened, form="text", now=clock.now()))


@bp.get("/readings")
@requires(MyPlanPermission.CONSENT, opening("readings"))
def readings(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Who has looked, as a table for a spreadsheet."""
    heads = (_("När"), _("Vem"), _("Organisation"), _("Enhet"), _("Vad"), _("Varför"))
    content = as_csv(list_all_readings(opened), heads)
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=vem-har-tittat.csv"
    return response
