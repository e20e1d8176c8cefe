"""Pages of an agreement that has been signed: review it, amend it, give notice of it."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import queries, words
from agreements.drafts import drafted
from agreements.life import service
from agreements.life.forms import AddendumForm, NoticeForm, ProlongForm, ReviewForm
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.forms import filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.models import Agreement

bp = Blueprint("life", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@bp.route("/review", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, queries.get_agreement)
@drafted()
def review(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Record that the agreement has been reviewed, and what came of it."""
    form = ReviewForm(act_id=str(new_id()), on_day=clock.today())
    form.outcome.choices = words.review_outcomes()
    if saved(form, lambda: _review(actor, agreement, form), told=_("Uppföljningen är antecknad.")):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    page = render_template("agreements/life/review.html", form=form, agreement=agreement)
    return page, status_of(form)


def _review(actor: Actor, agreement: "Agreement", form: ReviewForm) -> None:
    said = service.Review(
        id=as_id(form.act_id.data),
        on_day=filled_date(form.on_day.data),
        outcome=words.review_outcome(form.outcome.data),
        reason=filled(form.reason.data),
        following=form.until.data,
    )
    service.review(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/notice", methods=["GET", "POST"])
@requires(AgreementPermission.GIVE_NOTICE, queries.get_agreement)
@drafted()
def give_notice(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Give notice for the own party, after saying what follows."""
    form = NoticeForm(act_id=str(new_id()))
    if saved(form, lambda: _notice(actor, agreement, form), told=_("Uppsägningen är antecknad.")):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    page = render_template("agreements/life/notice.html", form=form, agreement=agreement)
    return page, status_of(form)


def _notice(actor: Actor, agreement: "Agreement", form: NoticeForm) -> None:
    said = service.Notice(
        id=as_id(form.act_id.data),
        last=filled_date(form.until.data),
        reason=filled(form.reason.data),
        basis=filled(form.basis.data),
    )
    service.give_notice(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/prolong", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, queries.get_agreement)
def prolong(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Begin on prolonging the agreement."""
    form = ProlongForm(act_id=str(new_id()))
    told = _("Förlängningen är påbörjad. Dela den med parterna när datumen stämmer.")
    if saved(form, lambda: _prolong(actor, agreement, form), told=told):
        return redirect(url_for("agreements.show", agreement_id=as_id(form.act_id.data)))
    page = render_template("agreements/life/prolong.html", form=form, agreement=agreement)
    return page, status_of(form)


def _prolong(actor: Actor, agreement: "Agreement", form: ProlongForm) -> None:
    said = service.Prolongation(
        id=as_id(form.act_id.data),
        last=form.valid_until.data,
        open_ended=form.open_ended.data,
        review_on=filled_date(form.review_on.data),
    )
    service.prolong(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/add", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, queries.get_agreement)
def add_to(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Begin on an addendum to the agreement."""
    form = AddendumForm(act_id=str(new_id()))
    told = _("Tillägget är påbörjat. Ändra det som ska ändras, och dela det sedan med parterna.")
    if saved(form, lambda: _add_to(actor, agreement, form), told=told):
        return redirect(url_for("agreements.show", agreement_id=as_id(form.act_id.data)))
    page = render_template("agreements/life/add.html", form=form, agreement=agreement)
    return page, status_of(form)


def _add_to(actor: Actor, agreement: "Agreement", form: AddendumForm) -> None:
    said = service.Addendum(id=as_id(form.act_id.data), first=filled_date(form.valid_from.data))
    service.add_to(actor, agreement, said, now=clock.now(), today=clock.today())
