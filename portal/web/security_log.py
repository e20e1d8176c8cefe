"""Lines in the log about what was refused, for whoever has to find out what somebody tried.

Each names the event and, with it, the caller's address: it is kept for refusals only, as long as
the operator keeps the log (docs/operations.md). Nothing else in a line is about a person but the
ids of accounts and sessions.
"""

import logging

from flask import request

log = logging.getLogger("portal.security")


def note(event: str, **facts: object) -> None:
    """Note that `event` ("sign_in.refused") has just happened to whoever asks."""
    log.warning("%s", event, extra={"event": event, "address": request.remote_addr, **facts})
