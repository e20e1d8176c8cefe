"""Searching what holds in the county, and comparing two of its agreements."""

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from agreements import words
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement, list_area
from agreements.searching import presenter
from agreements.searching.queries import (
    Filter,
    Found,
    InForce,
    list_in_force,
    list_places,
    read_side,
    search,
)
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.fields import tidy
from portal.web.guard import itself, requires
from portal.web.posted import as_id, as_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agreements.tables.agreement import Agreement

bp = Blueprint("searching", __name__, url_prefix="/agreements")

LONGEST = 200
MOST_PAGES = 500


@bp.get("/search")
@requires(AgreementPermission.SEARCH, itself)
def search_agreements(_actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Every agreement that holds today, and where words stand in them."""
    asked = request.args
    wanted = Filter(
        words=" ".join(tidy(asked.get("q")).split())[:LONGEST],
        subject=as_id(asked["subject"]) if asked.get("subject") else None,
        municipality=as_id(asked["municipality"]) if asked.get("municipality") else None,
    )
    page = as_number(asked["page"]) if asked.get("page") else 1
    if not 1 <= page <= MOST_PAGES:
        raise NotFoundError
    today = clock.today()
    skip = (page - 1) * presenter.A_PAGE
    found: Found | Sequence[InForce]
    if wanted.words:
        found, places = search(wanted, today, most=presenter.A_PAGE, skip=skip)
    else:
        found, places = list_in_force(wanted, today), list_places()
    shown = presenter.search_page(wanted, places, found, page=page, order=asked.get("order", ""))
    return render_template("agreements/searching/search.html", page=shown)


@bp.get("/<uuid:agreement_id>/compare")
@requires(AgreementPermission.VIEW, get_agreement)
def compare(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """An agreement beside another municipality's on the same subject; `with` names that one."""
    places = list_places()
    everywhere = Filter("", agreement.subject_id, None)
    others = presenter.others_to_compare(
        agreement.id, list_in_force(everywhere, clock.today()), places
    )
    chosen = request.args.get("with", "")
    if not chosen:
        return render_template(
            "agreements/searching/compare.html", agreement=agreement, others=others, page=None
        )
    names = dict(others)
    if chosen not in names:
        raise NotFoundError
    other = get_agreement(actor, as_id(chosen))
    own = words.area(
        [one.name for one in list_area(agreement)], covers_county=agreement.covers_county
    )
    page = presenter.compare_page(
        read_side(agreement, clock.today()),
        read_side(other, clock.today()),
        (own, names[chosen]),
    )
    return render_template(
        "agreements/searching/compare.html", agreement=agreement, others=others, page=page
    )
