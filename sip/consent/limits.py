"""The longest durations of the legal grounds, where the web server's login cannot widen them."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from portal.ids import new_id
from sip.kernel.legal_grounds import LegalGround
from sip.tables import functions
from sip.tables.consent import BasisLimit, ConsentLimit


def keep_limits(connection: Connection, bases: Collection[LegalGround]) -> None:
    """Give the database the grounds of the settings, and no other; `connection` is the owner's."""
    statement = insert(BasisLimit).values(
        id=bindparam("new"), code=bindparam("code"), longest=bindparam("longest")
    )
    new = {BasisLimit.longest: statement.excluded.longest}
    # in one order, since another process may be doing the same
    rows = [
        {"new": new_id(), "code": one.code, "longest": one.longest}
        for one in sorted(bases, key=lambda one: one.code)
    ]
    connection.execute(
        statement.on_conflict_do_update(index_elements=[BasisLimit.code], set_=new), rows
    )
    codes = [one.code for one in bases]
    connection.execute(delete(BasisLimit).where(BasisLimit.code.not_in(codes)))


def are_kept(bases: Collection[LegalGround]) -> bool:
    """Whether the database holds decisions to what these settings say."""
    return functions.basis_limits() == {(one.code, one.longest) for one in bases}


def keep_longest_consent(connection: Connection, longest: timedelta) -> None:
    """Give the database the longest time of a consent; `connection` is the owner's."""
    connection.execute(delete(ConsentLimit))
    connection.execute(insert(ConsentLimit).values(id=new_id(), longest=longest))


def is_longest_kept(longest: timedelta) -> bool:
    """Whether the database holds consents to what these settings say."""
    return functions.longest_consent() == longest
