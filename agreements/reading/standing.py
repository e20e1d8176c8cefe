"""How an agreement stands today."""

from agreements.tables.agreement import Agreement
from agreements.terms import Standing, standing
from portal import clock


def standing_of(agreement: Agreement) -> Standing:
    """How the agreement stands today."""
    return standing(agreement.status, agreement.held, clock.today())
