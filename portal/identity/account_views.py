"""The person's own page: their sign-ins, and which organisation they act for."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.authz import Actor, Role
from portal.errors import NotFoundError
from portal.identity import functions, service
from portal.identity.forms import MailLanguageForm, PhoneForm
from portal.outbox import notices
from portal.transaction import transaction
from portal.web.forms import Form, filled
from portal.web.guard import signed_in
from portal.web.redirects import safe_next
from portal.web.saving import attempt, saved, status_of

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.route("", methods=["GET", "POST"])
@signed_in
def show(actor: Actor) -> ResponseReturnValue:
    """Organisations to act for, what mail is in, sign-ins that still hold, what one was told."""
    form = MailLanguageForm(mail_language=service.mail_language(actor))
    outcome = attempt(form, lambda: functions.choose_mail_language(filled(form.mail_language.data)))
    if outcome.is_saved:
        flash(_("Språket för mejl är ändrat.") if outcome.result else _("Inget ändrades."))
        return redirect(url_for("account.show"))
    body = render_template(
        "portal/identity/account/show.html",
        form=form,
        organisations=functions.my_organisations(),
        sessions=functions.my_sessions(),
        told=notices.list_notices(actor),
        work_phone=service.work_phone(actor) if Role.CASEWORKER in actor.roles else None,
    )
    return body, status_of(form)


@bp.route("/phone", methods=["GET", "POST"])
@signed_in
def phone(actor: Actor) -> ResponseReturnValue:
    """Where one is reached at work: those who share a plan with one read it."""
    form = PhoneForm(work_phone=service.work_phone(actor))
    outcome = attempt(form, lambda: functions.set_work_phone(form.work_phone.data or ""))
    if outcome.is_saved:
        flash(_("Telefonnumret är ändrat.") if outcome.result else _("Inget ändrades."))
        return redirect(url_for("account.show"))
    return render_template("portal/identity/account/phone.html", form=form), status_of(form)


@bp.get("/session")
@signed_in
def session_time(_actor: Actor) -> ResponseReturnValue:
    """For the page's own script: that it asks is use of the session, as a click is."""
    return {"idle": current_user.idle_seconds, "ends": current_user.ends_in}


@bp.post("/organisation/<uuid:organisation_id>")
@signed_in
def act_for(actor: Actor, organisation_id: UUID) -> ResponseReturnValue:
    """Act for another organisation from here on."""
    with transaction():
        service.switch_organisation(actor, organisation_id)
    return redirect(safe_next(request.form.get("next")))


@bp.route("/sessions/<uuid:session_id>/end", methods=["GET", "POST"])
@signed_in
def end_session(actor: Actor, session_id: UUID) -> ResponseReturnValue:
    """Sign out somewhere else, after asking once."""
    found = [one for one in functions.my_sessions() if one.id == session_id and not one.is_current]
    if not found:
        raise NotFoundError
    form = Form()
    if saved(form, lambda: service.close_session(actor, session_id)):
        flash(_("Inloggningen är avslutad."))
        return redirect(url_for("account.show"))
    body = render_template("portal/identity/account/end_sessions.html", form=form, sessions=found)
    return body, status_of(form)


@bp.route("/sessions/end-others", methods=["GET", "POST"])
@signed_in
def end_other_sessions(actor: Actor) -> ResponseReturnValue:
    """Sign out everywhere but here, after asking once."""
    form = Form()
    outcome = attempt(form, lambda: service.close_other_sessions(actor))
    if outcome.result is not None:
        flash(_("Du är utloggad överallt utom här."))
        return redirect(url_for("account.show"))
    others = [one for one in functions.my_sessions() if not one.is_current]
    body = render_template("portal/identity/account/end_sessions.html", form=form, sessions=others)
    return body, outcome.status(form)


@bp.post("/notices/<uuid:notice_id>/read")
@signed_in
def put_away_notice(_actor: Actor, notice_id: UUID) -> ResponseReturnValue:
    """The reader has read what they were told."""
    with transaction():
        notices.put_away(notice_id)
    return redirect("/")
