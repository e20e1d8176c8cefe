"""What a section of a template rests on, as the law stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.county_templates.loader import current
from agreements.county_templates.model import LegalReference, LegalReferences


@dataclass(frozen=True, slots=True)
class Law:
    """The reference in force; `is_replacement` where the template cites one it has replaced."""

    in_force: LegalReference
    is_replacement: bool


def laws(keys: Sequence[str], on: date, own: LegalReferences | None = None) -> list[Law]:
    """What the references with those keys say on a day, in the same order.

    `own` are those that were published with the template; None for one published without.
    """
    in_force = ((key, current(key, on, own)) for key in keys)
    return [Law(law, is_replacement=law.key != key) for key, law in in_force]
