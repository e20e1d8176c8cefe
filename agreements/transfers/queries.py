"""Reading transfers. Who reads which, the database's policies say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from agreements.tables.transfer import CaseTransfer
from agreements.transferring import TransferAnswer
from portal.authz import Actor, OrganisationKind
from portal.db import at_most, db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TransferOf:
    """A transfer with what its two sides are called."""

    transfer: CaseTransfer
    requester: str
    other: str

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Both, those that are in the portal."""
        return self.transfer.side_ids

    @property
    def concerns_id(self) -> UUID:
        """Who enters the answer."""
        return self.transfer.concerns_id

    @property
    def opener_id(self) -> UUID:
        """Who asked."""
        return self.transfer.requester_id


def get_transfer(actor: Actor, transfer_id: UUID) -> TransferOf:
    """One of the own municipality's."""
    found = db.session.get(CaseTransfer, transfer_id)
    if found is None:
        raise NotFoundError
    return _named(found, _names(actor))


def list_transfers(
    actor: Actor, *, is_open: bool | None = None, page: int = 1, most: int = A_PAGE
) -> Sequence[TransferOf]:
    """A page of the own municipality's, the last before, and one more."""
    statement = select(CaseTransfer).where(CaseTransfer.county_id == actor.county_id)
    if is_open is not None:
        waits = (
            CaseTransfer.ruling.is_(None)
            & CaseTransfer.withdrawn_on.is_(None)
            & CaseTransfer.answer.is_distinct_from(TransferAnswer.TAKES_OVER)
        )
        statement = statement.where(waits if is_open else ~waits)
    newest = CaseTransfer.requested_at.desc(), CaseTransfer.id.desc()
    rows = db.session.scalars(
        statement.order_by(*newest).offset((page - 1) * most).limit(at_most(most + 1))
    ).all()
    names = _names(actor) if rows else {}
    return [_named(one, names) for one in rows]


def list_municipalities(actor: Actor) -> Sequence[Organisation]:
    """The county's, that may be asked: all but the own."""
    statement = select(Organisation).where(
        Organisation.county_id == actor.county_id,
        Organisation.kind == OrganisationKind.MUNICIPALITY,
        Organisation.closed_at.is_(None),
        Organisation.id != actor.organisation_id,
    )
    return db.session.scalars(statement.order_by(Organisation.sort_key)).all()


def _names(actor: Actor) -> Mapping[UUID, str]:
    statement = select(Organisation.id, Organisation.name).where(
        Organisation.county_id == actor.county_id
    )
    return {row.id: row.name for row in db.session.execute(statement)}


def _named(one: CaseTransfer, names: Mapping[UUID, str]) -> TransferOf:
    other = names.get(one.other_id, "") if one.other_id else one.other_name
    return TransferOf(one, names.get(one.requester_id, ""), other)
