"""One unit of work. Only views, CLI commands and jobs open one; services never commit."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from portal.db import db
from portal.errors import OvertakenError, PortalError, UnauditedChangeError, WithheldError

SERIALIZATION_FAILURE = "40001"

_is_withheld: ContextVar[bool] = ContextVar("is_withheld", default=False)


def withhold(*, is_withheld: bool) -> None:
    """From here on, in this context, let no change begin: what is asked for is only shown."""
    _is_withheld.set(is_withheld)


def is_overtaken(error: BaseException) -> bool:
    """Whether the database refuses, because what was read has changed meanwhile."""
    return (
        isinstance(error, OperationalError)
        and getattr(error.orig, "sqlstate", None) == SERIALIZATION_FAILURE
    )


@dataclass(slots=True)
class Work:
    """What a transaction came to; `has_changed` once it is committed: something was done."""

    has_changed: bool = False


@contextmanager
def transaction() -> Iterator[Work]:
    """All or nothing: commit at the end, roll back on any exception.

    Raises WithheldError where nothing may be changed.
    """
    if _is_withheld.get():
        raise WithheldError
    with reading_in_log() as work:
        yield work


@contextmanager
def reading_in_log() -> Iterator[Work]:
    """As `transaction`, for what notes that somebody reads: also where nothing may be changed.

    What was noted for the page under way is committed first, so that nobody waits for two logs.
    """
    if (page := _page.get()) is not None:
        page.settle()
    with _committed() as work:
        yield work


@contextmanager
def page_in_log(*, at_once: bool) -> Iterator[None]:
    """What is noted in here of somebody's reading is in the log when the page has been made.

    A page that is refused, at whatever point, leaves nothing there. Nothing has been shown by then.
    Unless it is chained `at_once`, which lets others wait for the page, it raises OvertakenError
    when what is read has changed meanwhile.
    """
    page = _Page(at_once=at_once)
    before = _page.set(page)
    try:
        yield
        page.settle()
    except BaseException as error:
        # what changes under a page can break it in any way
        may_be_overtaken = page.is_noted and not at_once and not isinstance(error, PortalError)
        page.take_back()
        if may_be_overtaken and isinstance(error, Exception):
            raise OvertakenError from error
        raise
    finally:
        _page.reset(before)


def chains_at_once() -> bool:
    """Whether a reading is chained as it is noted, and not when its page has been made."""
    page = _page.get()
    return page is None or page.at_once


@contextmanager
def shown_in_log() -> Iterator[None]:
    """Note that somebody reads: with the page under way (`page_in_log`), or else at once."""
    page = _page.get()
    if page is None:
        with _committed():
            yield
    else:
        page.is_noted = True
        yield


class _Page:
    """A page that is being made, and whether the transaction under way notes that it is read."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.is_noted = False

    def settle(self) -> None:
        """Commit what has been noted; what was read stays as it was."""
        if not self.is_noted:
            return
        self.is_noted = False
        session = db.session
        session.expire_on_commit = False
        try:
            session.commit()
        except BaseException as error:
            session.rollback()
            if is_overtaken(error):
                raise OvertakenError from error
            raise
        finally:
            session.expire_on_commit = True

    def take_back(self) -> None:
        """Forget what has been noted and not committed."""
        if self.is_noted:
            db.session.rollback()


_page: ContextVar[_Page | None] = ContextVar("page", default=None)


@contextmanager
def _committed() -> Iterator[Work]:
    work = Work()
    try:
        yield work
        db.session.flush()
        # every act is noted in the log, and a command that changes nothing notes none
        has_changed = bool(db.session.info.get("audited"))
        db.session.commit()
        work.has_changed = has_changed
    except BaseException:
        db.session.rollback()
        raise


def end_reading(failed: BaseException | None) -> None:
    """End a transaction that has only read by commit, before its session is closed.

    Closing rolls back, and at a rollback psycopg forgets the statements it has prepared: every
    request would have them parsed and planned anew, which takes longer than to run them.
    """
    session = db.session
    is_clean = not (session.info.get("changed") or session.new or session.dirty or session.deleted)
    # a failed statement leaves a transaction that can only be rolled back, also when the error has
    # been answered with a page, so that Flask tells of none
    if failed is None and session.in_transaction() and session.is_active and is_clean:
        with suppress(SQLAlchemyError):  # a lost connection: nothing was written
            session.commit()


@event.listens_for(Session, "after_flush")
def _remember_what_changed(session: Session, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        # what nobody else knows of is no act: it is noted when it is published (ADR 14)
        if not getattr(row, "is_own_draft", False):
            session.info["audited" if getattr(row, "is_audit_entry", False) else "changed"] = True


@event.listens_for(Session, "do_orm_execute")
def _remember_bulk_change(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["changed"] = True


@event.listens_for(Session, "before_commit")
def _refuse_unaudited_changes(session: Session) -> None:
    session.flush()
    if session.info.get("changed") and not session.info.get("audited"):
        raise UnauditedChangeError


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop("changed", None)
        session.info.pop("audited", None)
