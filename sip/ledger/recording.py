"""What may be recorded: which act may follow on the ledger, which decision a basis may be. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sip.kernel.legal_grounds import LegalGround
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import ActKind
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Act, Consenter, Item, Ledger, State, state

# The states from which each kind of act may come. What has been granted is not asked about anew:
# it is withdrawn, or ends, first. No can be said without having been asked.
MAY_COME_FROM = {
    ActKind.ASK: {State.NOT_ASKED, State.REFUSED, State.WITHDRAWN, State.EXPIRED},
    ActKind.GRANT: {State.ASKED},
    ActKind.REFUSE: {State.NOT_ASKED, State.ASKED, State.EXPIRED},
    ActKind.WITHDRAW: {State.GRANTED},
}


def check_act(ledger: Ledger, act: Act, now: datetime, longest: timedelta) -> None:
    """Raise unless `act` may be recorded at `now`, after everything that the ledger holds.

    A yes lasts `longest` at most.

    An act whose number is not known yet has `seq` 0: the database gives it the next.
    """
    if act.at < now:
        raise SipRuleError(ConsentRefusal.ACT_BACK_DATED)
    if any(act.seq == other.seq for other in ledger.acts):
        raise SipRuleError(ConsentRefusal.ACT_NUMBER_TAKEN)
    if act.kind is ActKind.ERROR:
        _check_correction(ledger, act)
    else:
        _check_answer(ledger, act, now, longest)


def _check_correction(ledger: Ledger, act: Act) -> None:
    wrong = next((other for other in ledger.acts if other.id == act.corrects), None)
    if wrong is None or wrong.kind is ActKind.ERROR or wrong.consenter != act.consenter:
        raise SipRuleError(ConsentRefusal.NOTHING_TO_CORRECT)
    if any(other.corrects == wrong.id for other in ledger.acts):
        raise SipRuleError(ConsentRefusal.ALREADY_CORRECTED)


def _check_answer(ledger: Ledger, act: Act, now: datetime, longest: timedelta) -> None:
    if not act.items:
        raise SipRuleError(ConsentRefusal.NO_ITEMS, field="items")
    consenter = _consenter(ledger, act, now)
    # what the database has just recorded may carry an instant after `now`
    moment = max([now, *(other.at for other in ledger.acts)])
    if {state(ledger, act.consenter, item, moment) for item in act.items} - MAY_COME_FROM[act.kind]:
        raise SipRuleError(ConsentRefusal.OUT_OF_ORDER)
    # to take back needs no mandate
    if act.kind is not ActKind.WITHDRAW:
        _check_mandate(consenter, act.items, now)
    if act.kind is ActKind.GRANT:
        if moment < consenter.since and consenter.person != ledger.subject:
            raise SipRuleError(ConsentRefusal.NOT_YET_REQUIRED)
        _check_period(consenter, act, now, longest)


def _consenter(ledger: Ledger, act: Act, now: datetime) -> Consenter:
    for one in ledger.consenters:
        if one.id == act.consenter and (one.required_to is None or now < one.required_to):
            return one
    raise SipRuleError(ConsentRefusal.NOT_A_CONSENTER)


def _check_mandate(consenter: Consenter, items: Iterable[Item], now: datetime) -> None:
    if not all(consenter.may_decide(item, now) for item in items):
        raise SipRuleError(ConsentRefusal.BEYOND_MANDATE, field="items")


def _check_period(consenter: Consenter, act: Act, now: datetime, longest: timedelta) -> None:
    if act.valid_from is None or act.valid_to is None:
        raise SipRuleError(ConsentRefusal.PERIOD_NEEDED, field="valid_to")
    if act.valid_from < now:
        raise SipRuleError(ConsentRefusal.PERIOD_IN_PAST, field="valid_from")
    if act.valid_to <= act.valid_from:
        raise SipRuleError(ConsentRefusal.PERIOD_REVERSED, field="valid_to")
    if act.valid_to > now + longest:
        raise SipRuleError(ConsentRefusal.PERIOD_TOO_LONG, field="valid_to")
    if consenter.mandate is not None and act.valid_to > consenter.mandate.valid_to:
        raise SipRuleError(ConsentRefusal.PERIOD_BEYOND_MANDATE, field="valid_to")
    if consenter.required_to is not None and act.valid_to > consenter.required_to:
        raise SipRuleError(ConsentRefusal.PERIOD_BEYOND_TERM, field="valid_to")


def check_basis(
    codes: Iterable[LegalGround],
    *,
    organisation: UUID,
    to: UUID,
    code: str,
    categories: Collection[str],
    decided_at: datetime,
    valid_to: datetime,
) -> None:
    """Raise unless `organisation` may decide so. It always decides on what it holds itself."""
    ground = next((one for one in codes if one.code == code), None)
    if ground is None:
        raise SipRuleError(ConsentRefusal.BASIS_UNKNOWN, field="code")
    if to == organisation:
        raise SipRuleError(ConsentRefusal.BASIS_TO_ONESELF, field="to")
    if not categories:
        raise SipRuleError(ConsentRefusal.BASIS_OF_NOTHING, field="categories")
    if valid_to <= decided_at:
        raise SipRuleError(ConsentRefusal.BASIS_REVERSED, field="valid_to")
    if valid_to > decided_at + ground.longest:
        raise SipRuleError(ConsentRefusal.BASIS_TOO_LONG, field="valid_to")
