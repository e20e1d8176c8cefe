"""How often something may be tried, by whom: a browser, an address, an account, or all together.

A whole authority may sit behind one address, so an address may do much more than a browser, and
what only an address would stop is never stopped for somebody who does it right.
"""

import secrets
from datetime import timedelta
from functools import cache
from uuid import UUID

from flask import current_app, request, session

from portal.config import Settings
from portal.db import db
from portal.errors import TooManyAttemptsError
from portal.identity import functions
from portal.identity import session as session_tokens
from portal.web import security_log

BROWSER = "browser"
WITHIN = timedelta(minutes=10)
MOST_FILES = 300


def count_by_browser(what: str, *, most: int) -> None:
    """Count one attempt at `what` by this browser; raises TooManyAttemptsError past `most`."""
    _count(what, f"browser:{session.setdefault(BROWSER, secrets.token_urlsafe(16))}", most=most)


def count_by_address(what: str, *, most: int) -> None:
    """Count one attempt at `what` by all who share the caller's address."""
    if _is_address_known():
        _count(what, f"address:{request.remote_addr}", most=most)


def count_by_all(what: str, *, most: int) -> None:
    """Count one attempt at `what` by anybody at all."""
    _count(what, "all:", most=most)


def count_file(account_id: UUID) -> None:
    """Count one file that is made for an account: each takes half a second of a processor."""
    _count("file", f"account:{account_id}", most=MOST_FILES)


def _count(what: str, whom: str, *, most: int) -> None:
    """Count in the database, for every process of every server, under a keyed hash.

    In a transaction of its own: a page that only reads commits nothing.
    """
    key = session_tokens.prove(_settings().secret_key, f"attempt:{what}:{whom}".encode())
    with db.sessionmaker() as own, own.begin():
        is_allowed = functions.count_attempt(own, key, most, int(WITHIN.total_seconds()))
    if not is_allowed:
        security_log.note("limit.reached", what=what, by=whom.partition(":")[0])
        raise TooManyAttemptsError


def _is_address_known() -> bool:
    """Whether the address is the caller's own, and not that of a proxy we were told nothing by."""
    forwarded = "X-Forwarded-For" in request.headers
    if forwarded != bool(_settings().hops):
        _say_once(forwarded=forwarded)
    return forwarded or not _settings().hops


@cache
def _say_once(*, forwarded: bool) -> None:
    current_app.logger.warning(
        "proxies: X-Forwarded-For came and proxies is 0, so all callers may look like one"
        if forwarded
        else "proxies: X-Forwarded-For is missing, so no caller's address is known"
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
