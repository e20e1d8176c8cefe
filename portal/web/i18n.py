"""Which words a reader gets: Swedish, unless they chose easy Swedish or English here; how large."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cache

from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, Domain, LazyString
from markupsafe import Markup
from typing_extensions import override

from portal.direction import isolated
from portal.errors import NotFoundError
from portal.resources import folder
from portal.web.guard import public
from portal.web.redirects import START, safe_next

# as the others: only over https (or on localhost), for this host and every path
COOKIE = "__Host-language"
LARGE_COOKIE = "__Host-large-text"
# language tag for HTML -> locale of Babel and of the translations
LOCALES = {"sv": "sv_SE", "en": "en_GB"}
DEFAULT = "sv"
# easy to read: Swedish, where translations/sv_easy has other words for it
EASY, EASY_WORDS = "easy", "sv_easy"
# what can be chosen -> the language that it is in
CHOICES = {"sv": "sv", EASY: DEFAULT, "en": "en"}
# what a provider hands over is used once, and written into no link
ONCE = {"code", "state"}

bp = Blueprint("language", __name__, url_prefix="/language")


# asked for every word of a page, and read once a request
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The reader's language as an HTML language tag."""
    return CHOICES[choice()]


def choice() -> str:
    """What the reader chose: a language, or easy Swedish."""
    return _chosen.get() or _read()


def is_easy() -> bool:
    """The reader chose easy Swedish."""
    return choice() == EASY


def is_large() -> bool:
    """The reader wants large letters; who reads easy Swedish gets them."""
    return is_easy() or LARGE_COOKIE in request.cookies


def _read() -> str:
    try:
        chosen = request.cookies.get(COOKIE, DEFAULT)
    except RuntimeError:  # a command or a mail has no reader at a browser
        return DEFAULT
    return chosen if chosen in CHOICES else DEFAULT


def _remember() -> None:
    _chosen.set(_read())


def _forget(_error: BaseException | None) -> None:
    _chosen.set(None)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Let a command, which has no reader at a browser, say its words in a language."""
    token = _chosen.set(tag)
    try:
        yield
    finally:
        _chosen.reset(token)


def either(swedish: str, english: str) -> str:
    """Of what data say in both languages, what is in the reader's."""
    return swedish if locale() == LOCALES[DEFAULT] else english


def locale() -> str:
    """The reader's locale."""
    return LOCALES[language()]


def _words() -> str:
    """The catalogue of the reader's words."""
    return EASY_WORDS if is_easy() else locale()


def this_page() -> str:
    """Where a change of language comes back to; a page that only answers a POST has no address."""
    if ONCE & request.args.keys():
        return START
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(request.path, "GET") else START


@bp.get("/<code>")
@public
def choose(code: str) -> ResponseReturnValue:
    """Remember the choice in the browser only, and go back to the page."""
    if code not in CHOICES:
        raise NotFoundError
    return _kept(COOKIE, code)


@bp.get("/large/<any(on, off):wanted>")
@public
def size(wanted: str) -> ResponseReturnValue:
    """Remember in the browser only whether letters are to be large, and go back to the page."""
    return _kept(LARGE_COOKIE, wanted, is_wanted=wanted == "on")


def _kept(cookie: str, value: str, *, is_wanted: bool = True) -> ResponseReturnValue:
    response = redirect(safe_next(request.args.get("next")))
    response.set_cookie(
        cookie,
        value,
        max_age=timedelta(days=365 if is_wanted else 0),
        secure=True,
        httponly=True,
        samesite="Lax",
    )
    return response


# A page says a hundred words. Flask-Babel finds the catalogue anew for each of them, and Jinja then
# marks and formats each; here both are done once for a word and a language.


@cache
def _catalogue(chosen: str) -> NullTranslations:
    return Translations.load(str(folder("translations")), [chosen])


@cache
def _marked(chosen: str, message: str) -> Markup:
    return Markup(_catalogue(chosen).gettext(message))  # noqa: S704 (our own words, as in Jinja)


@cache
def _said(chosen: str, message: str) -> Markup:
    """Words without variables, where two percent signs still stand for one."""
    return _marked(chosen, message) % {}


class _Domain(Domain):
    """What Flask-Babel's functions translate by."""

    @override
    def get_translations(self) -> NullTranslations:
        return _catalogue(_words())


def gettext(message: str, **variables: object) -> str:
    """Do what Flask-Babel's does, for words that a page says dozens of times."""
    words = _catalogue(_words()).gettext(message)
    return words % variables if variables else words


def lazy_gettext(message: str, **variables: object) -> LazyString:
    """Words that are translated when they are shown, once the reader is known."""
    return LazyString(gettext, message, **variables)


def _gettext(message: str, **variables: object) -> Markup:
    """A template's words, with the variables escaped."""
    if not variables:
        return _said(_words(), message)
    return _marked(_words(), message) % {name: isolated(each) for name, each in variables.items()}


def _ngettext(singular: str, plural: str, num: int, **variables: object) -> Markup:
    """A template's words that depend on a number, with the variables escaped."""
    message = _catalogue(_words()).ngettext(singular, plural, num)
    told = {name: isolated(each) for name, each in variables.items()}
    return Markup(message) % {"num": num, **told}  # noqa: S704 (our own words, as in Jinja)


def init_app(app: Flask) -> None:
    """Set up translations (portal/translations); templates get what they ask here."""
    babel = Babel(
        app,
        default_locale=LOCALES[DEFAULT],
        default_timezone="Europe/Stockholm",
        locale_selector=locale,
    )
    babel.domain_instance = _Domain()
    app.jinja_env.globals.update(
        language=language, this_page=this_page, is_easy=is_easy, is_large=is_large
    )
    app.jinja_env.globals.update({"_": _gettext, "gettext": _gettext, "ngettext": _ngettext})
    app.before_request(_remember)
    app.teardown_request(_forget)
    app.register_blueprint(bp)
