"""What the page of mandates shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from agreements.mandate import Mandate, MandateState, state_on
from agreements.mandates import queries
from agreements.tables.mandate import SigningMandate
from portal import clock
from portal.authz import Actor

STATUS = {
    MandateState.VALID: ("in_force", _l("Gäller")),
    MandateState.COMING: ("upcoming", _l("Gäller inte än")),
    MandateState.ENDED: ("expired", _l("Har gått ut")),
    MandateState.REVOKED: ("withdrawn", _l("Återkallad")),
}


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate on a page; `row` is as it was entered, `lacking` who can no longer sign by it."""

    row: SigningMandate
    mandate: Mandate
    state: MandateState
    lacking: Sequence[str]

    @property
    def status(self) -> str:
        """How it stands, as in portal/web/statuses.py."""
        return STATUS[self.state][0]

    @property
    def told(self) -> str:
        """The same in words."""
        return str(STATUS[self.state][1])

    @property
    def may_end(self) -> bool:
        """Whether there is something left to revoke."""
        return self.state in {MandateState.VALID, MandateState.COMING}


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """Everything on the page; `without` are signatories that no mandate lets sign."""

    lines: Sequence[MandateLine]
    people: Mapping[str, str]
    without: Sequence[str]


def mandates_page(actor: Actor) -> MandatesPage:
    """Put it together."""
    people = queries.list_signatories(actor)
    today = clock.today()
    lines = [_line(row, people, today) for row in queries.list_mandates(actor)]
    held = {
        str(holder.account_id) for line in lines if line.may_end for holder in line.mandate.holders
    }
    without = [name for account, name in people.items() if account not in held]
    return MandatesPage(lines, people, without)


def _line(row: SigningMandate, people: Mapping[str, str], today: date) -> MandateLine:
    mandate = queries.as_rule(row)
    state = state_on(mandate, today)
    gone = [one.name for one in mandate.holders if str(one.account_id) not in people]
    return MandateLine(row, mandate, state, gone)
