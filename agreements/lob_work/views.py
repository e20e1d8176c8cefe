"""Pages of the work that follows on LOB: contacts to make, and that they are made."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.aftercare import ContactOutcome
from agreements.lob_work import presenter, service
from agreements.lob_work.forms import KNOWN, ContactForm, MadeForm, ReviewForm
from agreements.lob_work.queries import get_contact, get_signed
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
    from agreements.lob_work.queries import ContactOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("lob_work", __name__, url_prefix="/agreements/<uuid:agreement_id>/lob")


@bp.get("")
@requires(AgreementPermission.VIEW, get_signed)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What the agreement says of LOB, and the contacts that the own organisation is to make."""
    page = presenter.work_page(actor, agreement, clock.today())
    return render_template("agreements/lob_work/show.html", page=page)


@bp.route("/contacts/new", methods=["GET", "POST"])
@requires(AgreementPermission.WORK_WITH_LOB, get_signed)
def note_contact(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Put a contact on the list."""
    form = ContactForm(contact_id=str(new_id()), reported_on=clock.today())
    told = _("Kontakten står på listan.")
    if saved(form, lambda: _note_contact(actor, agreement, form), told=told):
        return redirect(url_for("lob_work.show", agreement_id=agreement.id))
    said = presenter.said_of(agreement, clock.today())
    body = render_template(
        "agreements/lob_work/contact.html", form=form, agreement=agreement, said=said
    )
    return body, status_of(form)


def _note_contact(actor: Actor, agreement: "Agreement", form: ContactForm) -> None:
    said = service.ToContact(
        id=as_id(form.contact_id.data),
        reference=filled(form.reference.data),
        is_known=form.kind.data == KNOWN,
        reported_on=filled_date(form.reported_on.data),
    )
    service.note_contact(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/contacts/<uuid:contact_id>/made", methods=["GET", "POST"])
@requires(AgreementPermission.WORK_WITH_LOB, get_contact)
def make_contact(actor: Actor, subject: "ContactOf") -> ResponseReturnValue:
    """Mark a contact as made."""
    form = MadeForm(done_on=clock.today())
    told = _("Kontakten är gjord, och beteckningen är borta från listan.")
    if saved(form, lambda: _make_contact(actor, subject, form), told=told):
        return redirect(url_for("lob_work.show", agreement_id=subject.agreement.id))
    body = render_template("agreements/lob_work/made.html", form=form, subject=subject)
    return body, status_of(form)


def _make_contact(actor: Actor, subject: "ContactOf", form: MadeForm) -> None:
    service.make_contact(
        actor,
        subject.contact,
        ContactOutcome(form.outcome.data),
        filled_date(form.done_on.data),
        now=clock.now(),
        today=clock.today(),
    )


@bp.route("/reviews/new", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_signed)
@drafted()
def review(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Note that the routines were gone through."""
    form = ReviewForm(review_id=str(new_id()), reviewed_on=clock.today())
    if saved(form, lambda: _review(actor, agreement, form), told=_("Genomgången är antecknad.")):
        return redirect(url_for("lob_work.show", agreement_id=agreement.id))
    body = render_template("agreements/lob_work/review.html", form=form, agreement=agreement)
    return body, status_of(form)


def _review(actor: Actor, agreement: "Agreement", form: ReviewForm) -> None:
    said = service.Reviewed(
        id=as_id(form.review_id.data),
        reviewed_on=filled_date(form.reviewed_on.data),
        whom=filled(form.whom.data),
        finding=filled(form.finding.data),
        next_on=filled_date(form.next_on.data),
    )
    service.review(actor, agreement, said, now=clock.now(), today=clock.today())
