"""What the police have counted by LOB: the county, a municipality, and entering a year."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.lob import presenter, queries, service
from agreements.lob.forms import AreaForm, FigureForm
from agreements.permissions import CountyPermission
from portal import clock
from portal.authz import Actor
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from portal.tenancy.models import Organisation

bp = Blueprint("lob", __name__, url_prefix="/county/lob")


@bp.get("")
@requires(CountyPermission.LOB, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The county over the years, and every municipality in one of them."""
    page = presenter.county_page(actor, request.args.get("year", type=int))
    return render_template("agreements/lob/show.html", page=page)


@bp.get("/<uuid:municipality_id>")
@requires(CountyPermission.LOB, queries.get_municipality)
def municipality(actor: Actor, subject: "Organisation") -> ResponseReturnValue:
    """One municipality over the years, with what has been put right."""
    page = presenter.place_page(actor, subject)
    return render_template("agreements/lob/municipality.html", page=page)


@bp.route("/<uuid:municipality_id>/<int(max=9999):year>", methods=["GET", "POST"])
@requires(CountyPermission.REPORT_LOB, queries.get_year)
def enter(actor: Actor, wanted: queries.YearOf) -> ResponseReturnValue:
    """Enter a year's figures of a municipality, or correct them."""
    latest = queries.find_own(actor, wanted)
    form = FigureForm(
        version=str(latest.version if latest else 0),
        **(presenter.fields_of(latest) if latest else {}),
    )
    told = _("Siffrorna är sparade.")
    if saved(form, lambda: _enter(actor, wanted, form), told=told):
        return redirect(url_for("lob.municipality", municipality_id=wanted.municipality.id))
    body = render_template(
        "agreements/lob/enter.html", form=form, wanted=wanted, is_correction=latest is not None
    )
    return body, status_of(form)


def _enter(actor: Actor, wanted: queries.YearOf, form: FigureForm) -> None:
    service.enter(
        actor,
        wanted,
        form.counts,
        reason=form.reason.data or "",
        base_version=form.base_version,
        now=clock.now(),
        today=clock.today(),
    )


@bp.route("/area", methods=["GET", "POST"])
@requires(CountyPermission.REPORT_LOB, itself)
def area(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Say which municipalities the own police area counts for."""
    counting = queries.get_counting(actor)
    own = [one.id for one in counting.places_of(actor.organisation_id)]
    form = AreaForm(municipalities=own)
    form.municipalities.choices = [(one.id, one.short_name) for one in counting.municipalities]
    told = _("Nu vet de andra vilka kommuner ni redovisar för.")
    if saved(form, lambda: _say_area(actor, form), told=told):
        return redirect(url_for("lob.show"))
    body = render_template("agreements/lob/area.html", form=form)
    return body, status_of(form)


def _say_area(actor: Actor, form: AreaForm) -> None:
    chosen = [as_id(one) for one in form.municipalities.data]
    service.say_area(actor, chosen, now=clock.now())
