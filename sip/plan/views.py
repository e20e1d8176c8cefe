"""Pages of the plan: the list, a new one, the plan itself, and what holds it together."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.forms import filled, filled_date
from portal.web.guard import itself, requires
from portal.web.saving import attempt, saved, status_of
from sip.content.parts import of_party
from sip.content.unsealing import load_content
from sip.door.opening import open_many, opening, opening_own, opening_whole
from sip.kernel.permissions import SipPermission
from sip.kernel.settings import sip_settings
from sip.plan import case, presenter, queries, service, words
from sip.plan.autosave import answer_json, edit_of, wants_json
from sip.plan.forms import BasicsForm, CloseForm, FollowUpForm, HeldForm, NotStartedForm, StartForm

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan

bp = Blueprint("plans", __name__, url_prefix="/sip/plans")

BASICS = ("lead_principal", "coordinator", "ends_on")


def as_id(text: str | None) -> UUID:
    """An id that our own form carried."""
    try:
        return UUID(text)
    except (TypeError, ValueError):
        raise NotFoundError from None


@bp.get("")
@requires(SipPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The plans that one takes part in."""
    lines = queries.list_plans(open_many(actor, "plans"))
    return render_template("sip/plan/index.html", lines=lines, actor=actor)


@bp.route("/new", methods=["GET", "POST"])
@requires(SipPermission.START, itself)
def new(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Note a need."""
    form = StartForm(plan_id=str(new_id()), found_on=clock.today(), category="social_situation")
    form.municipality.choices = presenter.municipalities(actor)
    form.category.choices = words.categories()
    if actor.organisation_kind is OrganisationKind.MUNICIPALITY and not form.is_submitted():
        form.municipality.data = str(actor.organisation_id)
    if saved(form, lambda: _start(actor, form)):
        flash(_("Behovet är noterat. Bara ni som handlägger ser det tills personen samtycker."))
        return redirect(url_for("plans.show", plan_id=as_id(form.plan_id.data)))
    return render_template("sip/plan/new.html", form=form), status_of(form)


def _start(actor: Actor, form: StartForm) -> None:
    need = service.NeedFound(
        text=filled(form.need.data),
        category=filled(form.category.data),
        found_on=filled_date(form.found_on.data),
        municipality_id=UUID(filled(form.municipality.data)),
        name=filled(form.name.data),
        personnummer=form.personnummer.data or "",
        title=form.title.data or "",
    )
    plan_id = as_id(form.plan_id.data)
    service.start_plan(actor, need, plan_id=plan_id, now=clock.now(), today=clock.today())


@bp.get("/<uuid:plan_id>")
@requires(SipPermission.VIEW, opening_whole("plan"))
def show(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan, as far as it is open."""
    page = presenter.plan_page(opened, load_content(opened))
    return render_template("sip/plan/show.html", page=page, look_of=presenter.look_of, words=words)


@bp.get("/<uuid:plan_id>/own")
@requires(SipPermission.OWN_RECORDS, opening_own("own"))
def own(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """What one's own organisation wrote, also after consent has ended."""
    content = of_party(load_content(opened), opened.party)
    return render_template(
        "sip/plan/own.html",
        plan=content,
        is_open=opened.is_open,
        words=words,
        look_of=presenter.look_of,
    )


@bp.post("/<uuid:plan_id>/phase/<any(consent,preparing,meeting,planning,following_up):phase>")
@requires(SipPermission.HANDLE, lambda actor, plan_id, phase: _to(actor, plan_id, phase))
def move(actor: Actor, subject: "Step") -> ResponseReturnValue:
    """Take the plan to its next phase."""
    with transaction():
        service.move(actor, subject.opened, subject.phase, now=clock.now())
    return redirect(url_for("plans.show", plan_id=subject.opened.plan_id))


@bp.route("/<uuid:plan_id>/basics", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening("edit"))
def basics(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Who leads, who holds the plan together, and when it ends."""
    content = load_content(opened)
    was = case.basics(opened.plan)
    form = BasicsForm(data=was | {"ends_on": opened.plan.ends_on})
    form.lead_principal.choices = presenter.principals(actor)
    form.coordinator.choices = presenter.staff(content, _("Inte bestämt"))
    outcome = attempt(form, lambda: _set_basics(actor, opened, form))
    now = case.basics(opened.plan)
    if wants_json():
        return answer_json(form, outcome, {f"was_{name}": value for name, value in now.items()})
    if outcome.is_saved:
        flash(_("Sparat."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    return (
        render_template("sip/plan/basics.html", form=form, plan=content, was=now, outcome=outcome),
        outcome.status(form),
    )


def _set_basics(actor: Actor, opened: "OpenedPlan", form: BasicsForm) -> None:
    edit = edit_of(form, BASICS)
    case.set_basics(actor, opened, edit, today=clock.today(), now=clock.now())


@bp.route("/<uuid:plan_id>/follow-up", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening("edit"))
def follow_up(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Agree when the plan is followed up next, and who holds it."""
    content = load_content(opened)
    there = content.next_follow_up
    days = sip_settings().clocks["first_follow_up"]
    suggested = presenter.default_follow_up(clock.today(), days)
    form = FollowUpForm(
        due_on=there.due_on if there else suggested,
        holder=there.holder_id if there else opened.participant_id,
    )
    form.holder.choices = presenter.staff(content, _("Välj …"))
    outcome = attempt(form, lambda: _agree(actor, opened, form))
    if outcome.is_saved:
        flash(_("Uppföljningen är bestämd."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    was = case.follow_up_fields(case.find_follow_up(opened.plan))
    return (
        render_template(
            "sip/plan/follow_up.html", form=form, plan=content, was=was, outcome=outcome
        ),
        outcome.status(form),
    )


def _agree(actor: Actor, opened: "OpenedPlan", form: FollowUpForm) -> None:
    base = edit_of(form, ("due_on", "holder")).base
    case.agree_follow_up(
        actor,
        opened,
        due_on=filled_date(form.due_on.data),
        holder=UUID(filled(form.holder.data)),
        base=(base.get("due_on", ""), base.get("holder", "")),
        today=clock.today(),
        now=clock.now(),
    )


@bp.route("/<uuid:plan_id>/follow-up/held", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening("edit"))
def held(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Note that the follow-up was held."""
    if case.find_follow_up(opened.plan) is None:
        raise NotFoundError
    form = HeldForm(held_on=clock.today())
    if saved(form, lambda: _hold(actor, opened, form)):
        flash(_("Uppföljningen är noterad. Bestäm nästa, eller avsluta planen."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    content = load_content(opened)
    return (
        render_template("sip/plan/held.html", form=form, plan=content),
        status_of(form),
    )


def _hold(actor: Actor, opened: "OpenedPlan", form: HeldForm) -> None:
    day = filled_date(form.held_on.data)
    case.hold_follow_up(actor, opened, held_on=day, today=clock.today(), now=clock.now())


@bp.route("/<uuid:plan_id>/not-started", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening("edit"))
def not_started(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Note that no plan is made, and why."""
    form = NotStartedForm(category="social_situation")
    form.reason.choices = [(one.value, label) for one, label in words.REASONS.items()]
    form.category.choices = words.categories()
    if saved(form, lambda: _not_start(actor, opened, form)):
        flash(_("Det är noterat varför ingen plan görs."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    return (
        render_template("sip/plan/not_started.html", form=form, opened=opened),
        status_of(form),
    )


def _not_start(actor: Actor, opened: "OpenedPlan", form: NotStartedForm) -> None:
    service.not_start(
        actor,
        opened,
        reason=filled(form.reason.data),
        explanation=filled(form.explanation.data),
        category=filled(form.category.data),
        now=clock.now(),
    )


@bp.route("/<uuid:plan_id>/close", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening("edit"))
def close(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Close the plan, with what the person thought of it."""
    form = CloseForm(how="oral")
    for name, label in words.QUESTIONS.items():
        form[name].label.text = str(label)
    form.how.choices = [(how, words.HOWS[how]) for how in words.RECORDED]
    is_answered = case.has_survey(opened.plan)
    if _closed(actor, opened, form, is_answered=is_answered):
        flash(_("Planen är avslutad."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    return (
        render_template(
            "sip/plan/close.html",
            form=form,
            opened=opened,
            is_answered=is_answered,
            questions=list(words.QUESTIONS),
        ),
        status_of(form),
    )


def _closed(actor: Actor, opened: "OpenedPlan", form: CloseForm, *, is_answered: bool) -> bool:
    given = [form[name].data for name in words.QUESTIONS]
    if form.is_submitted() and any(given) and not all(given) and not is_answered:
        form.form_errors.append(_("Svara på alla fyra frågorna, eller på ingen."))
        return False
    scores = case.Scores(*map(int, given)) if all(given) and not is_answered else None
    how = form.how.data or "oral"
    return saved(form, lambda: case.close(actor, opened, scores=scores, how=how, now=clock.now()))


class Step:
    """A plan, and the phase that its handler takes it to."""

    def __init__(self, opened: "OpenedPlan", phase: str) -> None:
        self.opened = opened
        self.phase = phase
        self.is_open, self.is_owner = opened.is_open, opened.is_owner
        self.is_handler = opened.is_handler


def _to(actor: Actor, plan_id: UUID, phase: str) -> Step:
    return Step(opening("edit")(actor, plan_id), phase)
