"""What a section of a template rests on, as the law stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.county_templates.loader import current
from agreements.county_templates.model import LegalReference


@dataclass(frozen=True, slots=True)
class Law:
    """The reference in force; `is_replacement` where the template cites one it has replaced."""

    in_force: LegalReference
    is_replacement: bool


def laws(keys: Sequence[str], on: date) -> list[Law]:
    """What the references with those keys say on a day, in the same order."""
    found = ((key, current(key, on)) for key in keys)
    return [Law(in_force, is_replacement=in_force.key != key) for key, in_force in found]
