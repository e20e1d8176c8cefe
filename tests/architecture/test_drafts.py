"""Every form with a longer text keeps what is being written as its writer's own draft."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from portal.db import Base
from portal.drafts.models import Draft
from portal.resources import folder
from tests.integration.county import CountyOfTests

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = folder("templates")
LONG = re.compile(r"\bfield\(form\.\w+, rows=")
INCLUDED = re.compile(r"""{%-? (?:include|extends) "([^"]+)" -?%}""")
KEEPS = re.compile(r"\bdraft=true|\bdraft_state\(\)|is_drafted = true")


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
        if not name.startswith("components/") and any(LONG.search(one) for one in _texts(name))
    }


def test_there_are_forms_to_look_at() -> None:
    assert {"agreements/drafting/edit_section.html", "sip/writing/text.html"} <= _with_long_texts()
    assert len(_with_long_texts()) > 20


def test_every_form_with_a_longer_text_shows_how_its_draft_stands() -> None:
    silent = {
        name for name in _with_long_texts() if not any(KEEPS.search(one) for one in _texts(name))
    }
    assert silent == set()


def test_every_view_that_shows_such_a_form_keeps_drafts(county: CountyOfTests) -> None:
    long = _with_long_texts()
    shown = {
        endpoint for endpoint, templates in _templates_of(county.app).items() if templates & long
    }
    kept = {
        endpoint
        for endpoint, view in county.app.view_functions.items()
        if getattr(view, "is_drafted", False)
    }

    assert len(shown) > 20
    assert shown - kept == set()


def _templates_of(app: Flask) -> dict[str, set[str]]:
    """Endpoint -> the templates that its view's module names in what the view calls."""
    found: dict[str, set[str]] = {}
    for endpoint, view in app.view_functions.items():
        module = view.__module__
        if not module.startswith(("portal.", "agreements.", "sip.")):
            continue
        source = ROOT / f"{module.replace('.', '/')}.py"
        functions = _functions(source)
        found[endpoint] = _named(view.__name__, functions, set())
    return found


def _functions(source: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}


def _named(name: str, functions: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    if name in seen or name not in functions:
        return set()
    seen.add(name)
    names: set[str] = set()
    for node in ast.walk(functions[name]):
        if isinstance(node, ast.Constant) and str(node.value).endswith(".html"):
            names.add(str(node.value))
        elif isinstance(node, ast.Name):
            names |= _named(node.id, functions, seen)
    return names


def test_nothing_but_a_draft_changes_without_an_entry_in_the_log() -> None:
    exempt = {
        mapper.class_
        for mapper in Base.registry.mappers
        if getattr(mapper.class_, "is_own_draft", False)
    }
    assert exempt == {Draft}
