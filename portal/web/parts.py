"""The smallest parts of a page, which stand dozens of times on it, as functions for templates.

To call a macro costs several times what it says here; components/*.html name and explain them.
"""

from types import SimpleNamespace

from flask import Flask
from markupsafe import Markup, escape

from portal.web.i18n import DEFAULT, language
from portal.web.icons import icon
from portal.web.statuses import status

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


def init_app(app: Flask) -> None:
    """Make them known to templates as `parts`."""
    app.jinja_env.globals["parts"] = SimpleNamespace(
        icon=icon,
        status=status,
        content=content,
        content_lang=content_lang,
        reader_lang=reader_lang,
    )
