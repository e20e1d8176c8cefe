"""The person's pages of what has happened: who changed what, and all that was said of consent."""

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import requires
from portal.web.posted import older_than
from sip.consent.history import history
from sip.consent.page import load_page
from sip.consent.page_words import shown_words
from sip.consent.paper_views import handed_over
from sip.consent.papers import acts_with_paper
from sip.content.unsealing import load_content
from sip.door.opening import opening, opening_content, opening_part
from sip.history import presenter
from sip.kernel.permissions import MyPlanPermission
from sip.plan.closing_page import survey_lines

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan, PartOfPlan

bp = Blueprint("my_history", __name__, url_prefix="/my-plan/<uuid:plan_id>/history")


@bp.get("")
@requires(MyPlanPermission.CONSENT, opening_content("history"))
def show(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Who changed what, when, and in whose name."""
    content = load_content(opened)
    changes = presenter.load_changes(opened, content, older_than())
    return render_template(
        "sip/my_plan/history.html",
        opened=opened,
        heading=presenter.finding(changes),
        changes=changes,
        surveys=survey_lines(opened, content),
    )


@bp.get("/consent")
@requires(MyPlanPermission.CONSENT, opening("consent"))
def consent(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Every act of consent, also those that were put right."""
    page = load_page(actor, opened)
    lines = history(page, papers=acts_with_paper(opened.plan_id))
    return render_template(
        "sip/my_plan/consent_history.html",
        opened=opened,
        lines=lines,
        names=page.found.names,
        **shown_words(),
    )


@bp.get("/consent/<uuid:part_id>/paper")
@requires(MyPlanPermission.CONSENT, opening_part("consent"))
def paper(_actor: Actor, part: "PartOfPlan") -> ResponseReturnValue:
    """The signed paper of an answer."""
    return handed_over(part)
