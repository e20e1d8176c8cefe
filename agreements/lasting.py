"""How long a signed agreement lasts, and whether it may be prolonged or added to."""

from collections.abc import Iterable
from datetime import date

from agreements.abilities import Abilities
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import IN_PROGRESS
from agreements.tables.agreement import Agreement
from agreements.terms import check_lasts, is_ending, is_over


def last_day(agreement: Agreement, today: date) -> date:
    """The last day (`Term.end`) of one of its own that has been signed and has not ended."""
    if not agreement.is_own:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    return check_lasts(agreement.status, agreement.held, today)


def check_amendable(
    can: Abilities, agreement: Agreement, amending: Iterable[Agreement], today: date
) -> date:
    """The last day of an agreement that may be prolonged or added to now; raises for another."""
    refusal = why_not_amended(can, agreement, amending, today)
    if refusal is not None:
        raise AgreementRuleError(refusal)
    return last_day(agreement, today)


def why_not_amended(
    can: Abilities, agreement: Agreement, amending: Iterable[Agreement], today: date
) -> Refusal | None:
    """Why an agreement may not be prolonged or added to now; None where it may.

    `can` is what whoever asks may do with it, and `amending` what amends it, or is to.
    """
    if not (can.lead and agreement.is_own and agreement.is_signed):
        return Refusal.WRONG_STATE
    if is_over(agreement.held, today):
        return Refusal.IS_OVER
    if is_ending(agreement.status, agreement.ends_on):
        return Refusal.IS_ENDING
    return Refusal.PROLONGING if any(one.status in IN_PROGRESS for one in amending) else None
