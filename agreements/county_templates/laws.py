"""What a section of a template rests on, as the law stands on a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.county_templates.loader import current, is_shipped
from agreements.county_templates.model import LegalReference, LegalReferences


@dataclass(frozen=True, slots=True)
class Law:
    """The reference in force; `is_replacement` where the template cites one it has replaced."""

    in_force: LegalReference
    is_replacement: bool


def laws(keys: Sequence[str], on: date, own: Callable[[], LegalReferences | None]) -> list[Law]:
    """What the references with those keys say on a day, in the same order.

    `own` reads the references of the template itself; it is asked only for one that the portal does
    not ship.
    """
    found = own() if not all(map(is_shipped, keys)) else None
    in_force = ((key, current(key, on, found)) for key in keys)
    return [Law(law, is_replacement=law.key != key) for key, law in in_force]
