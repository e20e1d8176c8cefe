"""Exception -> page. The only error handlers of the portal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
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
from werkzeug.exceptions import HTTPException, SecurityError

from portal.errors import (
    ForbiddenError,
    NotFoundError,
    RuleBrokenError,
    StaleError,
    TooManyAttemptsError,
)

Rule = TypeVar("Rule", bound=RuleBrokenError)

RETRY_AFTER_SECONDS = "30"
WORTH_KEEPING = 20
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
    app.extensions["refusal_words"] = {}
    app.register_error_handler(NotFoundError, lambda _error: plain(404))
    app.register_error_handler(ForbiddenError, lambda _error: plain(403))
    app.register_error_handler(TooManyAttemptsError, lambda _error: plain(429))
    app.register_error_handler(RuleBrokenError, _broken_rule)
    app.register_error_handler(StaleError, _stale)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(OperationalError, _database_lost)
    # a transaction that was left open for too long
    app.register_error_handler(InternalError, _database_lost)
    app.register_error_handler(PoolTimeoutError, _database_lost)
    # the connection was lost, and something went on asking
    app.register_error_handler(PendingRollbackError, _database_lost)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _unknown_host)


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
    body = _template("errors/page.html", error=error)
    return body, error.status, error.headers


def _template(name: str, **values: object) -> str:
    # past the context processors: they ask the database who is signed in, which may be what failed
    return current_app.jinja_env.get_template(name).render(**values)


def register_words(app: Flask, kind: type[Rule], words: Callable[[Rule], str]) -> None:
    """Let `words` say, in the reader's language, why a rule of `kind` said no."""
    app.extensions["refusal_words"][kind] = words


def worded(broken: RuleBrokenError) -> RuleBrokenError:
    """A refusal in the reader's language, at the same field.

    One whose kind has no words registered is worded already.
    """
    words = current_app.extensions["refusal_words"].get(type(broken))
    return RuleBrokenError(words(broken), field=broken.field) if words else broken


def _broken_rule(broken: RuleBrokenError) -> ResponseReturnValue:
    """The page for a rule that no form could show."""
    return _render(ErrorPage(422, _("Det gick inte att göra"), (worded(broken).message,)))


def _stale(stale: StaleError) -> ResponseReturnValue:
    page = _template("errors/stale.html", differences=stale.differences, retry_url=request.path)
    return page, 409


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    page = _template("errors/expired_form.html", texts=_typed_texts(), retry_url=request.path)
    return page, 400


def _typed_texts() -> list[str]:
    # only what our own page sent: another site must not choose the words of ours
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    sent = request.form.items(multi=True)
    return [text for name, text in sent if name != "csrf_token" and len(text) > WORTH_KEEPING]


def _collided(_error: IntegrityError) -> ResponseReturnValue:
    current_app.logger.warning("two writes met at %s", request.endpoint)
    return plain(409, retry_url=request.path)


def _database_lost(error: SQLAlchemyError) -> ResponseReturnValue:
    if isinstance(getattr(error, "orig", None), CUT_OFF):
        return _took_too_long(error)
    current_app.logger.error("database unavailable: %s at %s", reason(error), request.endpoint)
    retry = request.full_path if request.method == "GET" else None
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
    retry = request.full_path if request.method == "GET" else None
    headers = {"Retry-After": RETRY_AFTER_SECONDS}
    return _render(ErrorPage(503, _("Det tog för lång tid"), paragraphs, retry, headers))


def _unknown_host(_error: SecurityError) -> ResponseReturnValue:
    # no page: it could not link to anything, not even to its own style, under a name not ours
    return "unknown host\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    response = make_response(plain(status))
    if error.response is None and status == 405:
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name == "Allow"
        )
    return response
