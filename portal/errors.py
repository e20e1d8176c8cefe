"""The exceptions the portal expects. portal.web.errors turns each into one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


class PortalError(Exception):
    """Base of every expected failure."""


class NotFoundError(PortalError):
    """The thing does not exist, or not for this actor."""


class ForbiddenError(PortalError):
    """The actor may see the thing but not do this to it."""


class RuleBrokenError(PortalError):
    """A domain rule said no. The view shows `message` at `field`, or above the form.

    `others` are the rules that said no to the same form at once (check_all).
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.others: tuple[RuleBrokenError, ...] = ()

    @property
    def every(self) -> "tuple[RuleBrokenError, ...]":
        """Itself first, then the others."""
        return (self, *self.others)


def check_all(*checks: Callable[[], object]) -> None:
    """Run every check and raise what all of them said as one, so that nobody mends in rounds."""
    broken: list[RuleBrokenError] = []
    for check in checks:
        try:
            check()
        except RuleBrokenError as said:
            broken.extend(said.every)
    if broken:
        first, *rest = broken
        for one in rest:
            one.others = ()
        first.others = tuple(rest)
        raise first


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing two people changed at once: what it was called, and both texts.

    `is_own`: the other one is the reader, in another window.
    """

    label: str
    yours: str
    theirs: str
    changed_by: str
    is_own: bool = False


class StaleError(PortalError):
    """Somebody else changed it after the form was opened (409); both sides are kept."""

    def __init__(self, differences: tuple[Difference, ...]) -> None:
        super().__init__("changed by somebody else")
        self.differences = differences


class TooManyAttemptsError(PortalError):
    """One thing has been tried too often from one place; waiting helps (429)."""


class OvertakenError(PortalError):
    """What a page reads was changed while it was made: it has shown nothing, and is made anew."""


class WithheldError(PortalError):
    """A form that is only to be shown again came to a command: nothing has been done."""


class ConfigurationError(PortalError):
    """config.toml cannot be used; the message names the key and what it should be."""


class OutdatedDatabaseError(PortalError):
    """The database is not as this release needs it; the message says what to do."""


class UnsafeDatabaseError(PortalError):
    """The database would not hold the portal to what it promises; the message says why."""


class BusyDatabaseError(PortalError):
    """Somebody holds what has to be changed for longer than an upgrade waits."""


class DataLossError(PortalError):
    """What is asked for deletes data, and nobody has said that it may."""

    def __init__(self, losses: Mapping[str, int]) -> None:
        told = [f"  {count} {what}" for what, count in sorted(losses.items())]
        total = sum(losses.values())
        heading = "This would delete" if losses else "This would delete nothing."
        again = f"Nothing was changed. If that is what you want: --and-lose {total}"
        super().__init__("\n".join([heading, *told, again]))
        self.total = total


class UnauditedChangeError(RuntimeError):
    """A programming error: rows changed and nothing was written to the audit log."""
