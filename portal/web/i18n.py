"""Which language a reader gets: Swedish, unless they chose English here."""

from datetime import timedelta

from flask import Blueprint, Flask, current_app, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel

from portal.errors import NotFoundError
from portal.web.guard import public
from portal.web.redirects import START, safe_next

COOKIE = "language"
# language tag for HTML and addresses -> locale of Babel and of the translations
LOCALES = {"sv": "sv_SE", "en": "en_GB"}
DEFAULT = "sv"

bp = Blueprint("language", __name__, url_prefix="/language")


def language() -> str:
    """The reader's language as an HTML language tag."""
    # a command or a mail has no reader at a browser
    chosen = request.cookies.get(COOKIE, DEFAULT) if has_request_context() else DEFAULT
    return chosen if chosen in LOCALES else DEFAULT


def locale() -> str:
    """The reader's locale."""
    return LOCALES[language()]


def this_page() -> str:
    """Where a change of language comes back to; a page that only answers a POST has no address."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(request.path, "GET") else START


@bp.get("/<code>")
@public
def choose(code: str) -> ResponseReturnValue:
    """Remember the choice in the browser only, and go back to the page."""
    if code not in LOCALES:
        raise NotFoundError
    response = redirect(safe_next(request.args.get("next")))
    response.set_cookie(
        COOKIE,
        code,
        max_age=timedelta(days=365),
        secure=current_app.config["PREFERRED_URL_SCHEME"] == "https",
        httponly=True,
        samesite="Lax",
    )
    return response


def init_app(app: Flask) -> None:
    """Set up translations (portal/translations); templates get `language` and `this_page`."""
    Babel(
        app,
        default_locale=LOCALES[DEFAULT],
        default_timezone="Europe/Stockholm",
        locale_selector=locale,
    )
    app.jinja_env.globals.update(language=language, this_page=this_page)
    app.register_blueprint(bp)
