"""Where the person, or somebody near, writes to those who handle the plan, and reads the answer."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import ForbiddenError
from portal.ids import new_id
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import attempt
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, opening
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.phases import STILL
from sip.people import messages
from sip.people.forms import MessageForm
from sip.people.message_views import while_it_lasts

bp = Blueprint("my_messages", __name__, url_prefix="/my-plan/<uuid:plan_id>/messages")


@bp.route("", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, while_it_lasts(opening("messages")), even=STILL)
@drafted()
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What the reader and the handlers have written, and something new."""
    if opened.person_id is None:
        raise ForbiddenError
    form = MessageForm(message_id=str(new_id()))
    outcome = attempt(form, lambda: _write(actor, opened, form))
    if outcome.is_saved:
        outcome.tell(_("Ditt meddelande är skickat. Svaret kommer hit."))
        return redirect(url_for("my_messages.show", plan_id=opened.plan_id))
    page = render_template(
        "sip/my_plan/messages.html",
        opened=opened,
        conversation=messages.conversation(opened, opened.person_id),
        readers=messages.readers(actor, opened),
        may_write=messages.may_write(opened),
        form=form,
    )
    return page, outcome.status(form)


def _write(actor: Actor, opened: OpenedPlan, form: MessageForm) -> None:
    messages.write(
        actor,
        opened,
        opened.party,
        filled(form.text.data),
        message_id=as_id(form.message_id.data),
        now=clock.now(),
    )
