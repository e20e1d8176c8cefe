"""The handlers' pages of what private people in a plan have written to them, and of the answers."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.forms import filled
from portal.web.guard import Writable, requires
from portal.web.posted import as_id
from portal.web.saving import attempt
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL, UNTIL_ENDED
from sip.people import messages
from sip.people.forms import ReplyForm

bp = Blueprint("messages", __name__, url_prefix="/sip/plans/<uuid:plan_id>/messages")

P = ParamSpec("P")
S = TypeVar("S", bound=Writable)


def while_it_lasts(
    find: Callable[Concatenate[Actor, P], S],
) -> Callable[Concatenate[Actor, P], S]:
    """As `find`, where messages are read also when the plan has ended, and not written then."""

    def found(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> S:
        subject = find(actor, *args, **kwargs)
        if request.method == "POST":
            subject.check_writable(UNTIL_ENDED)
        return subject

    return found


@bp.get("")
@requires(SipPermission.HANDLE, opening("messages"))
def index(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Everybody who has written, or can be written to."""
    found = messages.conversations(opened)
    return render_template("sip/people/messages.html", opened=opened, conversations=found)


@bp.route("/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, while_it_lasts(opening_part("messages")), even=STILL)
@drafted()
def show(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What one of them and the handlers have written, and an answer."""
    opened, form = part.opened, ReplyForm(message_id=str(new_id()))
    there = messages.conversation(opened, part.part_id)
    if not form.is_submitted():
        form.read.data = there.last  # also where a draft is gone on with: this is what is shown
    outcome = attempt(form, lambda: _write(actor, part, form))
    if outcome.is_saved:
        outcome.tell(_("Meddelandet är skickat."))
        return redirect(url_for("messages.show", plan_id=opened.plan_id, part_id=part.part_id))
    if form.form_errors:  # told that there is more: sent again, it answers that
        form.read.data = there.last
    page = render_template(
        "sip/people/message.html",
        opened=opened,
        conversation=there,
        may_write=messages.may_write(opened),
        form=form,
    )
    return page, outcome.status(form)


@bp.post("/<uuid:part_id>/settled")
@requires(SipPermission.HANDLE, opening_part("messages"), even=UNTIL_ENDED)
def settle(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Nothing of what was read has to be answered."""
    read = as_id(request.form.get("read"))
    with transaction():
        messages.settle(actor, part.opened, part.part_id, read=read, now=clock.now())
    return redirect(url_for("messages.index", plan_id=part.opened.plan_id))


def _write(actor: Actor, part: PartOfPlan, form: ReplyForm) -> None:
    messages.write(
        actor,
        part.opened,
        part.part_id,
        filled(form.text.data),
        message_id=as_id(form.message_id.data),
        read=form.read.data or "",
        now=clock.now(),
    )
