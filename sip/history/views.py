"""Pages of the plan's history: who changed what, its versions, and what is said of them."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number, older_than
from portal.web.saving import saved, status_of
from sip.content.sees import who_sees
from sip.content.unsealing import load_content
from sip.door.drafts import drafted
from sip.door.opening import opening_content, opening_shared
from sip.history import presenter, versions
from sip.history.forms import AnswerForm, MakeForm
from sip.kernel.permissions import SipPermission
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import Approval, How
from sip.plan.closing_page import past_closings, survey_lines

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan

bp = Blueprint("history", __name__, url_prefix="/sip/plans/<uuid:plan_id>/versions")


@bp.get("")
@requires(SipPermission.VIEW, opening_content("history"))
def show(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Who changed what, and what is said of each version."""
    content = load_content(opened)
    changes = presenter.load_changes(opened, content, older_than())
    return render_template(
        "sip/history/show.html",
        plan=content,
        opened=opened,
        heading=presenter.finding(changes),
        changes=changes,
        versions=presenter.version_lines(opened, content),
        closings=past_closings(opened),
        surveys=survey_lines(opened, content),
    )


@bp.route("/make", methods=["GET", "POST"])
@requires(SipPermission.LEAD, opening_shared("form"))
def make(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Put the plan as it is now to the person."""
    content = load_content(opened)
    there = versions.mark_of(opened)
    form = MakeForm(read=there)
    if saved(form, lambda: _make(actor, opened, form)):
        flash(_("Versionen är gjord. Nu kan personen läsa den och svara."))
        return redirect(url_for("history.show", plan_id=opened.plan_id))
    if form.form_errors:  # told that it reads otherwise: sent again, that is put to the person
        form.read.data = there
    return (
        render_template(
            "sip/history/make.html",
            form=form,
            opened=opened,
            plan=content,
            missing=presenter.missing_by_name(content),
        ),
        status_of(form),
    )


def _make(actor: Actor, opened: "OpenedPlan", form: MakeForm) -> None:
    versions.put_to_person(actor, opened, read=form.read.data or "", now=clock.now())


@bp.route("/answer", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared("form"))
@drafted()
def answer(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Say what one's organisation thinks of the last version, or record what the person says."""
    content = load_content(opened)
    if content.version_number is None:
        raise NotFoundError
    form = AnswerForm(number=str(content.version_number), how=How.ORAL.value)
    form.party.choices = presenter.who_may_answer(
        content, actor.organisation_name, for_people=opened.is_handler
    )
    if saved(form, lambda: _answer(actor, opened, form), told=_("Svaret är noterat.")):
        return redirect(url_for("history.show", plan_id=opened.plan_id))
    if form.form_errors:  # told that there is a newer one: sent again, it answers that
        form.number.data = str(content.version_number)
    return (
        render_template(
            "sip/history/answer.html",
            form=form,
            opened=opened,
            plan=content,
            sees=who_sees(opened, content, opened.party),
            sees_person=presenter.sees_of_person(opened, content),
        ),
        status_of(form),
    )


def _answer(actor: Actor, opened: "OpenedPlan", form: AnswerForm) -> None:
    party = filled(form.party.data)
    is_own = party == presenter.OWN
    said = versions.Answer(
        number=as_number(form.number.data),
        answer=Approval(filled(form.answer.data)),
        how=How.ELECTRONIC if is_own else How(filled(form.how.data)),
        comment=form.comment.data or "",
        category=form.category.data or "" if is_own else OWN_WORDS,
        person_id=None if is_own else as_id(party),
    )
    versions.answer_version(actor, opened, said, now=clock.now())
