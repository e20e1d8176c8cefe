"""What the county's agreements follow up: one indicator at a time, over the years."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.follow_up import comparing, comparisons_presenter, presenter
from agreements.follow_up.forms import ComparisonForm
from agreements.permissions import CountyPermission
from portal import clock
from portal.authz import Actor
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

bp = Blueprint("county_follow_up", __name__, url_prefix="/county/follow-up")


@bp.get("")
@requires(CountyPermission.FOLLOW_UP, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """An indicator in the county over the years, and every municipality in one of them."""
    asked = request.args
    subject = as_id(asked["subject"]) if asked.get("subject") else None
    page = presenter.county_page(actor, subject, asked.get("of", ""), asked.get("year", type=int))
    return render_template("agreements/follow_up/county.html", page=page)


@bp.get("/comparisons")
@requires(CountyPermission.FOLLOW_UP, itself)
def comparisons(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """What Öppna jämförelser say of agreements in the county, year by year."""
    page = comparisons_presenter.county_page(actor, request.args.get("year", type=int))
    return render_template("agreements/follow_up/comparisons.html", page=page)


@bp.route("/comparisons/<int(max=9999):year>", methods=["GET", "POST"])
@requires(CountyPermission.COMPARE, comparing.get_year)
def compare(actor: Actor, wanted: comparing.YearOf) -> ResponseReturnValue:
    """Note what the own municipality has answered, or put it right."""
    begun = comparisons_presenter.begun(wanted)
    form = ComparisonForm(**begun)
    if saved(form, lambda: _compare(actor, wanted, form), told=_("Svaret är sparat.")):
        return redirect(url_for("county_follow_up.comparisons", year=wanted.year))
    body = render_template(
        "agreements/follow_up/compare.html",
        form=form,
        wanted=wanted,
        is_correction=begun["version"] != "0",
    )
    return body, status_of(form)


def _compare(actor: Actor, wanted: comparing.YearOf, form: ComparisonForm) -> None:
    comparing.enter(
        actor,
        wanted,
        form.answers,
        reason=form.reason.data or "",
        base_version=form.base_version,
        now=clock.now(),
    )
