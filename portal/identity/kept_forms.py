"""Forms that were sent when their session had ended, kept until whoever wrote them is back.

They are sealed by a secret that only the browser has, in a cookie. The database keeps its hash, for
whom the form was opened, and nothing that could be read; after half an hour, nothing at all.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Response

from portal.identity import functions, session
from portal.identity.functions import FormToKeep
from portal.ids import new_id
from portal.vault import DataKey, Place, SealBrokenError
from portal.web.tokens import Audience

COOKIE = "__Host-samsyn-kept"
LASTS = timedelta(minutes=30)

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as it was sent: where to, as WSGI names it, and with what."""

    path: str
    query: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was kept for whoever asks. `posted` is None while they act for somebody else."""

    id: UUID
    organisation_id: UUID
    organisation_name: str
    is_here: bool
    is_member: bool
    posted: Posted | None


def new_secret() -> str:
    """What the browser is given: 256 random bits."""
    return secrets.token_urlsafe(32)


def keep(secret: str, posted: Posted, audience: Audience, *, secret_key: str) -> UUID | None:
    """Keep a form for whom it was opened; None when it cannot be kept."""
    if audience.account_id is None or audience.organisation_id is None:
        return None
    form_id = new_id()
    written = json.dumps([posted.path, posted.query, list(posted.fields)], ensure_ascii=False)
    key_hash = session.hash_of(secret)
    named = f"kept form\n{form_id}\n{audience.account_id}\n{audience.organisation_id}".encode()
    form = FormToKeep(
        id=form_id,
        key_hash=key_hash,
        account_id=audience.account_id,
        organisation_id=audience.organisation_id,
        sealed=_key_of(secret).seal(written, _place(form_id)),
        seconds=int(LASTS.total_seconds()),
        proof=session.prove(secret_key, key_hash + named),
    )
    return form_id if functions.keep_form(form) else None


def find(secret: str, form_id: UUID) -> Kept | None:
    """The asker's own form, if this browser kept it and it is still there."""
    found = functions.find_kept_form(form_id, session.hash_of(secret))
    if found is None:
        return None
    posted = None
    if found.sealed is not None:
        try:
            written = _key_of(secret).open(found.sealed, _place(form_id))
        except SealBrokenError:
            return None
        path, query, fields = json.loads(written)
        posted = Posted(path, query, [(name, value) for name, value in fields])
    return Kept(
        id=form_id,
        organisation_id=found.organisation_id,
        organisation_name=found.organisation_name,
        is_here=found.is_here,
        is_member=found.is_member,
        posted=posted,
    )


def drop(secret: str, form_id: UUID) -> bool:
    """Forget it; False when it is not there, or not the asker's."""
    return functions.drop_kept_form(form_id, session.hash_of(secret))


def give_cookie(response: Response, secret: str) -> None:
    """Let the browser hold the secret for as long as its forms are kept."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=LASTS,
        secure=True,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def _key_of(secret: str) -> DataKey:
    return DataKey(hmac.digest(secret.encode("utf-8"), b"samsyn kept form, version 1", "sha256"))


def _place(form_id: UUID) -> Place:
    return Place("kept_form", "form", form_id)
