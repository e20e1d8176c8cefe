"""The person's own pages: the plan, what they write in it, what they say of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.outbox.notices import list_notices
from portal.web.drafts import sent_fields
from portal.web.edited import edit_of
from portal.web.forms import Form, filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id, as_number
from portal.web.saving import Outcome, attempt
from sip.content.unsealing import load_content
from sip.door.drafts import drafted
from sip.door.opening import opening_content, opening_content_part, opening_whole
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.phases import STILL
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import ActionStatus, Approval, GoalStatus
from sip.my_plan import commands, presenter
from sip.my_plan.forms import ActionForm, AnswerForm, GoalForm, OwnTextForm, StatusForm, SurveyForm
from sip.plan.closing import Scores
from sip.plan.closing_page import survey_lines
from sip.writing import actions, goals, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sip.content.parts import GoalContent
    from sip.door.opening import OpenedPlan, PartOfPlan
    from sip.kernel.vocabulary import TextKind

bp = Blueprint("my_plan", __name__, url_prefix="/my-plan")

GOAL = ("title", "measure", "status")
ACTION = ("title", "due_on", "status")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that a form changes: the category they are in, and their id once they are there."""

    category: str
    part_id: UUID | None


NEW_WORDS = _Words(OWN_WORDS, None)


@bp.get("")
@requires(MyPlanPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The only plan at once, several to choose among, or what to do without any."""
    plans = presenter.plans_in_sight()
    if len(plans) == 1:
        return redirect(url_for("my_plan.show", plan_id=plans[0]))
    lines = presenter.plan_lines(actor)
    heading = presenter.plans_finding(lines)
    told = list_notices(actor)
    return render_template("sip/my_plan/index.html", lines=lines, heading=heading, told=told)


@bp.get("/<uuid:plan_id>")
@requires(MyPlanPermission.VIEW, opening_whole("my_plan"))
def show(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan: the next meeting, what matters, goals, who may see."""
    page, told = presenter.my_plan(actor, opened), list_notices(actor)
    return render_template("sip/my_plan/show.html", page=page, told=told)


@bp.route("/<uuid:plan_id>/words", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content("own_words"))
@drafted(by=("text", "kind"))
def edit_words(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """What matters to the person, or another of their texts, in their own words."""
    there = presenter.own_text(opened, _text_of_address(), request.args.get("kind"))
    kind = there.kind if there else commands.kind_to_write(opened, request.args.get("kind"))
    form = OwnTextForm(
        text_id=str(there.id if there else new_id()),
        base_version=str(there.version if there else 0),
        text=there.text if there else "",
    )
    outcome = attempt(form, lambda: _save_own_text(actor, opened, form, kind))
    if outcome.is_saved:
        return _back(opened, outcome, _("Sparat."), presenter.anchor_of(kind))
    if outcome.stale:
        form.base_version.data = str(texts.text_version(opened, as_id(form.text_id.data)))
    seen = _Words(there.category, there.id) if there else NEW_WORDS
    asked = presenter.asked_words(kind)
    return _page("sip/my_plan/words.html", opened, form, outcome, words=seen, asked=asked)


def _text_of_address() -> UUID | None:
    """Which of several texts the address names; None for the only one."""
    return request.args.get("text", type=UUID)


def _save_own_text(actor: Actor, opened: "OpenedPlan", form: OwnTextForm, kind: "TextKind") -> None:
    commands.write_own_text(
        actor,
        opened,
        kind=kind,
        text=filled(form.text.data),
        text_id=as_id(form.text_id.data),
        base_version=as_number(form.base_version.data),
        now=clock.now(),
    )


@bp.route("/<uuid:plan_id>/goals/new", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content("form"))
@drafted()
def add_goal(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """A goal of one's own."""
    return _goal(actor, opened, GoalForm(goal_id=str(new_id()), status=GoalStatus.OPEN.value))


@bp.route("/<uuid:plan_id>/goals/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content_part("goal"))
@drafted()
def edit_goal(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Change a goal of one's own."""
    goal = presenter.find_goal(subject.opened, subject.part_id)
    if goal is None or not goal.is_own:
        raise NotFoundError
    form = GoalForm(title=goal.title, measure=goal.measure, status=goal.status.value)
    form.goal_id.data = str(goal.id)
    return _goal(actor, subject.opened, form)


def _goal(actor: Actor, opened: "OpenedPlan", form: GoalForm) -> ResponseReturnValue:
    goal_id = as_id(form.goal_id.data)
    outcome = attempt(
        form,
        lambda: commands.write_goal(
            actor, opened, edit_of(form, GOAL), goal_id=goal_id, now=clock.now()
        ),
    )
    if outcome.is_saved:
        return _back(opened, outcome, _("Målet är sparat."), "h-goals")
    there = goals.goal_was(opened, goal_id)
    was = _was(there, GOAL, outcome)
    seen = _Words(there.get("category", OWN_WORDS), goal_id if there else None)
    return _page("sip/my_plan/goal.html", opened, form, outcome, words=seen, was=was)


@bp.route("/<uuid:plan_id>/goals/<uuid:part_id>/actions/new", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content_part("goal"))
@drafted()
def add_action(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """What one does oneself for a goal."""
    form = ActionForm(action_id=str(new_id()), status=ActionStatus.NOT_STARTED.value)
    goal = presenter.find_goal(subject.opened, subject.part_id)
    return _action(actor, subject.opened, form, goal)


@bp.route("/<uuid:plan_id>/actions/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content_part("action"))
@drafted()
def edit_action(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Change what one does; of what others wrote down for one, how it goes."""
    action, goal = presenter.find_action(subject.opened, subject.part_id)
    if action is None or not action.may_report:
        raise NotFoundError
    if not action.is_own:
        return _status(actor, subject, action.title, action.status.value)
    form = ActionForm(title=action.title, due_on=action.due_on, status=action.status.value)
    form.action_id.data = str(action.id)
    return _action(actor, subject.opened, form, goal)


def _action(
    actor: Actor, opened: "OpenedPlan", form: ActionForm, goal: "GoalContent | None"
) -> ResponseReturnValue:
    if goal is None:
        raise NotFoundError
    action_id = as_id(form.action_id.data)
    outcome = attempt(
        form,
        lambda: commands.write_action(
            actor,
            opened,
            edit_of(form, ACTION),
            goal_id=goal.id,
            action_id=action_id,
            now=clock.now(),
            today=clock.today(),
        ),
    )
    if outcome.is_saved:
        return _back(opened, outcome, _("Sparat."), "h-goals")
    there = actions.action_was(opened, action_id)
    was = _was(there, ACTION, outcome)
    seen = _Words(there.get("category", OWN_WORDS), action_id if there else None)
    return _page("sip/my_plan/action.html", opened, form, outcome, words=seen, was=was, goal=goal)


def _status(actor: Actor, subject: "PartOfPlan", title: str, status: str) -> ResponseReturnValue:
    opened, form = subject.opened, StatusForm(status=status, seen=status)
    outcome = attempt(form, lambda: _set_status(actor, subject, form))
    if outcome.is_saved:
        return _back(opened, outcome, _("Sparat."), "h-goals")
    if outcome.stale:
        form.seen.data = status
    return _page("sip/my_plan/status.html", opened, form, outcome, title=title)


def _set_status(actor: Actor, subject: "PartOfPlan", form: StatusForm) -> None:
    status = ActionStatus(filled(form.status.data))
    seen, now = form.seen.data or "", clock.now()
    actions.set_status(actor, subject.opened, subject.part_id, status, seen=seen, now=now)


@bp.route("/<uuid:plan_id>/answer", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_whole("my_plan"))
@drafted()
def answer(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Approve the plan as it was put to the person, or object."""
    version = presenter.asked_version(opened)
    if version is None:
        raise NotFoundError
    form = AnswerForm(number=str(version.number), answer=version.my_answer)
    outcome = attempt(form, lambda: _answer(actor, opened, form))
    if outcome.is_saved:
        return _back(opened, outcome, _("Tack. Ditt svar är sparat."), "h-answer")
    if form.form_errors:  # told that there is a newer one: sent again, it answers that
        form.number.data = str(version.number)
    return _page("sip/my_plan/answer.html", opened, form, outcome, version=version)


def _answer(actor: Actor, opened: "OpenedPlan", form: AnswerForm) -> None:
    commands.answer_version(
        actor,
        opened,
        number=as_number(form.number.data),
        answer=Approval(filled(form.answer.data)),
        comment=form.comment.data or "",
        now=clock.now(),
    )


@bp.route("/<uuid:plan_id>/survey", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_content("form"), even=STILL)
def survey(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """What the person thought, when the plan is followed up or closed."""
    if not presenter.asks_survey(opened):
        raise NotFoundError
    form = SurveyForm()
    outcome = attempt(form, lambda: _answer_survey(actor, opened, form))
    if outcome.is_saved:
        return _back(opened, outcome, _("Tack för dina svar."), None)
    noted = survey_lines(opened, load_content(opened))
    return _page("sip/my_plan/survey.html", opened, form, outcome, noted=noted)


def _answer_survey(actor: Actor, opened: "OpenedPlan", form: SurveyForm) -> None:
    scores = Scores(
        information=int(filled(form.information.data)),
        participation=int(filled(form.participation.data)),
        cooperation=int(filled(form.cooperation.data)),
        meaning=int(filled(form.meaning.data)),
    )
    commands.answer_survey(actor, opened, scores, now=clock.now())


def _back(
    opened: "OpenedPlan", outcome: Outcome, told: str, anchor: str | None
) -> ResponseReturnValue:
    outcome.tell(told)
    return redirect(url_for("my_plan.show", plan_id=opened.plan_id, _anchor=anchor))


def _page(
    template: str,
    opened: "OpenedPlan",
    form: Form,
    outcome: Outcome,
    *,
    words: _Words = NEW_WORDS,
    **values: object,
) -> ResponseReturnValue:
    sees = presenter.sees_own_words(opened, words.category)
    said = {"sees": sees, "part_id": words.part_id, **values}
    shown = render_template(template, form=form, opened=opened, outcome=outcome, **said)
    return shown, outcome.status(form)


def _was(kept: "Mapping[str, str]", names: tuple[str, ...], outcome: Outcome) -> dict[str, str]:
    """What the hidden fields say: what the form was opened with, until both have been shown."""
    if not kept:
        return {}
    sent = sent_fields()
    if not sent or outcome.stale:
        return {name: kept[name] for name in names}
    return {name: sent.get(f"was_{name}", kept[name]) for name in names}
