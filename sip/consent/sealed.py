"""What an act of consent says in words, under the plan's key: why, and where a paper is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from portal.vault import DataKey, Place
from sip.kernel.vocabulary import Given
from sip.tables.consent import ConsentAct

TABLE = ConsentAct.__tablename__


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is put, why each of the parties that it names, and how it was made plain.

    `given` is how the information text was given, and `is_interpreted` whether an interpreter was
    there; None for what was noted before that was asked.
    """

    purpose: str = ""
    parties: Mapping[UUID, str] = field(default_factory=dict)
    given: Given | None = None
    is_interpreted: bool | None = None

    @property
    def text(self) -> str:
        """As it is sealed."""
        parties = {str(party): reason for party, reason in self.parties.items()}
        said = {
            "purpose": self.purpose,
            "parties": parties,
            "given": self.given,
            "is_interpreted": self.is_interpreted,
        }
        return json.dumps(said, ensure_ascii=False)

    def seal(self, key: DataKey, act_id: UUID) -> bytes:
        """For the act's row."""
        return key.seal(self.text, _place("reason_sealed", act_id))

    @classmethod
    def of(cls, key: DataKey, act: ConsentAct) -> Self:
        """What an act says; nothing when nobody wrote why."""
        if act.reason_sealed is None:
            return cls()
        said = json.loads(key.open(act.reason_sealed, _place("reason_sealed", act.id)))
        parties = {UUID(party): reason for party, reason in said["parties"].items()}
        given = said.get("given")
        return cls(
            said["purpose"], parties, Given(given) if given else None, said.get("is_interpreted")
        )


def seal_kept_at(key: DataKey, act_id: UUID, text: str) -> bytes:
    """Where a signed paper is kept, for the act's row."""
    return key.seal(text, _place("kept_at_sealed", act_id))


def kept_at(key: DataKey, act: ConsentAct) -> str:
    """Where the paper of an act is kept; "" when there is none."""
    if act.kept_at_sealed is None:
        return ""
    return key.open(act.kept_at_sealed, _place("kept_at_sealed", act.id))


def _place(column: str, act_id: UUID) -> Place:
    return Place(TABLE, column, act_id)
