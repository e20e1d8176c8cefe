"""The database's functions by which agreements are signed, on paper too, and take over.

Typed as those of agreements.tables.functions are.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Uuid,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from portal.db import db


class Recomposed(NamedTuple):
    """What is to be said anew of who and where (app.recompose)."""

    area: Sequence[UUID]
    covers_county: bool
    parties: Sequence[Mapping[str, object]]
    columns: Mapping[str, object]
    replaces: Sequence[UUID]
    told: Sequence[Mapping[str, str | None]]
    reason: str


class NewSignature(NamedTuple):
    """A signature and its evidence, in the order of app.sign."""

    id: UUID
    evidence_id: UUID
    agreement_id: UUID
    title: str
    commitment: str
    id_token: str
    provider_keys: Mapping[str, Any]
    proof: bytes


def lasting_mandates(version_id: UUID) -> frozenset[UUID]:
    """The mandates, of those that a version has been signed by, that still hold today."""
    asked = select(func.app.lasting_mandates(version_id, type_=ARRAY(Uuid)))
    return frozenset(db.session.scalar(asked) or ())


def sign(new: NewSignature) -> None:
    """Sign for the asker's party, in their own name."""
    *others, keys, proof = new
    db.session.execute(select(func.app.sign(*others, cast(keys, JSONB), proof)))


def register_paper(agreement_id: UUID, facts: Mapping[str, Any], content: bytes) -> None:
    """Register that every party has signed on paper, with the scan."""
    call = func.app.register_paper(agreement_id, cast(facts, JSONB), content)
    db.session.execute(select(call))


def withdraw_paper(agreement_id: UUID, by: str, reason: str) -> None:
    """Take back what was wrongly registered as signed on paper."""
    db.session.execute(select(func.app.withdraw_paper(agreement_id, by, reason)))


def take_amendment(agreement_id: UUID) -> UUID | None:
    """Let what has been signed amend its agreement; None when that can no longer be."""
    return db.session.scalar(select(func.app.take_amendment(agreement_id, type_=Uuid)))


def recompose(agreement_id: UUID, said: Recomposed) -> None:
    """Say anew where a draft or a shared agreement holds, who takes part, and what it replaces."""
    arguments = (
        agreement_id,
        cast(list(said.area), ARRAY(Uuid)),
        said.covers_county,
        cast(list(said.parties), JSONB),
        cast(dict(said.columns), JSONB),
        cast(list(said.replaces), ARRAY(Uuid)),
        cast(list(said.told), JSONB),
        said.reason,
    )
    db.session.execute(select(func.app.recompose(*arguments)))


def paper_template(subject_id: UUID, name: str, source: str) -> UUID:
    """What is signed on paper begins from, in a subject that has no template."""
    call = func.app.paper_template(subject_id, name, source, type_=Uuid)
    made: UUID = db.session.execute(select(call)).scalar_one()
    return made


def meets_in_decision(agreement_id: UUID) -> bool:
    """Whether another is being decided on that would hold in the same place at the same time."""
    return bool(db.session.scalar(select(func.app.meets_in_decision(agreement_id))))


def supersede_earlier(agreement_id: UUID) -> Sequence[UUID]:
    """End what an agreement that is now in force replaces; answers the ids of what ended."""
    call = func.app.supersede_earlier(agreement_id, type_=ARRAY(Uuid))
    return db.session.scalar(select(call)) or ()
