"""The log reviewer's page: what the own staff have read, and what the review came to."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.drafts import drafted
from portal.web.forms import filled, filled_date
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.access_log import review
from sip.access_log.forms import PeriodForm, ReviewForm
from sip.access_log.readings import CASE, OWN
from sip.access_log.words import OUTCOMES, SIGNALS, what_is_read
from sip.kernel.permissions import SipPermission

bp = Blueprint("read_reviews", __name__, url_prefix="/log/readings")


@bp.route("", methods=["GET", "POST"])
@requires(SipPermission.REVIEW_READINGS, itself)
@drafted()
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """A period's readings: signals, a drawn sample, the outcome to write down, and earlier ones."""
    reviews = review.list_reviews(actor)
    first, last = review.next_period(reviews, clock.today())
    asked = PeriodForm(first=first, last=last)
    if asked.validate():
        first, last = filled_date(asked.first.data), filled_date(asked.last.data)
    form = ReviewForm(review_id=str(new_id()), first_day=first, last_day=last)
    form.outcome.choices = [(one.value, words_) for one, words_ in OUTCOMES.items()]
    if saved(form, lambda: _record(actor, form)):
        flash(_("Granskningen är sparad."))
        return redirect(url_for("read_reviews.show"))
    body = render_template(
        "sip/access_log/review.html",
        form=form,
        asked=asked,
        material=review.load_material(first, last),
        reviews=reviews,
        due_on=review.due_on(reviews),
        is_due=review.is_due(reviews, clock.today()),
        outcomes=OUTCOMES,
        signals=SIGNALS,
        what_is_read=what_is_read,
        why=_why,
    )
    return body, max(status_of(form), status_of(asked))


def _record(actor: Actor, form: ReviewForm) -> None:
    review.record_review(
        actor,
        review_id=as_id(form.review_id.data),
        first_day=filled_date(form.first_day.data),
        last_day=filled_date(form.last_day.data),
        outcome=filled(form.outcome.data),
        notes=filled(form.notes.data),
        now=clock.now(),
    )


def _why(ground: tuple[str, ...]) -> str:
    """What the reading rested on; which consent it was is not for the reviewer to know."""
    if CASE in ground:
        return _("Handlägger ärendet")
    if OWN in ground:
        return _("Det egna organisationen har skrivit")
    return _("Samtycke eller beslut")
