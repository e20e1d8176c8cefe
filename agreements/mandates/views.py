"""The administrator's pages of who may sign for the organisation."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.mandates import presenter, queries, service, words
from agreements.mandates.forms import EndForm, MandateForm, mandate_form, offer_places
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.forms import filled
from portal.web.guard import itself, requires
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agreements.tables.mandate import SigningMandate

bp = Blueprint("mandates", __name__, url_prefix="/administration/mandates")


@bp.get("")
@requires(AgreementPermission.MANDATES, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Who may sign for the own organisation, and who could."""
    page = presenter.mandates_page(actor)
    return render_template("agreements/mandates/index.html", page=page, how=words.how)


@bp.route("/new", methods=["GET", "POST"])
@requires(AgreementPermission.MANDATES, itself)
def enter(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Enter a mandate: who gave it, to whom, alone or together."""
    people = queries.list_signatories(actor)
    form = mandate_form(people)(mandate_id=str(new_id()))
    offer_places(form, people)
    told = _("Behörigheten är registrerad.")
    if saved(form, lambda: _enter(actor, form, people), told=told):
        return redirect(url_for("mandates.index"))
    body = render_template("agreements/mandates/enter.html", form=form, people=people)
    return body, status_of(form)


def _enter(actor: Actor, form: MandateForm, people: "Mapping[str, str]") -> None:
    service.enter(actor, form.mandate(people), now=clock.now(), today=clock.today())


@bp.route("/<uuid:mandate_id>/end", methods=["GET", "POST"])
@requires(AgreementPermission.MANDATES, queries.get_mandate)
def end(actor: Actor, mandate: "SigningMandate") -> ResponseReturnValue:
    """Revoke a mandate, after asking once."""
    form = EndForm()
    told = _("Behörigheten är återkallad.")
    if saved(form, lambda: _end(actor, mandate, form), told=told):
        return redirect(url_for("mandates.index"))
    body = render_template("agreements/mandates/end.html", form=form, mandate=mandate)
    return body, status_of(form)


def _end(actor: Actor, mandate: "SigningMandate", form: EndForm) -> None:
    service.end(actor, mandate, reason=filled(form.reason.data), now=clock.now())
