"""The token of every form: a page of ours was sent, by whoever opened it, for whom they acted then.

A token holds a number of the browser's own (in the form cookie), the account and the organisation
that the page was made for, and when; all of it signed. A form that is sent for anybody else does
nothing. One whose token is too old, or of another form cookie, does nothing either, and is shown
again with all that was typed, when a page of ours sent it.
"""

import hmac
import secrets
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response, current_app, flash, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from typing_extensions import override
from wtforms import ValidationError
from wtforms.csrf.core import CSRF

from portal import clock
from portal.errors import PortalError
from portal.transaction import withhold
from portal.web.guard import PUBLIC, View, access_of

if TYPE_CHECKING:
    from wtforms.csrf.core import CSRFTokenField
    from wtforms.form import BaseForm

FIELD = "csrf_token"
NUMBER = "form"
SALT = "samsyn form, version 2"
# Keys of the request's environment that we alone put there: nothing that a browser sends is called
# so. The first is for a form that was kept and is put before its view again.
GIVEN_BACK = "samsyn.given_back"
STATE = "samsyn.form"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a form is for: an account, and the organisation that it acts for."""

    account_id: UUID | None
    organisation_id: UUID | None


NOBODY = Audience(None, None)


class FormExpiredError(PortalError):
    """The form's token is missing or too old, and its page cannot show it again."""


class OtherAudienceError(PortalError):
    """The form was opened by or for somebody else than who asks now; `audience` says by whom.

    Nothing has been done.
    """

    def __init__(self, audience: Audience) -> None:
        super().__init__("opened for somebody else")
        self.audience = audience


@dataclass(frozen=True, slots=True)
class Asker:
    """How it is told who asks, and what their browser keeps for its forms: the form cookie."""

    audience: Callable[[], Audience]
    name: Callable[[], str]
    cookie: Callable[[], MutableMapping[str, Any]]


@dataclass(slots=True)
class State:
    """What is known of the form of one request, and the forms that its view has made."""

    token: str = ""
    is_ours: bool = False
    is_shown_again: bool = False
    made: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says."""

    number: str
    audience: Audience
    made_at: datetime


def init_app(app: Flask, asker: Asker, lifetime: timedelta) -> None:
    """Hold every form that is sent to its token.

    To be called when it is known who asks, as what runs before each request runs in this order.
    """
    app.extensions["form_asker"] = asker
    app.extensions["form_lifetime"] = lifetime
    app.jinja_env.globals["csrf_token"] = token
    app.before_request(_check)
    app.after_request(_say_not_taken)
    app.teardown_request(_forget)


def exempt(view: View) -> View:
    """Mark a view that no page of ours sends a form to: what it is sent proves itself."""
    view.needs_token = False  # type: ignore[attr-defined]  # functions take attributes
    return view


def for_whomever(view: View) -> View:
    """Mark a view that does the same for whomever one acts: signing out."""
    view.is_for_whomever = True  # type: ignore[attr-defined]
    return view


def token() -> str:
    """The token for the forms of this page."""
    known = state()
    if not known.token:
        asker: Asker = current_app.extensions["form_asker"]
        whose = asker.audience()
        told = [_text(whose.account_id), _text(whose.organisation_id)]
        known.token = _signer().dumps([_number(), *told])
    return known.token


def state() -> State:
    """What is known of this request's form."""
    known: State = request.environ.setdefault(STATE, State())
    return known


class FormToken(CSRF):
    """The token as a field of a form. It has been looked at before the view began."""

    @override
    def generate_csrf_token(self, csrf_token_field: "CSRFTokenField") -> str:
        return token()

    @override
    def validate_csrf_token(self, form: "BaseForm", field: "CSRFTokenField") -> None:
        if not state().is_ours:
            raise ValidationError(_("Sidan hade varit öppen för länge."))


def is_from_our_page() -> bool:
    """Whether the browser says that a page of ours sent this: another site must not choose words.

    A browser that tells neither is not trusted.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _check() -> None:
    withhold(is_withheld=False)
    if request.environ.get(GIVEN_BACK):
        _show_again(_("Det du skrev finns kvar. Inget är skickat än: läs igenom och skicka igen."))
        return
    if request.method != "POST" or request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    if not getattr(view, "needs_token", True):
        return
    found = _read(request.form.get(FIELD, ""))
    asker: Asker = current_app.extensions["form_asker"]
    audience = asker.audience()
    is_for_us = found is not None and (
        found.audience == audience or getattr(view, "is_for_whomever", False)
    )
    if found is not None and is_for_us and _is_fresh(found):
        state().is_ours = True
        return
    _refuse(found, audience, is_public=access_of(view) == PUBLIC)


def _refuse(found: Token | None, audience: Audience, *, is_public: bool) -> None:
    """Let nothing be done; raise unless the form can be shown again in its own page."""
    is_script = request.accept_mimetypes.best == "application/json"
    if is_script or not is_from_our_page():
        raise FormExpiredError
    told = found.audience if found is not None else NOBODY
    if not is_public and told not in {audience, NOBODY}:
        raise OtherAudienceError(told)
    if not is_public and audience == NOBODY:
        raise FormExpiredError
    _show_again(
        _(
            "Sidan hade varit öppen för länge, så inget är sparat än."
            " Det du skrev står kvar: läs igenom och skicka igen."
        )
    )


def _show_again(why: str) -> None:
    withhold(is_withheld=True)
    state().is_shown_again = True
    flash(why, "warning")


def _say_not_taken(response: Response) -> Response:
    """A form that could not be taken is no success, however whole its page."""
    is_sent = state().is_shown_again and GIVEN_BACK not in request.environ
    if is_sent and response.status_code == 200:
        response.status_code = 400
    return response


def _forget(_error: BaseException | None) -> None:
    withhold(is_withheld=False)


def form_cookie() -> MutableMapping[str, Any]:
    """What this browser keeps for its forms, signed by us: nothing that must not be read."""
    asker: Asker = current_app.extensions["form_asker"]
    return asker.cookie()


def asker_name() -> str:
    """What whoever asks is called; "" for nobody."""
    asker: Asker = current_app.extensions["form_asker"]
    return asker.name()


def _number() -> str:
    cookie = form_cookie()
    if NUMBER not in cookie:
        cookie[NUMBER] = secrets.token_urlsafe(24)
    return str(cookie[NUMBER])


def _is_fresh(found: Token) -> bool:
    """Whether it was made for this browser, and not too long ago."""
    lifetime: timedelta = current_app.extensions["form_lifetime"]
    is_same = hmac.compare_digest(found.number.encode(), _number().encode())
    return is_same and clock.now() - found.made_at <= lifetime


def _read(text: str) -> Token | None:
    """What a token that we made says, however old it is."""
    try:
        told, made_at = _signer().loads(text, return_timestamp=True)
        number, account, organisation = told
        return Token(number, Audience(_id(account), _id(organisation)), made_at)
    except (BadData, ValueError, TypeError):
        return None


def _signer() -> URLSafeTimedSerializer:
    key = current_app.secret_key
    if not key:
        raise RuntimeError("the application has no secret key")
    return _signer_of(key)


@cache
def _signer_of(key: str | bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt=SALT)


def _text(one: UUID | None) -> str:
    return one.hex if one is not None else ""


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None
