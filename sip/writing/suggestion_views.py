"""The page where staff suggest a change in what the person has written."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.edited import edit_of, was_of
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.content.unsealing import load_content
from sip.door.drafts import drafted
from sip.door.opening import opening_shared_part
from sip.kernel.permissions import SipPermission
from sip.writing import suggesting
from sip.writing.forms import SuggestionForm

if TYPE_CHECKING:
    from sip.content.parts import PlanContent
    from sip.door.opening import PartOfPlan

bp = Blueprint("suggestions", __name__, url_prefix="/sip/plans/<uuid:plan_id>/suggest")

FIELDS = ("text", "title", "measure", "due_on")


@bp.route("/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("part"))
@drafted()
def suggest(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Suggest other words, or that they are taken out."""
    opened, content = subject.opened, load_content(subject.opened)
    part = _part(content, subject)
    base = suggesting.said_by(part)
    values = {name: value for name, value in base.items() if name != "due_on"}
    values["suggestion_id"] = str(new_id())
    form = SuggestionForm(data={**values, "due_on": getattr(part, "due_on", None)})
    for name in FIELDS:
        if name not in base:
            del form[name]

    def save() -> None:
        suggesting.suggest(
            actor,
            opened,
            part,
            edit_of(form, (*base,)),
            removes=bool(form.removed.data),
            suggestion_id=as_id(form.suggestion_id.data),
            now=clock.now(),
        )

    told = _("Förslaget är lämnat. Personen ser det och svarar på sin sida.")
    if saved(form, save, told=told):
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    page = render_template(
        "sip/writing/suggest.html",
        form=form,
        opened=opened,
        person=content.subject_name,
        was=was_of(base),
        waiting=[one for one in content.suggestions if one.subject_id == part.id],
    )
    return page, status_of(form)


def _part(content: "PlanContent", subject: "PartOfPlan") -> suggesting.Part:
    parts: tuple[suggesting.Part, ...] = (*content.texts, *content.goals, *content.actions)
    for part in parts:
        if part.id == subject.part_id and part.may_suggest:
            return part
    raise NotFoundError
