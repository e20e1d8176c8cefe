"""Several people editing the same fields: what one touched, and where two of them met. Pure."""

import hashlib
import json
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


def fingerprint(said: Mapping[str, str]) -> str:
    """What a form carries of what it was opened with, where it is sent as a whole."""
    listed = json.dumps(sorted(said.items())).encode()
    return hashlib.sha256(listed).hexdigest()[:32]


def check_as_seen(
    seen: str, current: Mapping[str, str], wanted: Mapping[str, str], *, changed_by: str = ""
) -> None:
    """Raise StaleError when something else is there than a form was opened with (`fingerprint`).

    For a form that says how everything is to be: what it did not touch would be put back. Its
    differences are the fields that it says otherwise; without any it says what is there.
    """
    if seen == fingerprint(current):
        return
    met = [name for name, value in wanted.items() if value != current.get(name, "")]
    if met:
        raise StaleError(
            tuple(Difference(name, wanted[name], current.get(name, ""), changed_by) for name in met)
        )
