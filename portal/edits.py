"""Several people editing the same fields: what one touched, and where two of them met. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.errors import Difference, StaleError


@dataclass(frozen=True, slots=True)
class Edit:
    """What a form says of each field now, and what it said when it was opened; as texts."""

    values: Mapping[str, str]
    base: Mapping[str, str]

    @property
    def touched(self) -> Mapping[str, str]:
        """The fields that were changed in the form."""
        return {name: value for name, value in self.values.items() if value != self.base.get(name)}


def settle(current: Mapping[str, str], edit: Edit, *, changed_by: str) -> Mapping[str, str]:
    """The fields to write. What the form did not touch keeps what others have said since.

    Raises StaleError with the fields that both changed, each in its own way; its labels are the
    fields' names.
    """
    met = [
        name
        for name, value in edit.touched.items()
        if current[name] not in {value, edit.base.get(name)}
    ]
    if met:
        raise StaleError(
            tuple(Difference(name, edit.values[name], current[name], changed_by) for name in met)
        )
    return {name: value for name, value in edit.touched.items() if value != current[name]}
