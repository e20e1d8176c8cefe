"""The card about LOB as a page, a file and a paper."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app, url_for

from agreements.facts import Place
from agreements.lob_card.queries import Found
from agreements.lob_card.rules import SOON, Block, blocks_of, opening_of
from portal.web import qr
from portal.zone import STOCKHOLM

if TYPE_CHECKING:
    from portal.config import Settings


@dataclass(frozen=True, slots=True)
class Card:
    """The card that holds on a day: what it says, since when, and where that is checked.

    `elsewhere` are the municipalities where another card leads.
    """

    title: str
    county: str
    code: str
    since: date
    blocks: Sequence[Block]
    elsewhere: Sequence[str]
    address: str
    at: datetime

    def opening(self, place: Place) -> str:
        """How a place is open when the page is made; "" where nothing is said of its hours."""
        found = opening_of(place, self.at.astimezone(STOCKHOLM))
        return found.words if found else ""

    def hours_data(self, place: Place) -> str:
        """The same hours for the script that says it again later, without any network."""
        hours = [asdict(one) for one in place.hours]
        return json.dumps({"always": place.always_open, "hours": hours}, separators=(",", ":"))

    @property
    def led_by_others(self) -> str:
        """Where another card leads, in a sentence; "" where none does."""
        return f"Ett annat kort gäller i {', '.join(self.elsewhere)}." if self.elsewhere else ""

    @property
    def squares(self) -> Sequence[Sequence[int]]:
        """The QR code of the address: rows of 1 (dark) and 0."""
        return qr.squares(self.address)

    @property
    def picture(self) -> str:
        """The same as an image in an address."""
        return qr.picture(self.address)


def card_of(found: Found, at: datetime, ahead: timedelta = SOON) -> Card | None:
    """The card that holds now, whichever somebody holds; None where the agreement does not.

    Events are on it from so long `ahead`.
    """
    if not found.holds or found.code is None:
        return None
    return Card(
        title=found.title,
        county=found.county,
        code=found.code,
        since=found.since,
        blocks=blocks_of(found.facts, found.day, ahead),
        elsewhere=[one.municipality for one in found.elsewhere],
        address=_address(found),
        at=at,
    )


def _address(found: Found) -> str:
    settings: Settings = current_app.extensions["settings"]
    here = url_for("lob_card.show", agreement_id=found.agreement_id, code=found.code)
    return settings.base_url.rstrip("/") + here
