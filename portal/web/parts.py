"""The smallest parts of a page, and what all pages have in common, as functions for templates.

The small ones stand dozens of times on a page, and to call a macro costs several times what they
do; components/*.html name and explain them.
"""

from collections.abc import Hashable
from functools import lru_cache
from types import SimpleNamespace

from flask import Flask, current_app, request
from markupsafe import Markup, escape

from portal.web.i18n import DEFAULT, language
from portal.web.icons import icon
from portal.web.statuses import status, tile_status
from portal.web.widgets import field_error

# agreements are written in Swedish, whatever the reader's language
SWEDISH = Markup(' lang="sv"')


def content_lang() -> Markup:
    """The attribute of an element in which all is Swedish."""
    return Markup() if language() == DEFAULT else SWEDISH


def content(text: object) -> Markup:
    """Swedish words among others."""
    return (
        escape(text) if language() == DEFAULT else Markup('<span lang="sv">{}</span>').format(text)
    )


def reader_lang() -> Markup:
    """The attribute that leads back to the reader's language."""
    chosen = language()
    return Markup() if chosen == DEFAULT else Markup(' lang="{}"').format(chosen)


def constant(template: str) -> Markup:
    """Render a part of every page that depends on nothing but the language.

    It sees no variables, so nobody's page can leave something behind in another's.
    """
    return _constant(template, language(), request.script_root)


@lru_cache(maxsize=64)
def _constant(template: str, _language: str, _root: str) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render())  # noqa: S704 (a template)


def drawn(template: str, row: Hashable) -> Markup:
    """Render a row of a long table, from what it says and the language alone.

    What says the same has been drawn already. It sees no other variable, so that nothing of one
    page can be in another's.
    """
    return _drawn(template, row, language(), request.script_root)


@lru_cache(maxsize=1024)
def _drawn(template: str, row: Hashable, _language: str, _root: str) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render(row=row))  # noqa: S704 (as above)


def init_app(app: Flask) -> None:
    """Make them known to templates as `parts`."""
    app.jinja_env.globals["parts"] = SimpleNamespace(
        constant=constant,
        drawn=drawn,
        icon=icon,
        field_error=field_error,
        status=status,
        tile_status=tile_status,
        content=content,
        content_lang=content_lang,
        reader_lang=reader_lang,
    )
