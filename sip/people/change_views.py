"""The handlers' pages where somebody is let go or not asked, and a second handler confirms it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import ASKING, STILL
from sip.kernel.vocabulary import ChangeKind
from sip.people import changes, consenters, presenter, queries, service
from sip.people.changes import Proposal
from sip.people.forms import OwnConsentForm, ReasonForm
from sip.people.words import PROPOSED

bp = Blueprint("consenters", __name__, url_prefix="/sip/plans/<uuid:plan_id>/people")
opened_people = opening("people")
one_of_people = opening_part("people")


@bp.get("/changes")
@requires(SipPermission.HANDLE, opened_people)
def index(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What waits for a second handler, and what has been settled."""
    page = presenter.changes_page(actor, opened)
    return render_template("sip/people/changes.html", page=page, opened=opened, plan=opened.plan)


@bp.route("/changes/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=STILL)
def settle(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """Confirm what a colleague proposed, or turn it down; take one's own back."""
    opened, form = subject.opened, Form()
    line = presenter.change_line(actor, opened, changes.get_change(opened, subject.part_id))
    is_confirmed = request.form.get("answer") == "confirm"

    def save() -> None:
        if is_confirmed:
            changes.confirm(actor, opened, line.id, now=clock.now())
        else:
            changes.decline(actor, opened, line.id)

    told = _("Ändringen är bekräftad och gäller nu.") if is_confirmed else _("Inget är ändrat.")
    return _saved(opened, form, save, told) or _page(
        "sip/people/change.html",
        opened,
        form,
        line=line,
        may_confirm=changes.may_confirm(opened, line.change),
        is_overtaken=changes.is_overtaken(opened, line.change),
    )


@bp.route("/own-consent", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opened_people, even=ASKING)
@drafted()
def own_consent(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Decide whether a child's own consent is required."""
    now = clock.now()
    child = consenters.find_child(opened, now)
    if child is None:
        raise NotFoundError
    form = OwnConsentForm(change_id=str(new_id()))
    is_asked = form.decides.data == "yes"

    def save() -> None:
        change_id, reason = as_id(form.change_id.data), filled(form.reason.data)
        if is_asked:
            changes.ask_child(actor, opened, reason, change_id=change_id, now=now)
        else:
            proposal = Proposal(
                ChangeKind.NOT_ASKED, reason, form.document.data or "", form.document_on.data
            )
            changes.propose(actor, opened, child.id, proposal, change_id=change_id, now=now)

    told = _("Sparat. Barnet ska tillfrågas.") if is_asked else str(PROPOSED)
    return _saved(opened, form, save, told) or _page(
        "sip/people/own_consent.html", opened, form, is_asked=child.is_asked
    )


@bp.route("/<uuid:part_id>/leave", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=STILL)
@drafted()
def leave(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """Let somebody leave the plan: at once, or when a colleague has confirmed it.

    It takes a colleague where the person's consent is required.
    """
    opened = subject.opened
    person = queries.view_of(opened, queries.get_person(opened, subject.part_id))
    if person.is_ended and request.method == "POST":  # sent twice
        flash(_("Inget ändrades."))
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    if person.is_subject or person.is_ended:
        raise NotFoundError
    if consenters.is_required(opened, person.id, clock.now()):
        return _let_go(actor, opened, person, ChangeKind.LEAVES)
    form = Form()

    def save() -> None:
        service.end_person(actor, opened, person.id, now=clock.now())

    return _saved(opened, form, save, _("Personen är inte längre med i planen.")) or _page(
        "sip/people/leave.html", opened, form, person=person
    )


@bp.route("/<uuid:part_id>/end", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=STILL)
@drafted()
def end_mandate(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """End a representative's mandate before its time, when a colleague has confirmed it."""
    opened = subject.opened
    person = queries.view_of(opened, queries.get_person(opened, subject.part_id))
    if not person.is_representative:
        raise NotFoundError
    return _let_go(actor, opened, person, ChangeKind.ENDS)


def _let_go(
    actor: Actor, opened: OpenedPlan, person: queries.PersonView, kind: ChangeKind
) -> ResponseReturnValue:
    form = ReasonForm(change_id=str(new_id()))
    there = consenters.mark_of(opened, person.id, clock.now())
    if not form.is_submitted():
        form.read.data = there  # also where a draft is gone on with

    def save() -> None:
        proposal = Proposal(
            kind, filled(form.reason.data), filled(form.document.data), form.document_on.data
        )
        changes.propose(
            actor,
            opened,
            person.id,
            proposal,
            change_id=as_id(form.change_id.data),
            read=form.read.data or "",
            now=clock.now(),
        )

    if (done := _saved(opened, form, save, str(PROPOSED))) is not None:
        return done
    if form.form_errors:  # told that it is another mandate: sent again, that one ends
        form.read.data = there
    ends = kind is ChangeKind.ENDS
    return _page("sip/people/let_go.html", opened, form, person=person, ends=ends)


def _saved(
    opened: OpenedPlan, form: Form, save: Callable[[], None], told: str
) -> ResponseReturnValue | None:
    """Save what was sent and go back to the people; None when the form is to be shown."""
    if not saved(form, save, told=told):
        return None
    return redirect(url_for("people.show", plan_id=opened.plan_id))


def _page(template: str, opened: OpenedPlan, form: Form, **values: object) -> ResponseReturnValue:
    values |= {"opened": opened, "plan": opened.plan}
    return render_template(template, form=form, **values), status_of(form)
