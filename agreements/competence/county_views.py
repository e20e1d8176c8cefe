"""How far new methods have come in the county."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from agreements.competence import presenter
from agreements.permissions import CountyPermission
from portal.authz import Actor
from portal.web.guard import itself, requires

bp = Blueprint("county_methods", __name__, url_prefix="/county/methods")


@bp.get("")
@requires(CountyPermission.FOLLOW_UP, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Each method, and how far each municipality has come with it."""
    page = presenter.county_page(actor)
    return render_template("agreements/competence/county.html", page=page)
