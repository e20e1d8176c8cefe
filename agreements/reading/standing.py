"""How an agreement stands today."""

from agreements.rules import Standing, standing
from agreements.tables.agreement import Agreement
from portal import clock


def standing_of(agreement: Agreement) -> Standing:
    """How the agreement stands today."""
    return standing(agreement.status, agreement.held, clock.today())
