"""Exception -> page. The only error handlers of the portal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from psycopg.errors import IdleInTransactionSessionTimeout, LockNotAvailable, QueryCanceled
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InternalError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from portal.documents.written import GapsLeftError
from portal.errors import (
    ForbiddenError,
    NotFoundError,
    RuleBrokenError,
    StaleError,
    TooManyAttemptsError,
    WithheldError,
)
from portal.personal_data import PersonalDataError
from portal.web.fields.checks import refused_gaps, refused_personal
from portal.web.sent import sent_form
from portal.web.tokens import FormExpiredError, state, token

Rule = TypeVar("Rule", bound=RuleBrokenError)

RETRY_AFTER_SECONDS = "30"
SIGN_IN = "/sign-in"
MOST_FIELDS = 5000
"""More than the largest matrix has; to read many more costs a second."""
# what may be well in a moment: the same form may be sent again
MOMENTARY = frozenset({409, 429, 500, 502, 503})
# the database may be what failed, so nothing is asked of it
BARE = frozenset({500, 502, 503})
CUT_OFF = (QueryCanceled, LockNotAvailable, IdleInTransactionSessionTimeout)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says."""

    status: int
    heading: str
    paragraphs: tuple[str, ...]
    retry_url: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Register a page for everything that can go wrong."""
    app.extensions["refusal_words"] = {
        PersonalDataError: refused_personal,
        GapsLeftError: refused_gaps,
    }
    app.register_error_handler(NotFoundError, lambda _error: _not_found())
    app.register_error_handler(ForbiddenError, lambda _error: plain(403))
    app.register_error_handler(TooManyAttemptsError, lambda _error: plain(429))
    app.register_error_handler(RuleBrokenError, _broken_rule)
    app.register_error_handler(StaleError, _stale)
    app.register_error_handler(FormExpiredError, lambda _error: expired_form())
    app.register_error_handler(WithheldError, lambda _error: _withheld())
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(OperationalError, _database_lost)
    # a transaction that was left open for too long
    app.register_error_handler(InternalError, _database_lost)
    app.register_error_handler(PoolTimeoutError, _database_lost)
    # the connection was lost, and something went on asking
    app.register_error_handler(PendingRollbackError, _database_lost)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _unknown_host)
    app.before_request(_refuse_too_many_fields)


def _refuse_too_many_fields() -> None:
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    if is_form and request.get_data(cache=True).count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge


def plain(status: int, *, retry_url: str | None = None) -> ResponseReturnValue:
    """The page for `status`; 502 is an identity provider that does not answer."""
    pages = {
        400: (
            _("Det gick inte att läsa det som skickades"),
            (_("Gå tillbaka, öppna sidan på nytt och försök igen. Inget är sparat."),),
        ),
        403: (
            _("Du får inte göra det här"),
            (
                _("Det kräver en annan roll än den du har här."),
                _(
                    "Tror du att det är fel? Hör av dig till er administratör, "
                    "eller till den som bjöd in dig."
                ),
            ),
        ),
        404: (
            _("Sidan finns inte"),
            (
                _("Sidan kan ha flyttats, eller så är adressen felskriven."),
                _("Det kan också vara så att du inte har tillgång till den."),
            ),
        ),
        405: (
            _("Den här adressen går inte att öppna så"),
            (_("Gå till startsidan och leta dig fram därifrån."),),
        ),
        409: (
            _("Någon hann före, eller så skickades sidan två gånger"),
            (_("Det kan redan vara sparat. Öppna sidan på nytt och se efter."),),
        ),
        413: (
            _("Det du skickade är för stort"),
            (_("Gå tillbaka och dela upp texten, eller välj en mindre fil. Inget är sparat."),),
        ),
        429: (
            _("För många försök på kort tid"),
            (_("Vänta någon minut och försök igen."),),
        ),
        502: (
            _("Inloggningstjänsten svarar inte"),
            (
                _("Vi når inte tjänsten som ska intyga vem du är. Felet ligger utanför Samsyn."),
                _("Försök igen om en stund. Det du redan har sparat finns kvar."),
            ),
        ),
        503: (
            _("Samsyn är tillfälligt nere"),
            (
                _("Vi når inte databasen just nu. Det du redan har sparat finns kvar."),
                _("Vänta en halv minut och försök igen."),
            ),
        ),
    }
    unexpected = (
        _("Något gick fel hos oss"),
        (
            _("Felet är noterat. Försök igen om en stund. Det du redan har sparat finns kvar."),
            _("Händer det igen? Hör av dig och berätta vad du gjorde och när."),
        ),
    )
    heading, paragraphs = pages.get(status, unexpected)
    headers = {"Retry-After": RETRY_AFTER_SECONDS} if status in {429, 502, 503} else {}
    return _render(ErrorPage(status, heading, paragraphs, retry_url, headers))


def _render(error: ErrorPage) -> ResponseReturnValue:
    sent = sent_form()
    values = {"error": error, "sent": sent, "is_momentary": error.status in MOMENTARY}
    show = _bare if error.status in BARE else page
    return show("errors/page.html", **values), error.status, error.headers


def page(name: str, **values: object) -> str:
    """A page with the menu and who is signed in; without them when the database does not answer."""
    try:
        return render_template(name, layout="layout/page.html", **values)
    except SQLAlchemyError:
        return _bare(name, **values)


def _bare(name: str, **values: object) -> str:
    # past the context processors: they ask the database who is signed in, which may be what failed
    template = current_app.jinja_env.get_template(name)
    return template.render(layout="layout/bare.html", **values)


def register_words(app: Flask, kind: type[Rule], words: Callable[[Rule], str]) -> None:
    """Let `words` say, in the reader's language, why a rule of `kind` said no."""
    app.extensions["refusal_words"][kind] = words


def worded(broken: RuleBrokenError) -> RuleBrokenError:
    """A refusal in the reader's language, at the same field, and the others with it.

    One whose kind has no words registered is worded already.
    """
    words = current_app.extensions["refusal_words"].get(type(broken))
    said = RuleBrokenError(words(broken), field=broken.field) if words else broken
    said.others = tuple(worded(one) for one in broken.others)
    return said


def _not_found() -> ResponseReturnValue:
    """The page for what is not there; for a form that was open it has gone since, or been shut."""
    sent = sent_form()
    if not state().is_ours or sent is None or not sent.has_words:
        return plain(404)
    paragraphs = (
        _("Sidan gick att öppna förut. Sedan dess kan ett samtycke ha tagits tillbaka, "
          "eller så har någon tagit bort det du skrev i."),
    )  # fmt: skip
    return _render(ErrorPage(404, _("Du har inte längre tillgång"), paragraphs))


def _broken_rule(broken: RuleBrokenError) -> ResponseReturnValue:
    """The page for a rule that no form could show."""
    told = tuple(one.message for one in worded(broken).every)
    return _render(ErrorPage(422, _("Det gick inte att göra"), told))


def _stale(stale: StaleError) -> ResponseReturnValue:
    return page(
        "errors/stale.html",
        differences=stale.differences,
        sent=sent_form(),
        retry_url=request.full_path.rstrip("?"),
    ), 409


def expired_form() -> ResponseReturnValue:
    """The page that carries all that was typed itself, to be sent from there after signing in."""
    values = {"sent": sent_form(), "retry_url": request.path, "sign_in_url": SIGN_IN}
    return page("errors/expired_form.html", **values), 400


def _withheld() -> ResponseReturnValue:
    """The page for what has no form of its own to be shown again: a button, mostly."""
    return page("errors/send_again.html", sent=sent_form(), fresh=token()), 400


def _collided(_error: IntegrityError) -> ResponseReturnValue:
    current_app.logger.warning("two writes met at %s", request.endpoint)
    return plain(409, retry_url=request.path)


def _database_lost(error: SQLAlchemyError) -> ResponseReturnValue:
    if isinstance(getattr(error, "orig", None), CUT_OFF):
        return _took_too_long(error)
    current_app.logger.error("database unavailable: %s at %s", reason(error), request.endpoint)
    retry = request.full_path.rstrip("?") if request.method == "GET" else None
    return plain(503, retry_url=retry)


def reason(error: SQLAlchemyError) -> str:
    """What to look up: the kind and PostgreSQL's code; its words may name hosts and quote rows."""
    code = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _took_too_long(error: SQLAlchemyError) -> ResponseReturnValue:
    """The database cut the statement off: at its own time limit, or when it waited for another."""
    current_app.logger.warning("statement cut off: %s at %s", reason(error), request.endpoint)
    paragraphs = (
        _("Det tog för lång tid, och vi avbröt det. Inget av det du just gjorde är sparat."),
        _("Vänta en halv minut och försök igen."),
    )
    retry = request.full_path.rstrip("?") if request.method == "GET" else None
    headers = {"Retry-After": RETRY_AFTER_SECONDS}
    return _render(ErrorPage(503, _("Det tog för lång tid"), paragraphs, retry, headers))


def _without_slash() -> str | None:
    """The address without the slash at its end, where that is a page of ours."""
    path = request.path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if request.routing_exception is None or path == request.path or adapter is None:
        return None
    if request.method not in {"GET", "HEAD"} or not adapter.test(path, "GET"):
        return None
    query = request.query_string.decode("ascii", "ignore")
    return f"{request.script_root}{path}?{query}" if query else f"{request.script_root}{path}"


def _unknown_host(_error: SecurityError) -> ResponseReturnValue:
    # no page: it could not link to anything, not even to its own style, under a name not ours
    return "unknown host\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status == 404 and (there := _without_slash()):
        return redirect(there, 301)
    response = make_response(plain(status))
    if error.response is None and status == 405:
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name == "Allow"
        )
    return response
