"""How long a signed agreement lasts, and whether it may be prolonged or added to."""

from collections.abc import Iterable
from datetime import date

from agreements.abilities import Abilities
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import IN_PROGRESS
from agreements.tables.agreement import Agreement
from agreements.terms import check_lasts, check_may_amend


def last_day(agreement: Agreement, today: date) -> date:
    """The last day (`Term.end`) of one of its own that has been signed and has not ended."""
    if not agreement.is_own:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    return check_lasts(agreement.status, agreement.held, today)


def check_amendable(
    can: Abilities, agreement: Agreement, amending: Iterable[Agreement], today: date
) -> date:
    """The last day of an agreement that may be prolonged or added to now; raises for another.

    `can` is what whoever asks may do with it, and `amending` what amends it, or is to.
    """
    if not can.lead:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    last = last_day(agreement, today)
    check_may_amend(agreement.status, agreement.ends_on)
    if any(one.status in IN_PROGRESS for one in amending):
        raise AgreementRuleError(Refusal.PROLONGING)
    return last


def may_amend(
    can: Abilities, agreement: Agreement, amending: Iterable[Agreement], today: date
) -> bool:
    """The same, as a question."""
    try:
        check_amendable(can, agreement, amending, today)
    except AgreementRuleError:
        return False
    return True
