"""What each kind of mail says: of an agreement what and whose; of a plan from whom, and a day."""

from portal.outbox.texts import accounts, agreements, cases, figures, groups, plans
from portal.outbox.texts.text import Language

__all__ = ["TEXTS", "Language"]

TEXTS = {
    **agreements.TEXTS,
    **cases.TEXTS,
    **groups.TEXTS,
    **plans.TEXTS,
    **accounts.TEXTS,
    **figures.TEXTS,
}
