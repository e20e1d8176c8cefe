"""Pages about a plan's copies: who has made one, make one, fetch one's own."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.identity import attempts
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.downloads import handed_over
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.archive import service, words
from sip.archive.forms import NewCopyForm
from sip.archive.presenter import copies_page
from sip.archive.service import OwnCopy
from sip.door.opening import OpenedPlan
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL
from sip.kernel.vocabulary import CopyForm

bp = Blueprint("copies", __name__, url_prefix="/sip/plans/<uuid:plan_id>/copies")


@bp.get("")
@requires(SipPermission.OWN_RECORDS, service.get_plan)
def index(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The copies that have been made, and a form for another."""
    return _index(actor, opened, NewCopyForm(copy_id=str(new_id())))


@bp.post("")
@requires(SipPermission.OWN_RECORDS, service.get_plan_to_copy, even=STILL)
def make(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Make a copy of what the organisation may see now."""
    form = NewCopyForm()
    if saved(form, lambda: _make(actor, opened, form)):
        flash(_("Kopian är gjord."))
        anchor = f"copy-{as_id(form.copy_id.data)}"
        return redirect(url_for("copies.index", plan_id=opened.plan_id, _anchor=anchor))
    return _index(actor, opened, form), status_of(form)


def _make(actor: Actor, opened: OpenedPlan, form: NewCopyForm) -> None:
    attempts.count_file(actor.account_id)
    service.make(
        actor,
        opened,
        copy_id=as_id(form.copy_id.data),
        form=filled(form.form.data),
        now=clock.now(),
    )


@bp.post("/for-the-person")
@requires(SipPermission.OWN_RECORDS, service.get_plan_to_copy, even=STILL)
def for_person(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The plan as a PDF to print for somebody who does not sign in; they are told of it."""
    attempts.count_file(actor.account_id)
    with transaction():
        file = service.print_for_person(actor, opened, now=clock.now())
    return handed_over(file.content, file.kind, file.name)


@bp.get("/<uuid:copy_id>/file")
@requires(SipPermission.OWN_RECORDS, service.get_own_copy)
def file(_actor: Actor, copy: OwnCopy) -> ResponseReturnValue:
    """One of the own copies, as it was made."""
    return handed_over(copy.file.content, copy.file.kind, copy.file.name)


@bp.get("/<uuid:copy_id>/text")
@requires(SipPermission.OWN_RECORDS, service.get_own_copy)
def text(_actor: Actor, copy: OwnCopy) -> ResponseReturnValue:
    """A text copy, to mark and paste elsewhere."""
    if copy.form is not CopyForm.TEXT:
        raise NotFoundError
    return render_template(
        "sip/archive/text.html", copy=copy, text=copy.file.content.decode("utf-8")
    )


def _index(actor: Actor, opened: OpenedPlan, form: NewCopyForm) -> str:
    page = copies_page(actor, opened)
    return render_template("sip/archive/index.html", page=page, form=form, words=words)
