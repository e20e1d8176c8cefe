"""Who is signed in: a random token in a cookie, its hash in a table the web server cannot read."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, Request, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import RowMapping

from portal.authz import Actor, OrganisationKind, Role
from portal.db import act_as, db, whoever_asks
from portal.identity import functions
from portal.web.tokens import NOBODY, Audience

# __Host-: only over https (or on localhost), only for this host, for every path
COOKIE = "__Host-samsyn"

login_manager = LoginManager()
# It guards Flask-Login's own session, which we do not use, by a hash of the browser; not finding
# one, it would write to the form's cookie.
login_manager.session_protection = None


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """The signed-in person as pages meet them."""

    actor: Actor
    county_name: str
    organisations: int
    # in seconds: how long the session lasts unused, and how long at most
    idle_seconds: int
    ends_in: int

    def get_id(self) -> str:
        """Flask-Login's name for the person; never stored: the token is what signs in."""
        return str(self.actor.session_id)


def init_app(app: Flask) -> None:
    """Every request begins by saying whose token it carries, also when that is nobody's."""
    login_manager.init_app(app)
    app.before_request(_begin)


def _begin() -> None:
    act_as(_token_of(request))


def _token_of(incoming: Request) -> str:
    """The token of a request. What is none of ours is nobody's, and never comes to the database."""
    token = incoming.cookies.get(COOKIE, "")
    return token if token.isascii() and token.isprintable() else ""


def asker_name() -> str:
    """The name of whoever asks; "" for nobody."""
    return str(current_user.actor.name) if current_user.is_authenticated else ""


def audience() -> Audience:
    """Whom a form of this page is for."""
    if not current_user.is_authenticated:
        return NOBODY
    actor: Actor = current_user.actor
    return Audience(actor.account_id, actor.organisation_id)


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _load(incoming: Any) -> SignedIn | None:  # noqa: ANN401 (Flask's request)
    token = _token_of(incoming)
    if not token:
        return None
    signed_in = load()
    if signed_in is None:
        _note_expired(token)
    return signed_in


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def _ask_to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("identity.choose", next=wanted))


def load() -> SignedIn | None:
    """Whoever the token of this context belongs to, if the session still holds."""
    row = whoever_asks()
    if row is None:
        return None
    if row["is_due_for_touch"]:
        _touch()
    return SignedIn(
        _actor(row),
        row["county_name"],
        row["organisations"],
        idle_seconds=row["idle_seconds"],
        ends_in=row["ends_in"],
    )


def _actor(row: RowMapping) -> Actor:
    return Actor(
        account_id=row["account_id"],
        name=row["account_name"],
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation_name"],
        organisation_kind=OrganisationKind(row["organisation_kind"]),
        county_id=row["county_id"],
        roles=frozenset(Role(role) for role in row["roles"]),
        session_id=row["session_id"],
    )


def _touch() -> None:
    """Note, once a minute at most, that the session is in use.

    In a transaction of its own, so that a page that only reads still never commits.
    """
    with db.sessionmaker() as session, session.begin():
        functions.touch_session(session)


def _note_expired(token: str) -> None:
    with db.sessionmaker() as session, session.begin():
        functions.note_expired(session, token)


def new_token() -> str:
    """A session token: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """What the database keeps instead of a token, a code or a state."""
    return hashlib.sha256(secret.encode("utf-8")).digest()


def sign_in_key(secret_key: str) -> bytes:
    """The key that proves sign-ins to the database (app.is_proven), made from our secret."""
    return hmac.digest(secret_key.encode("utf-8"), b"samsyn sign-in key, version 1", "sha256")


def prove(secret_key: str, message: bytes) -> bytes:
    """Proof that the application, and not injected SQL, asks for a sign-in."""
    return hmac.digest(sign_in_key(secret_key), message, "sha256")


def give_cookie(response: Response, token: str) -> None:
    """Let the browser carry the token; it ends with the browser or with the session."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Lax", path="/")


def take_cookie(response: Response) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
