"""What each legal ground allows, where the web server's login cannot widen it."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from portal.ids import new_id
from sip.kernel.legal_grounds import LegalGround
from sip.tables import functions
from sip.tables.consent import BasisLimit, ConsentLimit


def keep_limits(connection: Connection, bases: Collection[LegalGround]) -> None:
    """Give the database the grounds of the settings, and no other; `connection` is the owner's."""
    # in one order, since another process may be doing the same
    for one in sorted((limit_of(ground) for ground in bases), key=lambda one: one.code):
        held = one._asdict()
        connection.execute(
            insert(BasisLimit)
            .values(id=new_id(), **held)
            .on_conflict_do_update(index_elements=[BasisLimit.code], set_=held)
        )
    codes = [one.code for one in bases]
    connection.execute(delete(BasisLimit).where(BasisLimit.code.not_in(codes)))


def are_kept(bases: Collection[LegalGround]) -> bool:
    """Whether the database holds decisions to what these settings say."""
    return functions.basis_limits() == {limit_of(one) for one in bases}


def limit_of(ground: LegalGround) -> functions.BasisLimit:
    """What the database keeps of a ground."""
    return functions.BasisLimit(
        code=ground.code,
        longest=ground.longest,
        may_decide=tuple(sorted(ground.deciders)),
        may_receive=tuple(sorted(kind.value for kind in ground.receivers)),
        conditions=tuple(sorted(one.value for one in ground.conditions)),
        needs=tuple(sorted(one.value for one in ground.needs)),
    )


def keep_longest_consent(connection: Connection, longest: timedelta) -> None:
    """Give the database the longest time of a consent; `connection` is the owner's.

    What it holds already stays as it is: an upgrade that changes nothing writes nothing.
    """
    connection.execute(delete(ConsentLimit).where(ConsentLimit.longest != longest))
    if not connection.scalar(select(exists(select(ConsentLimit.id)))):
        connection.execute(insert(ConsentLimit).values(id=new_id(), longest=longest))


def is_longest_kept(longest: timedelta) -> bool:
    """Whether the database holds consents to what these settings say."""
    return functions.longest_consent() == longest
