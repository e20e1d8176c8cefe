"""What may be recorded: which act may follow on the ledger, which decision a basis may be. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.authz import OrganisationKind
from portal.errors import check_all
from sip.kernel.days import day_of
from sip.kernel.legal_grounds import Activity, Condition, LegalGround, Need
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import ActKind
from sip.ledger.by_age import comes_of_age
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Act, Consenter, Item, Ledger, State, required, stands_beyond, state

# The states from which each kind of act may come. What has been granted is not asked about anew:
# it is withdrawn, or ends, first; that it ends sooner is said at once. No can be said without
# having been asked.
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


def check_disinterested(recorded_for: UUID | None, kind: ActKind, *, is_private: bool) -> None:
    """Raise when staff who are a private person in the plan would record somebody's answer in it.

    To put the question decides nothing, and no withdrawal waits for another handler. What they
    think themselves they say themselves.
    """
    decides_nothing = kind in {ActKind.ASK, ActKind.WITHDRAW}
    if recorded_for is not None and is_private and not decides_nothing:
        raise SipRuleError(ConsentRefusal.OWN_MATTER)


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
    if not all(_may_follow(ledger, act, item, moment) for item in act.items):
        raise SipRuleError(ConsentRefusal.OUT_OF_ORDER)
    # to take back needs no mandate
    if act.kind is not ActKind.WITHDRAW:
        _check_mandate(consenter, act.items, now)
    if act.kind is ActKind.GRANT:
        if moment < consenter.since and consenter.person != ledger.subject:
            raise SipRuleError(ConsentRefusal.NOT_YET_REQUIRED)
        _check_period(ledger, consenter, act, now, longest)


def _may_follow(ledger: Ledger, act: Act, item: Item, at: datetime) -> bool:
    ends_sooner = (
        act.kind is ActKind.GRANT
        and act.valid_to is not None
        and stands_beyond(ledger, act.consenter, item, act.valid_to, at)
    )
    return ends_sooner or state(ledger, act.consenter, item, at) in MAY_COME_FROM[act.kind]


def _consenter(ledger: Ledger, act: Act, now: datetime) -> Consenter:
    for one in ledger.consenters:
        if one.id == act.consenter and (one.required_to is None or now < one.required_to):
            return one
    raise SipRuleError(ConsentRefusal.NOT_A_CONSENTER)


def _check_mandate(consenter: Consenter, items: Iterable[Item], now: datetime) -> None:
    if not all(consenter.may_decide(item, now) for item in items):
        raise SipRuleError(ConsentRefusal.BEYOND_MANDATE, field="items")


def _check_period(
    ledger: Ledger, consenter: Consenter, act: Act, now: datetime, longest: timedelta
) -> None:
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
        raise SipRuleError(ConsentRefusal.PERIOD_BEYOND_NEED, field="valid_to")
    if (adult := _of_age_at(ledger, consenter, now)) is not None and act.valid_to > adult:
        raise SipRuleError(ConsentRefusal.PERIOD_BEYOND_18, field="valid_to")


def check_paper(ledger: Ledger, consenter: UUID, yes: Collection[Item], signed_on: date) -> None:
    """Raise when somebody has said no since they signed: what they said last holds.

    Nor does a paper answer what was asked after it was signed.
    """
    later = {
        item: [act for act in ledger.acts_about(consenter, item) if signed_on < day_of(act.at)]
        for item in yes
    }
    stand = [[one for one in acts if ledger.annulled_at(one.id) is None] for acts in later.values()]
    nos = {ActKind.REFUSE, ActKind.WITHDRAW}
    if any(act.kind in nos for acts in stand for act in acts):
        raise SipRuleError(ConsentRefusal.PAPER_OVERTAKEN, field="signed_on")
    if any(acts and acts[-1].kind is ActKind.ASK for acts in stand):
        raise SipRuleError(ConsentRefusal.PAPER_BEFORE_QUESTION, field="signed_on")


def latest_end(ledger: Ledger, consenter: Consenter, now: datetime, longest: timedelta) -> datetime:
    """Until when a consent given at `now` may last.

    That is `longest`, a mandate, or while it is needed. A child says yes until the day of turning
    18, as the guardians do: from then on it is for the grown person to say.
    """
    ends = (
        consenter.required_to,
        consenter.mandate.valid_to if consenter.mandate else None,
        _of_age_at(ledger, consenter, now),
    )
    return min([now + longest, *(end for end in ends if end is not None)])


def _of_age_at(ledger: Ledger, consenter: Consenter, now: datetime) -> datetime | None:
    """When a child among its guardians turns 18; None for anybody else."""
    if consenter.person != ledger.subject:
        return None
    guardians = (
        one for one in required(ledger, now) if one.mandate is None and one.person != ledger.subject
    )
    return max((one.required_to for one in guardians if one.required_to), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A decision to disclose without consent, as it is about to be made.

    `kind` and `activity` are of the organisation that decides, `to_kind` of the receiver's: private
    people's own for a private person. `born` is the person's last possible day of birth, if known.
    """

    organisation: UUID
    kind: OrganisationKind
    activity: Activity
    to: UUID
    to_kind: OrganisationKind
    code: str
    categories: Collection[str]
    condition: Condition | None
    provision: str
    assessment: str
    born: date | None
    decided_at: datetime
    valid_to: datetime


def check_basis(grounds: Iterable[LegalGround], proposed: Proposal) -> LegalGround:
    """Raise unless it may be decided so; answers its ground.

    An organisation always decides on what it holds itself.
    """
    ground = next((one for one in grounds if one.code == proposed.code), None)
    if ground is None:
        raise SipRuleError(ConsentRefusal.BASIS_UNKNOWN, field="code")
    if not ground.is_open_to(proposed.kind, proposed.activity):
        raise SipRuleError(ConsentRefusal.BASIS_NOT_YOURS, field="code")
    check_all(
        lambda: _check_receiver(ground, proposed),
        lambda: _check_kinds(proposed),
        lambda: _check_condition(ground, proposed),
        lambda: _check_provision(ground, proposed),
        lambda: _check_assessment(ground, proposed),
        lambda: _check_end(ground, proposed),
        lambda: _check_age(proposed),
    )
    return ground


def _check_receiver(ground: LegalGround, proposed: Proposal) -> None:
    if proposed.to == proposed.organisation:
        raise SipRuleError(ConsentRefusal.BASIS_TO_ONESELF, field="to")
    if proposed.to_kind not in ground.receivers:
        raise SipRuleError(ConsentRefusal.BASIS_NOT_THEIRS, field="to")


def _check_kinds(proposed: Proposal) -> None:
    if not proposed.categories:
        raise SipRuleError(ConsentRefusal.BASIS_OF_NOTHING, field="categories")


def _check_condition(ground: LegalGround, proposed: Proposal) -> None:
    if ground.conditions and proposed.condition is None:
        raise SipRuleError(ConsentRefusal.BASIS_CONDITION_NEEDED, field="condition")
    if proposed.condition is not None and proposed.condition not in ground.conditions:
        raise SipRuleError(ConsentRefusal.BASIS_CONDITION_UNKNOWN, field="condition")


def _check_provision(ground: LegalGround, proposed: Proposal) -> None:
    if Need.PROVISION in ground.needs and not proposed.provision:
        raise SipRuleError(ConsentRefusal.BASIS_PROVISION_NEEDED, field="provision")


def _check_assessment(ground: LegalGround, proposed: Proposal) -> None:
    if Need.ASSESSMENT in ground.needs and not proposed.assessment:
        raise SipRuleError(ConsentRefusal.BASIS_ASSESSMENT_NEEDED, field="assessment")


def _check_end(ground: LegalGround, proposed: Proposal) -> None:
    if proposed.valid_to <= proposed.decided_at:
        raise SipRuleError(ConsentRefusal.BASIS_REVERSED, field="valid_to")
    if proposed.valid_to > proposed.decided_at + ground.longest:
        raise SipRuleError(ConsentRefusal.BASIS_TOO_LONG, field="valid_to")


def _check_age(proposed: Proposal) -> None:
    """That the person is a child is not said of somebody known to be grown up by then."""
    if proposed.condition is not Condition.UNDER_18 or proposed.born is None:
        return
    adult = comes_of_age(proposed.born)
    if adult <= proposed.decided_at:
        raise SipRuleError(ConsentRefusal.BASIS_OF_AGE, field="condition")
    if adult < proposed.valid_to:
        raise SipRuleError(ConsentRefusal.BASIS_BEYOND_18, field="valid_to")
