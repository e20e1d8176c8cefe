"""Pages of summons and invitations: the called organisation's inbox, and a plan's calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.edits import fingerprint
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.forms import Form, filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of
from sip.calling.calls import asking, presenter, queries, service, several_form, words
from sip.calling.calls.forms import (
    COLLEAGUES,
    AcceptForm,
    CallForm,
    ContributionForm,
    DeclineForm,
    ForwardForm,
    InquiryForm,
    TakeForm,
    ToldForm,
)
from sip.content.sayings import Said
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_own_part, opening_part
from sip.kernel.permissions import SipPermission
from sip.people.queries import last_title, subject_number

bp = Blueprint("calls", __name__, url_prefix="/sip")


@dataclass(frozen=True, slots=True)
class CallToAnswer(PartOfPlan):
    """A call to the actor's organisation, with what its page shows of it.

    That it is answered already, only the service says.
    """

    page: queries.CallPage


def call_to_answer(actor: Actor, plan_id: UUID, part_id: UUID) -> CallToAnswer:
    """Find it, or raise NotFoundError: nobody writes, nor keeps a draft, in what is not theirs.

    Of one that lay where the actor works it is said that it is answered.
    """
    try:
        part = opening_own_part("form")(actor, plan_id, part_id)
    except NotFoundError:
        service.check_unanswered(part_id)
        raise
    part.opened.check_writable(())  # that the plan stands still is said first, as of other forms
    page = queries.get_call(actor, part.opened, part.part_id, clock.now())
    if not page.is_ours:
        raise NotFoundError
    return CallToAnswer(part.opened, part.part_id, page)


CALLS = "/plans/<uuid:plan_id>/calls"
CALL = f"{CALLS}/<uuid:part_id>"


@bp.get("/calls")
@requires(SipPermission.LIST, itself)
def inbox(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """What waits for an answer here, and what has been answered. Nothing about whom."""
    lines = queries.list_inbox(actor, clock.now())
    waiting = [line for line in lines if line.is_waiting]
    return render_template(
        "sip/calling/calls/inbox.html",
        heading=presenter.inbox_heading(len(waiting)),
        waiting=waiting,
        answered=[line for line in lines if not line.is_waiting],
        words=words,
    )


@bp.get(CALLS)
@requires(SipPermission.HANDLE, opening("calls"))
def index(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Everybody who has been called to the plan, and what they answered."""
    calls = queries.list_calls(opened, clock.now())
    return render_template(
        "sip/calling/calls/index.html",
        opened=opened,
        heading=presenter.calls_heading(calls),
        calls=calls,
        words=words,
    )


@bp.route(f"{CALLS}/new", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening("form"))
@drafted()
def choose(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Call those the person lets be called, several at once; and what is missing for the others."""
    opened.check_writable(())
    found = queries.list_candidates(actor, opened, clock.now())
    to_call = [one for one in found if one.is_consented and not one.is_called]
    form = several_form.build(to_call, queries.units_of([one.id for one in to_call]))
    if saved(form, lambda: service.call_each(actor, opened, form.to_call, now=clock.now())):
        flash(presenter.called(form.chosen))
        return redirect(url_for("calls.index", plan_id=opened.plan_id))
    return (
        render_template(
            "sip/calling/calls/choose.html",
            form=form,
            opened=opened,
            called=[one for one in found if one.is_called],
            others=[one for one in found if not one.is_consented],
            agreed=queries.answer_time(opened, clock.now()),
            words=words,
        ),
        status_of(form),
    )


@bp.route(f"{CALLS}/new/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("form"))
@drafted()
def call(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Call one organisation: which unit, and what it is asked to contribute."""
    opened = part.opened
    candidate = queries.get_candidate(actor, opened, part.part_id, clock.now())
    form = CallForm(call_id=str(new_id()))
    form.unit.choices = _choices(_("Hela organisationen"), queries.unit_names(candidate.id))

    def save() -> None:
        service.call(
            actor,
            opened,
            call_id=as_id(form.call_id.data),
            organisation_id=candidate.id,
            unit_id=as_id(form.unit.data) if form.unit.data else None,
            asked=filled(form.asked.data),
            now=clock.now(),
        )

    if saved(form, save):
        flash(_("%(name)s är kallad.", name=candidate.name))
        return redirect(url_for("calls.index", plan_id=opened.plan_id))
    return (
        render_template(
            "sip/calling/calls/call.html",
            form=form,
            opened=opened,
            heading=presenter.candidate_heading(candidate),
            candidate=candidate,
            agreed=queries.answer_time(opened, clock.now()),
        ),
        status_of(form),
    )


@bp.get(CALL)
@requires(SipPermission.ANSWER_CALL, opening_own_part("call"))
def show(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """One call: who calls, about whom, what is asked, and its history."""
    page = queries.get_call(actor, part.opened, part.part_id, clock.now())
    return render_template(
        "sip/calling/calls/show.html",
        form=AcceptForm(title=last_title()) if page.may_answer else None,
        questions=asking.list_questions(part.opened, part.part_id),
        opened=part.opened,
        heading=presenter.call_heading(page),
        page=page,
        words=words,
    )


@bp.get(f"{CALL}/number")
@requires(SipPermission.ANSWER_CALL, opening_own_part("number"))
def number(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """The person's number, for those who are called: whose patient or client it is.

    A page of its own: the log says it was read.
    """
    page = queries.get_call(actor, part.opened, part.part_id, clock.now())
    if not page.may_answer:
        raise NotFoundError
    return render_template(
        "sip/plan/number.html",
        opened=part.opened,
        number=subject_number(part.opened),
        back=(_("Kallelsen"), _address(part)),
    )


@bp.route(f"{CALL}/forward", methods=["GET", "POST"])
@requires(SipPermission.ANSWER_CALL, call_to_answer)
def forward(actor: Actor, part: CallToAnswer) -> ResponseReturnValue:
    """Wrong unit: pass it on. The day to answer by stays."""
    form = ForwardForm()
    form.unit.choices = _choices(_("Välj enhet"), queries.unit_names(actor.organisation_id))

    def save() -> None:
        service.forward(
            actor,
            part.opened,
            part.part_id,
            unit_id=as_id(form.unit.data),
            now=clock.now(),
        )

    told, inbox = _("Skickad vidare. Sista dagen att svara är densamma."), url_for("calls.inbox")
    return _form_of(part, form, save, "sip/calling/calls/forward.html", told=told, onward=inbox)


@bp.route(f"{CALL}/take", methods=["GET", "POST"])
@requires(SipPermission.ANSWER_CALL, call_to_answer)
@drafted()
def take(actor: Actor, part: CallToAnswer) -> ResponseReturnValue:
    """Take part, by name."""
    form = TakeForm(title=last_title())
    colleagues = _choices(_("Ingen"), queries.colleague_names(actor, part.opened.plan_id))
    for number in range(COLLEAGUES):
        form[f"colleague_{number}"].choices = colleagues

    def save() -> None:
        service.take(
            actor,
            part.opened,
            part.part_id,
            title=filled(form.title.data),
            colleagues=_colleagues(form),
            contribution=form.contribution.data or "",
            category=form.category.data or "",
            now=clock.now(),
        )

    outcome = attempt(form, save)
    if outcome.is_saved:
        flash(_("Ni är med i planen. Den som kallade får veta det."))
        return redirect(url_for("plans.show", plan_id=part.opened.plan_id))
    if outcome.stale:
        return _gone()
    return (
        render_template(
            "sip/calling/calls/take.html",
            form=form,
            opened=part.opened,
            page=part.page,
            sees=queries.who_reads(part.opened),
        ),
        status_of(form),
    )


@bp.route(f"{CALL}/ask", methods=["GET", "POST"])
@requires(SipPermission.ANSWER_CALL, call_to_answer)
def ask(actor: Actor, part: CallToAnswer) -> ResponseReturnValue:
    """Ask whoever called, before answering."""
    form = InquiryForm()
    form.inquiry.choices = [(key.value, text) for key, text in words.INQUIRIES.items()]

    def save() -> None:
        inquiry = filled(form.inquiry.data)
        asking.ask(actor, part.opened, part.part_id, inquiry=inquiry, now=clock.now())

    told = _("Frågan är ställd. Den som kallade får veta det. Kallelsen väntar ändå på svar.")
    here = _address(part)
    return _form_of(part, form, save, "sip/calling/calls/ask.html", told=told, onward=here)


@bp.route(f"{CALL}/reply", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("form"))
@drafted()
def reply(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Answer what the called have asked."""
    page = queries.get_call(actor, part.opened, part.part_id, clock.now())
    form = ToldForm()
    form.question.choices = [
        (str(one.id), words.INQUIRIES[one.inquiry])
        for one in asking.list_questions(part.opened, part.part_id)
        if one.waits or str(one.id) == form.question.data  # one that was answered meanwhile
    ]

    def save() -> None:
        asking.answer(
            actor,
            part.opened,
            part.part_id,
            question_id=as_id(form.question.data),
            text=filled(form.answer.data),
            now=clock.now(),
        )

    if saved(form, save):
        flash(_("Svaret är skickat."))
        return redirect(_address(part))
    return (
        render_template("sip/calling/calls/reply.html", form=form, opened=part.opened, page=page),
        status_of(form),
    )


@bp.route(f"{CALL}/decline", methods=["GET", "POST"])
@requires(SipPermission.ANSWER_CALL, call_to_answer)
def decline(actor: Actor, part: CallToAnswer) -> ResponseReturnValue:
    """Say no to an invitation; a summons offers no such page's button, and refuses the form."""
    form = DeclineForm()
    form.reason.choices = [(key.value, text) for key, text in words.DECLINE_REASONS.items()]

    def save() -> None:
        service.decline(
            actor,
            part.opened,
            part.part_id,
            reason=filled(form.reason.data),
            now=clock.now(),
        )

    told, inbox = _("Ni har tackat nej. Den som bjöd in får veta det."), url_for("calls.inbox")
    return _form_of(part, form, save, "sip/calling/calls/decline.html", told=told, onward=inbox)


@bp.route(f"{CALL}/contribution", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_part("call"))
@drafted()
def contribute(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Say what the organisation brings, or change it."""
    page = queries.get_call(actor, part.opened, part.part_id, clock.now())
    if not page.may_contribute:
        raise NotFoundError
    said = service.contribution_as_texts(Said(page.call.contribution, page.call.category))
    form = ContributionForm(data=said | {"seen": fingerprint(said)})

    def save() -> None:
        service.contribute(
            actor,
            part.opened,
            part.part_id,
            contribution=filled(form.contribution.data),
            category=filled(form.category.data),
            seen=form.seen.data or "",
            now=clock.now(),
        )

    if saved(form, save, told=_("Sparat.")):
        return redirect(_address(part))
    return (
        render_template(
            "sip/calling/calls/contribute.html",
            form=form,
            opened=part.opened,
            page=page,
            sees=queries.who_reads(part.opened),
        ),
        status_of(form),
    )


@bp.route(f"{CALL}/withdraw", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("form"))
def withdraw(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Take a call back, after asking once."""
    page = queries.get_call(actor, part.opened, part.part_id, clock.now())
    form = Form()
    if saved(form, lambda: service.withdraw(actor, part.opened, part.part_id, now=clock.now())):
        flash(_("Återtagen. Organisationen ser den inte längre."))
        return redirect(url_for("calls.index", plan_id=part.opened.plan_id))
    return (
        render_template(
            "sip/calling/calls/withdraw.html", form=form, opened=part.opened, page=page
        ),
        status_of(form),
    )


def _form_of(
    part: CallToAnswer,
    form: Form,
    save: Callable[[], None],
    template: str,
    *,
    told: str,
    onward: str,
) -> ResponseReturnValue:
    """The form of something done about a call that waits; once done it is `told`, and on."""
    outcome = attempt(form, save)
    if outcome.is_saved:
        flash(told)
        return redirect(onward)
    if outcome.stale:
        return _gone()
    body = render_template(template, form=form, opened=part.opened, page=part.page)
    return body, status_of(form)


def _gone() -> ResponseReturnValue:
    """The call went out of sight while its form was open."""
    flash(_("Någon annan hann före: kallelsen är redan besvarad eller återtagen."))
    return redirect(url_for("calls.inbox"))


def _choices(none: str, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """`none` for an empty choice, then the names."""
    return [("", none), *((str(key), name) for key, name in names.items())]


def _colleagues(form: TakeForm) -> list[service.Colleague]:
    rows = [
        (form[f"colleague_{number}"].data, form[f"title_{number}"].data)
        for number in range(COLLEAGUES)
    ]
    return [service.Colleague(as_id(who), title or "") for who, title in rows if who]


def _address(part: PartOfPlan) -> str:
    return url_for("calls.show", plan_id=part.opened.plan_id, part_id=part.part_id)
