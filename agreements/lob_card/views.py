"""The card about LOB: for whoever holds one, without signing in; and the way to it."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from agreements.lob_card.pdf import make_card
from agreements.lob_card.presenter import card_of
from agreements.lob_card.queries import Found, find_card, find_code, get_of_card
from agreements.lob_card.rules import KEPT_FOR
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.identity import attempts
from portal.resources import folder
from portal.web.downloads import day_in_name, file_name, handed_over
from portal.web.guard import public, requires

if TYPE_CHECKING:
    from agreements.tables.agreement import Agreement

bp = Blueprint("lob_card", __name__)

ADDRESS = "/lob-card/<uuid:agreement_id>/<string(length=16):code>"
MOST = 3000
"""So often may all behind one address look at a card in ten minutes; a whole authority may."""


@bp.get("/agreements/<uuid:agreement_id>/lob-card")
@requires(AgreementPermission.VIEW, get_of_card)
def of_agreement(_actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The card that holds now, or why there is none."""
    code = find_code(agreement.id, clock.today())
    if code is None:
        return render_template("agreements/lob_card/none.html", agreement=agreement)
    return redirect(url_for("lob_card.show", agreement_id=agreement.id, code=code))


@bp.get(ADDRESS)
@public
def show(agreement_id: UUID, code: str) -> ResponseReturnValue:
    """Whether a card holds, and what the one that does says. The QR code leads here."""
    found = _find(agreement_id, code)
    card = card_of(found, clock.now()) if found else None
    body = render_template("agreements/lob_card/show.html", found=found, card=card)
    return body, 200 if found else 404


@bp.get(f"{ADDRESS}/card.html")
@public
def offline(agreement_id: UUID, code: str) -> ResponseReturnValue:
    """The card as one file that needs no network."""
    found = _get_current(agreement_id, code)
    script = (folder("static") / "js" / "card.js").read_text()
    card = card_of(found, clock.now(), KEPT_FOR)
    body = render_template("agreements/lob_card/file.html", card=card, script=script)
    return handed_over(body.encode(), "text/html", _name(found, "html"))


@bp.get(f"{ADDRESS}/card.pdf")
@public
def pdf(agreement_id: UUID, code: str) -> ResponseReturnValue:
    """The card to print, on A5."""
    attempts.count_by_address("card as PDF", most=attempts.MOST_FILES)
    found = _get_current(agreement_id, code)
    now = clock.now()
    card = card_of(found, now, KEPT_FOR)
    if card is None:
        raise NotFoundError
    return handed_over(make_card(card, now), "application/pdf", _name(found, "pdf"), in_page=True)


def _find(agreement_id: UUID, code: str) -> Found | None:
    attempts.count_by_address("card", most=MOST)
    try:
        return find_card(agreement_id, code, clock.today())
    except NotFoundError:
        return None


def _get_current(agreement_id: UUID, code: str) -> Found:
    """The card, if it holds: no file is made anew of one that does not."""
    found = _find(agreement_id, code)
    if found is None or not found.is_current:
        raise NotFoundError
    return found


def _name(found: Found, suffix: str) -> str:
    return file_name("lob-kort", found.title, day_in_name(found.since), suffix=suffix)
