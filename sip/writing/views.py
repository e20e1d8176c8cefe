"""Pages that write the plan: its texts, goals and actions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.drafts import sent_fields
from portal.web.edited import as_text, edit_of
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import Outcome, attempt, saved, status_of
from sip.content.sees import Sees, who_sees
from sip.content.unsealing import load_content, load_parties
from sip.door.drafts import drafted
from sip.door.opening import (
    opening_content,
    opening_content_part,
    opening_shared,
    opening_shared_part,
)
from sip.kernel.permissions import SipPermission
from sip.kernel.vocabulary import ActionStatus, GoalStatus, StatedBy
from sip.writing import actions, goals, presenter, texts
from sip.writing.forms import ActionForm, GoalForm, RemovalForm, ReportForm, TextForm
from sip.writing.linking import DeviationReport
from sip.writing.presenter import Heading, heading_of_address
from sip.writing.rows import was_removed

if TYPE_CHECKING:
    from sip.content.parts import ActionContent, GoalContent, PlanContent, TextBlock
    from sip.door.opening import OpenedPlan, PartOfPlan

bp = Blueprint("writing", __name__, url_prefix="/sip/plans/<uuid:plan_id>")

GOAL = ("title", "measure", "stated_by", "status", "category")
ACTION = (
    *("title", "measure", "who", "reason", "unit", "due_on", "is_decided"),
    *("decided_on", "decided_by", "starts_on", "status", "category"),
)
Part = TypeVar("Part", "TextBlock", "GoalContent", "ActionContent")


def _one(parts: tuple[Part, ...], part_id: UUID) -> Part:
    """The part that the address names, if the reader may change it."""
    for part in parts:
        if part.id == part_id and part.may_change:
            return part
    raise NotFoundError


def _plan_url(opened: "OpenedPlan", anchor: str) -> str:
    return url_for("plans.show", plan_id=opened.plan_id, _anchor=anchor)


def _text_url(opened: "OpenedPlan", text: "TextBlock | None") -> str:
    """Where a text is read: on the plan's page, or that of the meeting it belongs to."""
    if text is None or text.meeting_id is None:
        return _plan_url(opened, "h-words")
    return url_for("meetings.show", plan_id=opened.plan_id, part_id=text.meeting_id)


@bp.route("/texts/new", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content("form"))
@drafted(by=("kind",))
def add_text(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Write a new text under one of the plan's headings."""
    heading = heading_of_address(request.args.get("kind"))
    texts.check_may_write(opened, heading.kind)
    form = TextForm(text_id=str(new_id()), base_version="0")
    return _text(actor, opened, form, heading, None)


@bp.route("/texts/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content_part("text"))
@drafted()
def edit_text(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Change a text."""
    there = _one(load_content(subject.opened).texts, subject.part_id)
    texts.check_may_write(subject.opened, there.kind)
    form = TextForm(
        text_id=str(there.id),
        base_version=str(there.version),
        text=there.text,
        category=there.category,
    )
    form.text_id.data = str(there.id)
    return _text(actor, subject.opened, form, Heading(there.kind), there)


def _text(
    actor: Actor,
    opened: "OpenedPlan",
    form: TextForm,
    heading: Heading,
    there: "TextBlock | None",
) -> ResponseReturnValue:
    outcome = attempt(form, lambda: _save_text(actor, opened, form, heading))
    if outcome.is_saved or outcome.stale:  # the next saving starts from what is there now
        form.base_version.data = str(texts.text_version(opened, as_id(form.text_id.data)))
    back = _text_url(opened, there)
    if outcome.is_saved:
        outcome.tell(_("Sparat."))
        return redirect(back)
    return (
        render_template(
            "sip/writing/text.html",
            form=form,
            opened=opened,
            heading=heading,
            there=there,
            back=back,
            outcome=outcome,
            sees=_sees_text(opened, heading, there),
        ),
        outcome.status(form),
    )


def _sees_text(
    opened: "OpenedPlan", heading: Heading, there: "TextBlock | None"
) -> "Sequence[Sees]":
    """Who would see the text in each category: it is the person's under what matters to them."""
    parties = load_parties(opened)
    if there is None and heading.is_of_person:
        return presenter.sees_of_person(opened, parties)
    return who_sees(opened, parties, there.from_party if there else opened.party)


def _save_text(actor: Actor, opened: "OpenedPlan", form: TextForm, heading: Heading) -> None:
    text, category = filled(form.text.data), filled(form.category.data)
    texts.write_text(
        actor,
        opened,
        texts.text_in_name(opened, heading.kind, text=text, category=category),
        text_id=as_id(form.text_id.data),
        base_version=as_number(form.base_version.data),
        now=clock.now(),
    )


@bp.route("/texts/<uuid:part_id>/remove", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content_part("text"))
def remove_text(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Take a text out, after asking once."""
    if _is_sent_again(subject):
        return redirect(_plan_url(subject.opened, "h-words"))
    there = _one(load_content(subject.opened).texts, subject.part_id)
    form = RemovalForm(version=str(there.version))
    if saved(form, partial(_remove, texts.remove_text, actor, subject, form)):
        flash(_("Texten är borttagen. Den finns kvar i historiken."))
        return redirect(_text_url(subject.opened, there))
    return _removal(subject, form, there.text, there.version)


@bp.route("/goals/new", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared("form"))
@drafted()
def add_goal(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Write a new goal."""
    form = GoalForm(
        goal_id=str(new_id()),
        status=GoalStatus.OPEN.value,
        stated_by=StatedBy.PROFESSIONALS.value,
    )
    form.stated_by.choices = presenter.whose_words(opened)
    return _goal(actor, opened, form, None)


@bp.route("/goals/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("goal"))
@drafted()
def edit_goal(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Change a goal."""
    there = _one(load_content(subject.opened).goals, subject.part_id)
    form = GoalForm(
        goal_id=str(there.id),
        title=there.title,
        measure=there.measure,
        status=there.status.value,
        category=there.category,
    )
    form.goal_id.data = str(there.id)
    del form.stated_by  # whose words they are is said once
    return _goal(actor, subject.opened, form, there)


def _goal(
    actor: Actor, opened: "OpenedPlan", form: GoalForm, there: "GoalContent | None"
) -> ResponseReturnValue:
    outcome = attempt(form, lambda: _save_goal(actor, opened, form))
    if outcome.is_saved:
        outcome.tell(_("Sparat."))
        return redirect(_plan_url(opened, "h-goals"))
    parties = load_parties(opened)
    return (
        render_template(
            "sip/writing/goal.html",
            form=form,
            opened=opened,
            there=there,
            outcome=outcome,
            sees=who_sees(opened, parties, there.from_party if there else opened.party),
            sees_person=presenter.sees_of_person(opened, parties) if there is None else (),
            was=_kept(goals.goal_was(opened, as_id(form.goal_id.data)), outcome),
        ),
        outcome.status(form),
    )


def _save_goal(actor: Actor, opened: "OpenedPlan", form: GoalForm) -> None:
    goal_id = as_id(form.goal_id.data)
    names = tuple(name for name in GOAL if name in form)
    goals.write_goal(actor, opened, edit_of(form, names), goal_id=goal_id, now=clock.now())


def _kept(was: Mapping[str, str], outcome: Outcome) -> dict[str, str]:
    """What the hidden fields say when the form is shown.

    What it was changed from, until both texts have been shown; then what is there now.
    """
    sent = sent_fields()
    if not sent or outcome.stale:
        return dict(was)
    return {name: sent.get(f"was_{name}", value) for name, value in was.items()}


@bp.route("/goals/<uuid:part_id>/remove", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("goal"))
def remove_goal(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Take a goal out, after asking once."""
    if _is_sent_again(subject):
        return redirect(_plan_url(subject.opened, "h-goals"))
    there = _one(load_content(subject.opened).goals, subject.part_id)
    form = RemovalForm(version=str(there.version))
    if saved(form, partial(_remove, goals.remove_goal, actor, subject, form)):
        flash(_("Målet är borttaget. Det finns kvar i historiken."))
        return redirect(_plan_url(subject.opened, "h-goals"))
    return _removal(subject, form, there.title, there.version)


@bp.route("/goals/<uuid:part_id>/actions/new", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("goal"))
@drafted()
def add_action(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say who does what for a goal."""
    content = load_content(subject.opened)
    goals = (one for one in content.goals if one.id == subject.part_id)
    goal = next(goals, None)
    if goal is None:
        raise NotFoundError
    form = ActionForm(action_id=str(new_id()), status=ActionStatus.NOT_STARTED.value)
    return _action(actor, subject.opened, form, (content, goal, None))


@bp.route("/actions/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("action"))
@drafted()
def edit_action(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Change an action."""
    content = load_content(subject.opened)
    there = _one(content.actions, subject.part_id)
    goals = (one for one in content.goals if one.id == there.goal_id)
    goal = next(goals, None)
    if goal is None:  # taken out of sight since
        raise NotFoundError
    was = actions.action_was(subject.opened, there.id)
    form = ActionForm(
        data=was
        | {"is_decided": there.is_decided, "due_on": there.due_on}
        | {"decided_on": there.decided_on, "starts_on": there.starts_on},
    )
    form.action_id.data = str(there.id)
    return _action(actor, subject.opened, form, (content, goal, there), was)


def _action(
    actor: Actor,
    opened: "OpenedPlan",
    form: ActionForm,
    about: "tuple[PlanContent, GoalContent, ActionContent | None]",
    was: "Mapping[str, str] | None" = None,
) -> ResponseReturnValue:
    content, goal, there = about
    measures = presenter.measures_to_choose(opened)
    before = actions.action_was(opened, as_id(form.action_id.data)) if was is None else was
    form.measure.choices = measures.offered(before.get("measure", ""))
    form.who.choices = presenter.with_present(presenter.doers(opened, content, goal), there)
    form.deviation_id.data = form.deviation_id.data or str(new_id())
    outcome = attempt(form, lambda: _save_action(actor, opened, form, goal.id))
    if outcome.is_saved:
        outcome.tell(_("Sparat."))
        return redirect(_plan_url(opened, "h-goals"))
    if was is None or outcome.stale:
        was = actions.action_was(opened, as_id(form.action_id.data))
    return (
        render_template(
            "sip/writing/action.html",
            form=form,
            opened=opened,
            goal=goal,
            there=there,
            measures=measures,
            outcome=outcome,
            sees=who_sees(opened, content, there.from_party if there else opened.party),
            was=_kept(was, outcome),
        ),
        outcome.status(form),
    )


def _save_action(actor: Actor, opened: "OpenedPlan", form: ActionForm, goal_id: UUID) -> None:
    report = None
    if form.deviates.data:
        report = DeviationReport(as_id(form.deviation_id.data), as_text(form.deviation.data))
    actions.write_action(
        actor,
        opened,
        edit_of(form, ACTION),
        actions.Where(goal_id, as_id(form.action_id.data), opened.party),
        now=clock.now(),
        today=clock.today(),
        report=report,
    )


@bp.route("/actions/<uuid:part_id>/report", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("action"))
def report(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say how an action goes: also by the one who does it, though another wrote it."""
    found = load_content(subject.opened).actions
    there = next((one for one in found if one.id == subject.part_id and one.may_report), None)
    if there is None:
        raise NotFoundError
    form = ReportForm(status=there.status.value, seen=there.status.value)
    if saved(form, lambda: _report(actor, subject, form), told=_("Sparat.")):
        return redirect(_plan_url(subject.opened, "h-goals"))
    return (
        render_template("sip/writing/report.html", form=form, opened=subject.opened, action=there),
        status_of(form),
    )


def _report(actor: Actor, subject: "PartOfPlan", form: ReportForm) -> None:
    status = ActionStatus(filled(form.status.data))
    seen, now = form.seen.data or "", clock.now()
    actions.set_status(actor, subject.opened, subject.part_id, status, seen=seen, now=now)


@bp.route("/actions/<uuid:part_id>/remove", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("action"))
def remove_action(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Take an action out, after asking once."""
    if _is_sent_again(subject):
        return redirect(_plan_url(subject.opened, "h-goals"))
    there = _one(load_content(subject.opened).actions, subject.part_id)
    form = RemovalForm(version=str(there.version))
    if saved(form, partial(_remove, actions.remove_action, actor, subject, form)):
        flash(_("Åtgärden är borttagen. Den finns kvar i historiken."))
        return redirect(_plan_url(subject.opened, "h-goals"))
    return _removal(subject, form, there.title, there.version)


def _is_sent_again(subject: "PartOfPlan") -> bool:
    """Whether the form that takes it out has done so already; the next page says so."""
    is_again = request.method == "POST" and was_removed(subject.opened, subject.part_id)
    if is_again:
        flash(_("Inget ändrades."))
    return is_again


def _remove(
    command: Callable[..., None], actor: Actor, subject: "PartOfPlan", form: RemovalForm
) -> None:
    version = as_number(form.version.data)
    command(actor, subject.opened, subject.part_id, version=version, now=clock.now())


def _removal(
    subject: "PartOfPlan", form: RemovalForm, text: str, version: int
) -> ResponseReturnValue:
    if form.form_errors:  # told that it reads otherwise: sent again, that is taken out
        form.version.data = str(version)
    page = render_template("sip/writing/remove.html", form=form, opened=subject.opened, text=text)
    return page, status_of(form)
