"""SIP in figures: for the coordination group, and for each municipality and region."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import itself, requires
from sip.figures import presenter, queries
from sip.kernel.permissions import SipPermission

bp = Blueprint("figures", __name__, url_prefix="/sip/figures")


@bp.get("")
@requires(SipPermission.FIGURES, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The finding, charts, and a table for each indicator."""
    published = queries.get_round()
    if published is None:
        is_party = presenter.is_party(actor)
        return render_template("sip/figures/none.html", is_party=is_party)
    years = presenter.years(published)
    asked = request.args.get("year", type=int)
    year = asked if asked in years else years[0]
    figures = queries.get_figures(actor, published, year)
    page = presenter.figures_page(actor, figures, queries.get_ratings(published))
    return render_template("sip/figures/show.html", page=page)
