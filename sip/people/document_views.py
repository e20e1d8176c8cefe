"""What somebody's right to stand in for the person rests on: what they may, and what was seen."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.forms import filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.door.opening import PartOfPlan, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import ASKING
from sip.kernel.vocabulary import Shown
from sip.people import documents, presenter, queries
from sip.people.forms import DocumentForm
from sip.people.queries import PersonView

bp = Blueprint("stands_in", __name__, url_prefix="/sip/plans/<uuid:plan_id>/people")


@bp.route("/<uuid:part_id>/document", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("people"), even=ASKING)
def document(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What somebody may do, each time that their document was seen, and a form for another."""
    opened = part.opened
    person = queries.view_of(opened, queries.get_person(opened, part.part_id))
    if person.kind not in presenter.STANDING_IN or person.is_ended:
        raise NotFoundError
    form = DocumentForm(check_id=str(new_id()))
    if saved(form, lambda: _note_seen(actor, part, person, form), told=_("Sparat.")):
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    page = presenter.document_page(opened, person, clock.today())
    shown = render_template("sip/people/document.html", page=page, form=form, opened=opened)
    return shown, status_of(form)


def _note_seen(actor: Actor, part: PartOfPlan, person: PersonView, form: DocumentForm) -> None:
    seen = documents.Seen(
        shown=Shown(filled(form.shown.data)),
        seen_on=filled_date(form.seen_on.data),
        has_copy=bool(form.has_copy.data),
        check_again_on=form.check_again_on.data,
    )
    check_id = as_id(form.check_id.data)
    today, now = clock.today(), clock.now()
    documents.note_seen(actor, part.opened, person, seen, check_id=check_id, today=today, now=now)
