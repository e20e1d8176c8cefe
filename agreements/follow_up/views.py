"""Pages of what an agreement follows up: all of it on one, and what is entered."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.follow_up import presenter, service, words
from agreements.follow_up.forms import ShowingForm, ValueForm, VoiceAnswerForm, VoiceForm
from agreements.follow_up.queries import get_followed, get_voice
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.drafts import drafted
from portal.web.forms import filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.follow_up.queries import VoiceOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("follow_up", __name__, url_prefix="/agreements/<uuid:agreement_id>/follow-up")


@bp.get("")
@requires(AgreementPermission.VIEW, get_followed)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What is followed up: figures over the years, what people say, and where it is shown."""
    page = presenter.agreement_page(actor, agreement, clock.today())
    return render_template("agreements/follow_up/show.html", page=page)


@bp.route("/enter", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_followed)
def enter(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Enter the value of an indicator for a year, or correct it."""
    today, asked = clock.today(), request.args
    of = asked.get("of", "")
    place = as_id(asked["municipality"]) if asked.get("municipality") else None
    begun = presenter.begun(agreement, of, place, asked.get("year", type=int), today)
    form = ValueForm(
        version=begun.version,
        indicator=begun.indicator,
        municipality=begun.municipality,
        year=begun.year,
        unit=begun.unit,
        value=begun.value,
        source=begun.source,
        note=begun.note,
    )
    form.indicator.choices = presenter.indicator_choices(agreement, today, of)
    form.municipality.choices = presenter.municipality_choices(actor, agreement)
    form.unit.choices = words.unit_choices()
    if saved(form, lambda: _enter(actor, agreement, form), told=_("Värdet är sparat.")):
        return _to(agreement.id)
    body = render_template(
        "agreements/follow_up/enter.html",
        form=form,
        agreement=agreement,
        is_correction=begun.is_correction,
    )
    return body, status_of(form)


def _enter(actor: Actor, agreement: "Agreement", form: ValueForm) -> None:
    said = service.Entered(
        municipality=as_id(form.municipality.data),
        indicator=filled(form.indicator.data),
        year=form.year.data or 0,
        unit=words.unit(filled(form.unit.data)),
        value=filled(form.value.data),
        source=filled(form.source.data),
        note=form.note.data or "",
        reason=form.reason.data or "",
        base_version=form.base_version,
    )
    service.enter(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/voices/new", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_followed)
@drafted()
def note_voice(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Note what a survey, a user audit or a dialogue found."""
    form = VoiceForm(voice_id=str(new_id()))
    form.kind.choices = words.voice_choices()
    told = _("Det är antecknat. Svara på det när ni vet vad ni gör med det.")
    if saved(form, lambda: _note_voice(actor, agreement, form), told=told):
        return _to(agreement.id)
    page = render_template("agreements/follow_up/voice.html", form=form, agreement=agreement)
    return page, status_of(form)


def _note_voice(actor: Actor, agreement: "Agreement", form: VoiceForm) -> None:
    said = service.Heard(
        id=as_id(form.voice_id.data),
        kind=words.voice(filled(form.kind.data)),
        title=filled(form.title.data),
        held_on=filled_date(form.held_on.data),
        heard=form.heard.data or 0,
        finding=filled(form.finding.data),
    )
    service.note_voice(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/voices/<uuid:voice_id>/answer", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_voice)
@drafted()
def answer(actor: Actor, subject: "VoiceOf") -> ResponseReturnValue:
    """Say what is done about what was found."""
    form = VoiceAnswerForm()
    told = _("Svaret är sparat.")
    if saved(form, lambda: _answer(actor, subject, form), told=told):
        return _to(subject.agreement.id)
    body = render_template("agreements/follow_up/answer.html", form=form, subject=subject)
    return body, status_of(form)


def _answer(actor: Actor, subject: "VoiceOf", form: VoiceAnswerForm) -> None:
    service.answer_voice(actor, subject.voice, filled(form.answer.data), now=clock.now())


@bp.route("/shown", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_followed)
@drafted()
def note_showing(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Note that the results were shown in a forum, and what came of it."""
    forums = presenter.forums(agreement, clock.today())
    form = ShowingForm(
        showing_id=str(new_id()), forum=forums[0] if forums else "", shown_on=clock.today()
    )
    told = _("Det är antecknat.")
    if saved(form, lambda: _note_showing(actor, agreement, form), told=told):
        return _to(agreement.id)
    page = render_template("agreements/follow_up/showing.html", form=form, agreement=agreement)
    return page, status_of(form)


def _note_showing(actor: Actor, agreement: "Agreement", form: ShowingForm) -> None:
    said = service.Shown(
        id=as_id(form.showing_id.data),
        forum=filled(form.forum.data),
        shown_on=filled_date(form.shown_on.data),
        followed=filled(form.followed.data),
    )
    service.note_showing(actor, agreement, said, now=clock.now(), today=clock.today())


def _to(agreement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("follow_up.show", agreement_id=agreement_id))
