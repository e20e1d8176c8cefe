"""Every form with a longer text keeps what is being written as its writer's own draft."""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from wtforms.fields.core import UnboundField

from portal.db import Base
from portal.drafts.models import Draft
from portal.resources import folder
from portal.web.fields import LongTextField, TextField
from portal.web.forms import Form
from tests.integration.county import CountyOfTests

TEMPLATES = folder("templates")
LONG = re.compile(r"\bfield\([^()]*, rows=")
INCLUDED = re.compile(r"""{%-? (?:include|extends) "([^"]+)" -?%}""")
A_SENTENCE_OR_TWO = 300
KEEPS = re.compile(r"\bdraft=(?!false)|\bdraft_state\(\)|is_drafted = true")


def _texts(name: str) -> Iterator[str]:
    """A template with those it extends and includes."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    yield text
    for other in INCLUDED.findall(text):
        if not other.startswith("layout/"):
            yield from _texts(other)


def _with_long_texts() -> set[str]:
    pages = {str(one.relative_to(TEMPLATES)) for one in TEMPLATES.rglob("*.html")}
    return {
        name
        for name in pages
        # a part is looked at with the page that has it
        if not name.startswith("components/")
        and not Path(name).name.startswith("_")
        and any(LONG.search(one) for one in _texts(name))
    }


def test_there_are_forms_to_look_at() -> None:
    assert {"agreements/drafting/edit_section.html", "sip/writing/text.html"} <= _with_long_texts()
    assert len(_with_long_texts()) > 20


def test_every_form_with_a_longer_text_shows_how_its_draft_stands() -> None:
    silent = {
        name for name in _with_long_texts() if not any(KEEPS.search(one) for one in _texts(name))
    }
    assert silent == set()


def test_every_view_with_such_a_form_keeps_drafts(county: CountyOfTests) -> None:
    views = county.app.view_functions
    long = {endpoint for endpoint, view in views.items() if _has_long_text(view, set())}
    kept = {endpoint for endpoint, view in views.items() if getattr(view, "is_drafted", False)}

    assert len(long) > 20
    assert long - kept == set()


def _has_long_text(function: Callable[..., object], seen: set[str]) -> bool:
    """Whether a form with a longer text is named in a view, or in what it calls in the pages."""
    function = inspect.unwrap(function)
    name = f"{function.__module__}.{function.__qualname__}"
    if name in seen or not _is_of_pages(function):
        return False
    seen.add(name)
    module = sys.modules[function.__module__]
    named = [_value(module, node) for node in ast.walk(_tree(function))]
    if any(_is_long(one) for one in named):
        return True
    functions = [one for one in named if type(one) is FunctionType]
    return any(_has_long_text(one, seen) for one in functions)


def _is_of_pages(function: Callable[..., object]) -> bool:
    package, _, module = function.__module__.rpartition(".")
    return package.startswith(("portal.", "agreements.", "sip.")) and module.endswith(
        ("views", "forms")
    )


def _tree(function: Callable[..., object]) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _value(module: ModuleType, node: ast.AST) -> object:
    """What a name, or `module.name`, stands for."""
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        within = vars(module).get(node.value.id)
        return vars(within).get(node.attr) if type(within) is ModuleType else None
    return None


def _is_long(value: Any) -> bool:
    # not isinstance(): what stands for the request may only be asked within one
    if value is LongTextField:  # in a function that makes a form
        return True
    if not issubclass(type(value), type) or not issubclass(value, Form):
        return False
    fields = (getattr(value, name) for name in dir(value))
    return any(isinstance(one, UnboundField) and _is_long_field(one) for one in fields)


def _is_long_field(one: UnboundField) -> bool:
    # a line that holds a sentence or two is a text like any other
    length = one.kwargs.get("max_length", 0)
    is_line = issubclass(one.field_class, TextField) and length >= A_SENTENCE_OR_TWO
    return is_line or issubclass(one.field_class, LongTextField)


def test_nothing_but_a_draft_changes_without_an_entry_in_the_log() -> None:
    exempt = {
        mapper.class_
        for mapper in Base.registry.mappers
        if getattr(mapper.class_, "is_own_draft", False)
    }
    assert exempt == {Draft}
