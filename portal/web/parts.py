"""The smallest parts of a page, and what all pages have in common, as functions for templates.

The small ones stand dozens of times on a page, and to call a macro costs several times what they
do; components/*.html name and explain them.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from types import SimpleNamespace

from flask import Flask, current_app, request
from markupsafe import Markup, escape

from portal.web.i18n import DEFAULT, choice, language
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


def card_row(caller: Callable[[], Markup], id: str | None = None) -> Markup:  # noqa: A002 (its name in HTML)
    """A row of a table of cards; what is called within it are its cells."""
    named = f' id="{escape(id)}"' if id else ""
    return _safe(f'<tr role="row"{named}>{caller()}</tr>')


def card_head(
    label: object, url: str | None = None, detail: object = "", apart: object = ""
) -> Markup:
    """The cell that names a row, with a link to what the row is about and a line below it.

    `apart` is what the link says besides, to those who hear it by itself.
    """
    besides = f'<span class="visually-hidden">, {escape(apart)}</span>' if apart else ""
    words = f'<a href="{escape(url)}">{escape(label)}{besides}</a>' if url else escape(label)
    below = f'<span class="entry-detail small">{escape(detail)}</span>' if detail else ""
    return _safe(f'<th scope="row" role="rowheader">{words}{below}</th>')


def card_cell(label: object, caller: Callable[[], Markup], *, empty: bool = False) -> Markup:
    """One cell; `label` repeats the column's head on phones, where an empty one is hidden."""
    hidden = ' class="is-empty"' if empty else ""
    return _safe(
        f'<td role="cell"{hidden}>\n  <span class="cell-label" aria-hidden="true">{escape(label)}'
        f"</span><span>{caller()}</span></td>"
    )


def _safe(html: str) -> Markup:
    # everything in it is escaped by whoever asks
    return Markup(html)  # noqa: S704


def constant(template: str) -> Markup:
    """Render a part of every page that depends on nothing but the language.

    It sees no variables, so nobody's page can leave something behind in another's.
    """
    return _constant(template, choice(), request.script_root)


@lru_cache(maxsize=64)
def _constant(template: str, _choice: str, _root: str) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render())  # noqa: S704 (a template)


def drawn(template: str, row: Hashable) -> Markup:
    """Render a row of a long table, or a list, from what it says and the language alone.

    What says the same has been drawn already. It sees no other variable, so that nothing of one
    page can be in another's.
    """
    return _drawn(template, row, choice(), request.script_root)


@lru_cache(maxsize=1024)
def _drawn(template: str, row: Hashable, _choice: str, _root: str) -> Markup:
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
        card_row=card_row,
        card_head=card_head,
        card_cell=card_cell,
        content=content,
        content_lang=content_lang,
        reader_lang=reader_lang,
    )
