"""The signed paper of an answer: kept, read and taken away by the handlers."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.downloads import as_it_came
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import attempt
from sip.consent import papers
from sip.consent.forms import PaperForm, RemovalForm
from sip.door.opening import OpenedPlan, PartOfPlan, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL

bp = Blueprint(
    "consent_papers", __name__, url_prefix="/sip/plans/<uuid:plan_id>/consent/acts/<uuid:part_id>"
)


@bp.route("/paper", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"), even=STILL)
def attach(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Keep the signed paper of an answer."""
    papers.check_is_on_paper(part.opened, part.part_id)
    form = PaperForm(paper_id=str(new_id()))

    def save() -> None:
        papers.attach(
            actor,
            part.opened,
            part.part_id,
            form.file.data.read(),
            paper_id=as_id(form.paper_id.data),
            now=clock.now(),
        )

    outcome = attempt(form, save)
    if outcome.is_saved:
        outcome.tell(_("Blanketten är sparad."))
        return _back(part.opened)
    page = render_template("sip/consent/attach_paper.html", opened=part.opened, form=form)
    return page, outcome.status(form)


@bp.get("/paper/file")
@requires(SipPermission.HANDLE, opening_part("consent"))
def file(_actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """The paper as it came."""
    return handed_over(part)


@bp.route("/paper/remove", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"), even=STILL)
def remove(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Take away one that was wrong, after asking once."""
    opened = part.opened
    there = papers.paper_of(opened, part.part_id)
    if there is None and request.method != "POST":
        raise NotFoundError
    form = RemovalForm(paper_id=str(there or ""))

    def save() -> None:
        paper_id, now = as_id(form.paper_id.data), clock.now()
        papers.remove(actor, opened, part.part_id, paper_id=paper_id, now=now)

    outcome = attempt(form, save)
    if outcome.is_saved:
        outcome.tell(_("Blanketten är borttagen."))
        return _back(opened)
    page = render_template("sip/consent/remove_paper.html", opened=opened, form=form)
    return page, outcome.status(form)


def handed_over(part: PartOfPlan) -> ResponseReturnValue:
    """The paper of an answer, to save."""
    found = papers.find(part.opened, part.part_id)
    return as_it_came(found.content, found.suffix, "blankett", part.opened.plan.case_number)


def _back(opened: OpenedPlan) -> ResponseReturnValue:
    return redirect(url_for("consent.show", plan_id=opened.plan_id, _anchor="h-history"))
