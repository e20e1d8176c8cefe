"""Pages of the plan: the list, a new one, the plan itself, and what holds it together."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.errors import Difference, NotFoundError, StaleError
from portal.ids import new_id
from portal.web import drafts
from portal.web.edited import as_text, edit_of
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of
from sip.agreement_link import Agreed, agreed_lines
from sip.content.sees import who_sees
from sip.content.unsealing import load_content, load_parties
from sip.door.drafts import drafted
from sip.door.opening import (
    opening,
    opening_content,
    opening_content_part,
    opening_own,
    opening_shared,
    opening_whole,
)
from sip.kernel.categories import category_label
from sip.kernel.permissions import SipPermission
from sip.kernel.vocabulary import (
    PRINCIPALS,
    AskedAbout,
    ClosingReason,
    How,
    NotStartedReason,
    Progress,
    ReopenReason,
    Standing,
    Tool,
    Went,
)
from sip.people.queries import last_title, subject_number
from sip.people.service import Age
from sip.plan import asking, closing, follow_ups, not_starting, presenter, queries, starting, words
from sip.plan.basics import basics_as_texts, set_basics
from sip.plan.closing_page import close_page, past_closings
from sip.plan.content_page import own_page
from sip.plan.decided import decided_not_begun
from sip.plan.forms import (
    UNTOLD,
    AskedForm,
    BasicsForm,
    CloseForm,
    FollowUpForm,
    HeldForm,
    NotStartedForm,
    ReopenForm,
    StartForm,
    with_goals,
    with_parts,
)
from sip.plan.plan_page import plan_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sip.content.parts import GoalContent
    from sip.door.opening import OpenedPlan, PartOfPlan
    from sip.plan.follow_ups import NextFollowUp

bp = Blueprint("plans", __name__, url_prefix="/sip/plans")

BASICS = ("lead_principal", "coordinator", "ends_on", "nobody_else")
FOLLOW_UP = ("due_on", "holder")
SCORES = ("information", "participation", "cooperation", "meaning")


@bp.get("")
@requires(SipPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The plans that one takes part in."""
    lines = queries.list_plans(actor, today=clock.today(), now=clock.now())
    return render_template(
        "sip/plan/index.html",
        lines=lines,
        heading=presenter.plans_finding(lines),
        may_start=actor.organisation_kind in PRINCIPALS,
        is_region=actor.organisation_kind is OrganisationKind.REGION,
        late=words.LATE,
    )


@bp.get("/decided")
@requires(SipPermission.LIST, itself)
def decided(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """What one's own organisation has decided and not begun, the oldest decision first."""
    lines = decided_not_begun(actor, today=clock.today())
    return render_template(
        "sip/plan/decided.html",
        lines=lines,
        heading=presenter.decided_finding(lines),
        reports=actor.organisation_kind is OrganisationKind.MUNICIPALITY,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(SipPermission.START, itself)
@drafts.drafted()
def new(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Note a need."""
    is_municipality = actor.organisation_kind is OrganisationKind.MUNICIPALITY
    form = StartForm(
        plan_id=str(new_id()),
        found_on=clock.today(),
        municipality=actor.organisation_id if is_municipality else None,
        title=last_title(),
    )
    form.municipality.choices = presenter.municipalities(actor)
    if saved(form, lambda: _start(actor, form)):
        flash(_("Behovet är noterat. Ni som handlägger ser det, och personen efter inloggning."))
        onward = "consent.ask" if "go_on" in request.form else "plans.show"
        return redirect(url_for(onward, plan_id=as_id(form.plan_id.data)))
    return render_template("sip/plan/new.html", form=form), status_of(form)


def _start(actor: Actor, form: StartForm) -> None:
    need = starting.NeedFound(
        text=filled(form.need.data),
        category=filled(form.category.data),
        found_on=filled_date(form.found_on.data),
        municipality_id=UUID(filled(form.municipality.data)),
        name=filled(form.name.data),
        personnummer=form.personnummer.data or "",
        age=Age(form.born.data, form.age.data or ""),
        title=form.title.data or "",
        understood=form.understood.data or "",
    )
    plan_id = as_id(form.plan_id.data)
    starting.start_plan(actor, need, plan_id=plan_id, now=clock.now(), today=clock.today())


@bp.get("/<uuid:plan_id>")
@requires(SipPermission.VIEW, opening_whole("plan"))
def show(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The plan, as far as it is open."""
    page = plan_page(actor, opened, load_content(opened))
    return render_template("sip/plan/show.html", page=page)


@bp.get("/<uuid:plan_id>/personnummer")
@requires(SipPermission.VIEW, opening("number"))
def number(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The person's number, to find their record by. A page of its own: the log says it was read."""
    return render_template("sip/plan/number.html", opened=opened, number=subject_number(opened))


@bp.get("/<uuid:plan_id>/own")
@requires(SipPermission.OWN_RECORDS, opening_own("own"))
def own(_actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """What one's own organisation wrote, also after consent has ended."""
    page = own_page(opened, load_content(opened))
    return render_template("sip/plan/own.html", page=page)


@bp.route("/<uuid:plan_id>/basics", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_content("form"))
def basics(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Who leads, who holds the plan together, and when it ends."""
    content = load_content(opened)
    was = basics_as_texts(opened.plan)
    form = BasicsForm(
        data=was | {"ends_on": opened.plan.ends_on, "nobody_else": opened.plan.nobody_else}
    )
    form.lead_principal.choices = presenter.principals(actor)
    form.coordinator.choices = presenter.staff(content, _("Inte bestämt"))
    outcome = attempt(form, lambda: _set_basics(actor, opened, form))
    now = basics_as_texts(opened.plan)
    if outcome.is_saved:
        outcome.tell(_("Sparat."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    return (
        render_template(
            "sip/plan/basics.html",
            form=form,
            opened=opened,
            plan=content,
            was=now,
            outcome=outcome,
            agreed=agreed_lines(
                opened.plan.municipality_id, Agreed.HOLDING_TOGETHER, clock.today()
            ),
        ),
        outcome.status(form),
    )


def _set_basics(actor: Actor, opened: "OpenedPlan", form: BasicsForm) -> None:
    edit = edit_of(form, BASICS)
    set_basics(actor, opened, edit, today=clock.today(), now=clock.now())


@bp.route("/<uuid:plan_id>/follow-up", methods=["GET", "POST"])
@requires(SipPermission.LEAD, opening_shared("form"))
def follow_up(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Agree when the plan is followed up next, and who holds it."""
    content = load_content(opened)
    there = content.next_follow_up
    agreed = follow_ups.agreed_time(opened.plan, clock.today())
    form = FollowUpForm(
        due_on=there.due_on if there else follow_ups.suggested_day(agreed, clock.today()),
        holder=there.holder_id if there else opened.participant_id,
    )
    form.holder.choices = presenter.staff(content, _("Välj …"))
    outcome = attempt(form, lambda: _agree(actor, opened, form))
    if outcome.is_saved:
        outcome.tell(_("Uppföljningen är bestämd."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    was = follow_ups.follow_up_as_texts(follow_ups.find_follow_up(opened.plan))
    return (
        render_template(
            "sip/plan/follow_up.html",
            form=form,
            opened=opened,
            plan=content,
            was=was,
            outcome=outcome,
            agreed=agreed,
        ),
        outcome.status(form),
    )


def _agree(actor: Actor, opened: "OpenedPlan", form: FollowUpForm) -> None:
    edit = edit_of(form, FOLLOW_UP)
    follow_ups.agree_follow_up(actor, opened, edit, today=clock.today(), now=clock.now())


@bp.route("/<uuid:plan_id>/follow-up/held", methods=["GET", "POST"])
@requires(SipPermission.LEAD, follow_ups.opening_follow_up("follow_up"))
def held(actor: Actor, subject: "NextFollowUp") -> ResponseReturnValue:
    """Note that the follow-up was held."""
    opened = subject.opened
    content = load_content(opened)
    goals = follow_ups.goals_to_judge(content)
    form = with_goals(goals)(held_on=clock.today(), follow_up=str(subject.id))
    if not (subject.waits or form.is_submitted()):
        raise NotFoundError
    if saved(form, lambda: _hold(actor, opened, form, goals)):
        flash(_("Uppföljningen är noterad. Bestäm nästa, eller avsluta planen."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    return (
        render_template("sip/plan/held.html", form=form, opened=opened, plan=content, goals=goals),
        status_of(form),
    )


def _hold(
    actor: Actor, opened: "OpenedPlan", form: HeldForm, goals: "Sequence[GoalContent]"
) -> None:
    day = filled_date(form.held_on.data)
    _check_readers(form, goals)
    said = [
        follow_ups.SaidOfGoal(goal.id, Progress(went), as_text(form[f"word_{goal.id.hex}"].data))
        for goal in goals
        if (went := filled(form[f"went_{goal.id.hex}"].data)) != UNTOLD
    ]
    today, now = clock.today(), clock.now()
    follow_ups.hold_follow_up(
        actor,
        opened,
        said,
        follow_up_id=as_id(form.follow_up.data),
        held_on=day,
        today=today,
        now=now,
    )


def _check_readers(form: HeldForm, goals: "Sequence[GoalContent]") -> None:
    """Raise StaleError when words of a goal would come before other readers than it had."""
    moved = [
        Difference(goal.title, category_label(was), category_label(goal.category), "")
        for goal in goals
        if as_text(form[f"word_{goal.id.hex}"].data)
        and (was := form[f"about_{goal.id.hex}"].data or "") != goal.category
    ]
    if moved:
        raise StaleError(tuple(moved))


@bp.route("/<uuid:plan_id>/asked", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content("form"))
@drafted()
def asked(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """What one's own organisation has asked about, and a form to note more."""
    form = AskedForm(asked_id=str(new_id()), asked_on=clock.today(), asked_by=actor.name)
    if saved(form, lambda: _note_asked(actor, opened, form), told=_("Sparat.")):
        return redirect(url_for("plans.asked", plan_id=opened.plan_id))
    page = own_page(opened, load_content(opened))
    agreed = agreed_lines(opened.plan.municipality_id, Agreed.CHILDREN, clock.today())
    shown = render_template(
        "sip/plan/asked.html", form=form, opened=opened, page=page, agreed=agreed
    )
    return shown, status_of(form)


def _note_asked(actor: Actor, opened: "OpenedPlan", form: AskedForm) -> None:
    question = asking.Question(
        kind=AskedAbout(filled(form.kind.data)),
        tool=Tool(form.tool.data) if form.tool.data else None,
        asked_on=filled_date(form.asked_on.data),
        asked_by=filled(form.asked_by.data),
        said=as_text(form.said.data),
    )
    asked_id = as_id(form.asked_id.data)
    today, now = clock.today(), clock.now()
    asking.note_asked(actor, opened, question, asked_id=asked_id, today=today, now=now)


@bp.route("/<uuid:plan_id>/asked/<uuid:part_id>/reported", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content_part("form"))
def god_man_reported(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say that the need of a god man has been reported, after asking once."""
    opened = subject.opened
    found = (one for one in load_content(opened).asked if one.id == subject.part_id)
    there = next((one for one in found if one.is_own and one.waits), None)
    if there is None:
        raise NotFoundError
    form = Form()
    if saved(form, lambda: asking.settle(actor, opened, subject.part_id, now=clock.now())):
        flash(_("Det är noterat att behovet är anmält."))
        return redirect(url_for("plans.asked", plan_id=opened.plan_id))
    page = render_template("sip/plan/god_man.html", form=form, opened=opened, there=there)
    return page, status_of(form)


@bp.route("/<uuid:plan_id>/not-started", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_content("form"))
@drafted()
def not_started(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Note that no plan is made, and why."""
    not_starting.check_unwritten(opened)
    form = NotStartedForm()
    if saved(form, lambda: _not_start(actor, opened, form)):
        flash(_("Det är noterat varför ingen plan görs."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    return (
        render_template(
            "sip/plan/not_started.html",
            form=form,
            opened=opened,
            sees=who_sees(opened, load_parties(opened), opened.party),
        ),
        status_of(form),
    )


def _not_start(actor: Actor, opened: "OpenedPlan", form: NotStartedForm) -> None:
    not_starting.not_start(
        actor,
        opened,
        reason=NotStartedReason(filled(form.reason.data)),
        explanation=filled(form.explanation.data),
        category=filled(form.category.data),
        now=clock.now(),
    )


@bp.route("/<uuid:plan_id>/close", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_whole("closing"), even={Standing.FROZEN})
def close(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Close the plan: why, how each open goal and measure went, what the person thought of it."""
    closing.check_begun(opened)
    content = load_content(opened)
    parts = closing.open_parts(content)
    last = closing.last_closing(opened)
    form = with_parts(parts)(how=How.ORAL.value, read=last)
    if saved(form, lambda: _close(actor, opened, form, parts)):
        flash(_("Planen är avslutad. Alla som är med får veta det."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    if form.form_errors:  # told that it has been closed since: sent again, it is meant
        form.read.data = last
    page = close_page(opened, content, parts)
    shown = render_template("sip/plan/close.html", form=form, opened=opened, page=page)
    return shown, status_of(form)


def _close(
    actor: Actor, opened: "OpenedPlan", form: CloseForm, parts: "Sequence[closing.OpenPart]"
) -> None:
    ending = closing.Ending(
        reason=ClosingReason(filled(form.reason.data)),
        went={part: Went(filled(form[part.field].data)) for part in parts},
        scores={name: int(form[name].data) if form[name].data else None for name in SCORES},
        how=How(form.how.data or How.ORAL),
        read=form.read.data or "",
    )
    closing.close(actor, opened, ending, now=clock.now())


@bp.route("/<uuid:plan_id>/reopen", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_content("form"), even={Standing.CLOSED})
def reopen(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Undo a closing that was a mistake."""
    closing.check_reopen(opened, now=clock.now())
    last = closing.last_closing(opened)
    form = ReopenForm(read=last)
    if saved(form, lambda: _reopen(actor, opened, form)):
        flash(_("Planen fortsätter. Alla som är med får veta det."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    if form.form_errors:
        form.read.data = last
    closed = next(iter(past_closings(opened)), None)
    shown = render_template("sip/plan/reopen.html", form=form, opened=opened, closed=closed)
    return shown, status_of(form)


def _reopen(actor: Actor, opened: "OpenedPlan", form: ReopenForm) -> None:
    reason, read = ReopenReason(filled(form.reason.data)), form.read.data or ""
    closing.reopen(actor, opened, reason, read=read, now=clock.now())
