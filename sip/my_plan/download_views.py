"""The person's own files: the plan as they may see it, and the list of who has looked."""

from typing import TYPE_CHECKING

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.identity import attempts
from portal.web.downloads import day_in_name, file_name, handed_over
from portal.web.guard import requires
from sip.access_log.readings import as_csv, list_all_readings
from sip.access_log.sources import source_names
from sip.archive.service import download_for_person
from sip.door.opening import opening, opening_content
from sip.kernel.permissions import MyPlanPermission

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan

bp = Blueprint("my_files", __name__, url_prefix="/my-plan/<uuid:plan_id>/download")


@bp.get("/pdf")
@requires(MyPlanPermission.VIEW, opening_content("pdf"))
def pdf(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan as a PDF."""
    attempts.count_file(actor.account_id)
    return _file(actor, opened, "pdf")


@bp.get("/docx")
@requires(MyPlanPermission.VIEW, opening_content("docx"))
def docx(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan as a Word document."""
    attempts.count_file(actor.account_id)
    return _file(actor, opened, "docx")


@bp.get("/text")
@requires(MyPlanPermission.VIEW, opening_content("download"))
def text(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan as plain text."""
    return _file(actor, opened, "text")


@bp.get("/readings")
@requires(MyPlanPermission.CONSENT, opening("readings"))
def readings(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Who has looked, as a table for a spreadsheet."""
    heads = (
        *(_("När"), _("Vem"), _("Organisation"), _("Enhet"), _("Vad"), _("Vems uppgifter om vad")),
        _("Varför"),
    )
    content = as_csv(list_all_readings(opened), heads, source_names(opened))
    name = file_name("vem-har-tittat", day_in_name(clock.now()), suffix="csv")
    return handed_over(content, "text/csv", name)


def _file(actor: Actor, opened: "OpenedPlan", form: str) -> ResponseReturnValue:
    file = download_for_person(actor, opened, form=form, now=clock.now())
    return handed_over(file.content, file.kind, file.name)
