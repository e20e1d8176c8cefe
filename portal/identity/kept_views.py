"""A form that was opened for somebody else than who asks now: kept, and given back in its own page.

After signing in, or switching back, one comes to the form's own address with `kept` in it. What was
sent is then put before its view as if it were sent anew, except that nothing may be changed: so the
view shows its form with all that was typed, and the reader sends it.
"""

from contextlib import suppress
from io import BytesIO
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from portal.authz import Actor
from portal.errors import NotFoundError
from portal.identity import kept_forms, service, session
from portal.identity.kept_forms import Kept, Posted
from portal.transaction import transaction
from portal.web.errors import expired_form, page
from portal.web.guard import signed_in
from portal.web.posted import as_id
from portal.web.redirects import safe_next
from portal.web.sent import SentForm, described, sent_form
from portal.web.tokens import (
    GIVEN_BACK,
    NOBODY,
    STATE,
    Audience,
    OtherAudienceError,
    token,
)

bp = Blueprint("kept", __name__, url_prefix="/kept-forms")

KEPT = "kept"


def init_app(app: Flask) -> None:
    """To be called when who asks is known and forms are held to their tokens."""
    app.register_error_handler(OtherAudienceError, _other_audience)
    app.before_request(_give_back)
    app.after_request(_drop_what_was_sent)


@bp.post("/<uuid:form_id>/drop")
@signed_in
def drop(_actor: Actor, form_id: UUID) -> ResponseReturnValue:
    """Throw away what was typed."""
    with transaction():
        if not kept_forms.drop(_secret(), form_id):
            raise NotFoundError
    flash(_("Det du skrev är borttaget."))
    return redirect(safe_next(request.form.get("next")))


def is_to_be_given_back(wanted: str) -> bool:
    """Whether an address of ours leads to a form that is kept."""
    return f"{KEPT}=" in wanted.partition("?")[2]


def act_as_before(wanted: str) -> None:
    """Let whoever has just signed in to have a form back act for whom it was opened."""
    found = parse_qs(urlsplit(wanted).query).get(KEPT)
    signed_in = session.load()
    if not found or signed_in is None:
        return
    with suppress(NotFoundError):
        kept = kept_forms.find(_secret(), as_id(found[0]))
        if kept is not None and kept.is_member and not kept.is_here:
            service.switch_organisation(signed_in.actor, kept.organisation_id)


# -- A form that comes when it should not ----------------------------------------------------------


def _other_audience(other: OtherAudienceError) -> ResponseReturnValue:
    sent = sent_form()
    if sent is None:
        return expired_form()
    secret = request.cookies.get(kept_forms.COOKIE) or kept_forms.new_secret()
    form_id = _keep(secret, sent, other.audience)
    if form_id is None:
        return expired_form()
    here = _address(request.path, request.query_string.decode("ascii", "ignore"), form_id)
    now = session.audience()
    if now == NOBODY:
        is_there = session.COOKIE in request.cookies
        body = page(
            "portal/identity/kept/ended.html",
            # who has signed out here may have left the screen to somebody else
            sent=sent if is_there else None,
            url=url_for("identity.choose", next=here),
        )
    elif now.account_id != other.audience.account_id:
        body = page("portal/identity/kept/other_account.html")
    else:
        body = _other_organisation(secret, form_id, here, sent)
    response = make_response(body, 409)
    kept_forms.give_cookie(response, secret)
    return response


def _keep(secret: str, sent: SentForm, audience: Audience) -> UUID | None:
    posted = Posted(
        path=request.environ["PATH_INFO"],
        query=request.environ.get("QUERY_STRING", ""),
        fields=[(one.name, one.value) for one in sent.fields],
    )
    secret_key = current_app.extensions["settings"].secret_key
    with transaction():
        return kept_forms.keep(secret, posted, audience, secret_key=secret_key)


def _other_organisation(secret: str, form_id: UUID, here: str, sent: SentForm) -> str:
    kept = kept_forms.find(secret, form_id)
    if kept is None:
        raise NotFoundError
    return page("portal/identity/kept/other_organisation.html", kept=kept, here=here, sent=sent)


# -- The way back ----------------------------------------------------------------------------------


def _give_back() -> ResponseReturnValue | None:
    """Show the form that this address is about, as it was when it was sent."""
    is_asked_for = request.method == "GET" and KEPT in request.args
    if is_asked_for and GIVEN_BACK not in request.environ and current_user.is_authenticated:
        return _given_back(kept_forms.find(_secret(), as_id(request.args[KEPT])))
    return None


def _given_back(kept: Kept | None) -> ResponseReturnValue | None:
    if kept is None or (kept.posted is not None and kept.posted.path != _path()):
        flash(_("Det du skrev finns inte kvar längre."), "warning")
        return None
    if not kept.is_here and kept.is_member:
        values = {"kept": kept, "here": request.full_path, "sent": None}
        return page("portal/identity/kept/other_organisation.html", **values), 409
    if not kept.is_here or kept.posted is None:
        return page("portal/identity/kept/left.html", kept=kept, sent=_described(kept)), 403
    return _shown(kept.posted)


def _shown(posted: Posted) -> Response:
    """What the form's own view makes of it when it may change nothing."""
    body = urlencode(posted.fields).encode()
    own = {"werkzeug.request", STATE}
    environ = {name: value for name, value in request.environ.items() if name not in own}
    environ |= {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        # it was a page of ours that sent it
        "HTTP_SEC_FETCH_SITE": "same-origin",
        GIVEN_BACK: True,
    }
    with current_app.request_context(environ):
        response: Response = current_app.full_dispatch_request()
    return response


def _drop_what_was_sent(response: Response) -> Response:
    """Forget what was kept once it has been sent again and taken."""
    is_taken = request.method == "POST" and response.status_code in {302, 303}
    if is_taken and KEPT in request.args and GIVEN_BACK not in request.environ:
        with suppress(NotFoundError, SQLAlchemyError), transaction():
            kept_forms.drop(_secret(), as_id(request.args[KEPT]))
    return response


def _described(kept: Kept) -> SentForm | None:
    if kept.posted is None:
        return None
    return described(request.full_path, kept.posted.fields, token())


def _address(path: str, query: str, form_id: UUID) -> str:
    rest = "&".join(one for one in query.split("&") if one and not one.startswith(f"{KEPT}="))
    whole = f"{rest}&{KEPT}={form_id}" if rest else f"{KEPT}={form_id}"
    return f"{request.script_root}{quote(path)}?{whole}"


def _path() -> str:
    path: str = request.environ["PATH_INFO"]
    return path


def _secret() -> str:
    return request.cookies.get(kept_forms.COOKIE, "")
