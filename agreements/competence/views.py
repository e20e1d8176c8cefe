"""Pages of competence: needs, courses, and a method's fifteen steps."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.competence import presenter, service
from agreements.competence.forms import (
    CourseForm,
    HeldForm,
    MethodForm,
    NeedForm,
    StepForm,
    UndoForm,
)
from agreements.competence.queries import (
    get_course,
    get_done_step,
    get_method,
    get_step,
    read_evidence,
)
from agreements.follow_up.queries import get_followed
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.downloads import as_it_came
from portal.web.drafts import drafted
from portal.web.forms import filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of

if TYPE_CHECKING:
    from agreements.competence.queries import CourseOf, MethodOf, StepOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("competence", __name__, url_prefix="/agreements/<uuid:agreement_id>/competence")


@bp.get("")
@requires(AgreementPermission.VIEW, get_followed)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The inventory of needs, the plan of courses, and the methods that are introduced."""
    page = presenter.competence_page(actor, agreement, clock.today())
    return render_template("agreements/competence/show.html", page=page)


@bp.route("/needs/new", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_followed)
@drafted()
def note_need(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add to the inventory of needs."""
    form = NeedForm(need_id=str(new_id()), found_on=clock.today())
    if saved(form, lambda: _note_need(actor, agreement, form), told=_("Behovet är antecknat.")):
        return _to(agreement.id)
    page = render_template("agreements/competence/need.html", form=form, agreement=agreement)
    return page, status_of(form)


def _note_need(actor: Actor, agreement: "Agreement", form: NeedForm) -> None:
    said = service.Need(
        id=as_id(form.need_id.data),
        need=filled(form.need.data),
        whom=filled(form.whom.data),
        found_on=filled_date(form.found_on.data),
        found_by=filled(form.found_by.data),
    )
    service.note_need(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/courses/new", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_followed)
def plan_course(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Put a course in the plan."""
    form = CourseForm(course_id=str(new_id()))
    form.need.choices = presenter.need_choices(agreement)
    told = _("Utbildningen står i planen. Redovisa den när den har varit.")
    if saved(form, lambda: _plan_course(actor, agreement, form), told=told):
        return _to(agreement.id)
    page = render_template("agreements/competence/course.html", form=form, agreement=agreement)
    return page, status_of(form)


def _plan_course(actor: Actor, agreement: "Agreement", form: CourseForm) -> None:
    said = service.Planned(
        id=as_id(form.course_id.data),
        title=filled(form.title.data),
        whom=filled(form.whom.data),
        planned_on=filled_date(form.planned_on.data),
        need_id=as_id(form.need.data) if form.need.data else None,
    )
    service.plan_course(actor, agreement, said, now=clock.now())


@bp.route("/courses/<uuid:course_id>/held", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_course)
@drafted()
def report_course(actor: Actor, subject: "CourseOf") -> ResponseReturnValue:
    """Say how many came to a course, or that it was not held."""
    form = HeldForm()
    if saved(form, lambda: _report(actor, subject, form), told=_("Utbildningen är redovisad.")):
        return _to(subject.agreement.id)
    body = render_template("agreements/competence/held.html", form=form, subject=subject)
    return body, status_of(form)


def _report(actor: Actor, subject: "CourseOf", form: HeldForm) -> None:
    said = service.Held(form.came.data, bool(form.is_cancelled.data), filled(form.outcome.data))
    service.report_course(actor, subject.course, said, now=clock.now(), today=clock.today())


@bp.route("/methods/new", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_followed)
def begin_method(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Begin to introduce a method in a municipality."""
    municipalities = presenter.municipality_choices(actor, agreement)
    only = municipalities[0][0] if len(municipalities) == 1 else ""
    form = MethodForm(method_id=str(new_id()), municipality=only)
    form.chosen.choices = presenter.method_choices(agreement, clock.today())
    form.municipality.choices = municipalities
    told = _("Införandet är påbörjat. Markera stegen allteftersom de blir klara.")
    outcome = attempt(form, lambda: _begin(actor, agreement, form))
    if outcome.is_saved:
        outcome.tell(told)
        there = outcome.result
        return redirect(url_for("competence.method", agreement_id=agreement.id, method_id=there))
    page = render_template("agreements/competence/begin.html", form=form, agreement=agreement)
    return page, status_of(form)


def _begin(actor: Actor, agreement: "Agreement", form: MethodForm) -> UUID:
    said = service.Begun(
        id=as_id(form.method_id.data),
        municipality=as_id(form.municipality.data),
        chosen=form.chosen.data or "",
        other=form.other.data or "",
        manager=filled(form.manager.data),
    )
    return service.begin_method(actor, agreement, said, now=clock.now())


@bp.get("/methods/<uuid:method_id>")
@requires(AgreementPermission.VIEW, get_method)
def method(actor: Actor, subject: "MethodOf") -> ResponseReturnValue:
    """The fifteen steps of a method, in four phases."""
    page = presenter.method_page(actor, subject)
    return render_template("agreements/competence/method.html", page=page)


@bp.route("/methods/<uuid:method_id>/steps/<int(max=99):number>", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_step)
@drafted()
def finish(actor: Actor, subject: "StepOf") -> ResponseReturnValue:
    """Mark a step as done, with what shows it."""
    form = StepForm(done_on=clock.today(), whom=presenter.whom_of(subject))
    if saved(form, lambda: _finish(actor, subject, form), told=_("Steget är klart.")):
        return _to_method(subject)
    body = render_template(
        "agreements/competence/step.html",
        form=form,
        subject=subject,
        name=presenter.step_name(subject.number),
        advice=presenter.step_help(subject.number),
    )
    return body, status_of(form)


def _finish(actor: Actor, subject: "StepOf", form: StepForm) -> None:
    said = service.Done(
        done_on=filled_date(form.done_on.data),
        whom=filled(form.whom.data),
        note=filled(form.note.data),
        content=form.file.data.read() if form.file.data else b"",
    )
    service.finish_step(actor, subject, said, now=clock.now(), today=clock.today())


@bp.get("/methods/<uuid:method_id>/steps/<int(max=99):number>/evidence")
@requires(AgreementPermission.VIEW, get_done_step)
def evidence(_actor: Actor, subject: "StepOf") -> ResponseReturnValue:
    """The file as it came, to save: no browser shows it here."""
    step = subject.step
    if step is None or step.suffix is None:
        raise NotFoundError
    parts = "underlag", subject.method.title, f"steg-{subject.number}"
    return as_it_came(read_evidence(step), step.suffix, *parts)


@bp.route("/methods/<uuid:method_id>/steps/<int(max=99):number>/undo", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_step)
def undo(actor: Actor, subject: "StepOf") -> ResponseReturnValue:
    """Take a step back that was not done after all, after asking why."""
    if subject.step is None and request.method == "GET":
        raise NotFoundError
    form = UndoForm(step_id=str(subject.step.id) if subject.step else "")
    if saved(form, lambda: _undo(actor, subject, form), told=_("Steget är inte längre klart.")):
        return _to_method(subject)
    if form.form_errors and subject.step:  # told that it was done anew: sent again, it is of that
        form.step_id.data = str(subject.step.id)
    body = render_template(
        "agreements/competence/undo.html",
        form=form,
        subject=subject,
        name=presenter.step_name(subject.number),
    )
    return body, status_of(form)


def _undo(actor: Actor, subject: "StepOf", form: UndoForm) -> None:
    reason, step_id = filled(form.reason.data), as_id(form.step_id.data)
    service.undo_step(actor, subject, reason, step_id=step_id, now=clock.now())


def _to(agreement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("competence.show", agreement_id=agreement_id))


def _to_method(subject: "StepOf") -> ResponseReturnValue:
    agreement, method = subject.agreement, subject.method
    return redirect(url_for("competence.method", agreement_id=agreement.id, method_id=method.id))
