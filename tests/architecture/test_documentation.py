"""The pages in docs/ that describe the code name nothing that is not there."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = PAGE.partition("```mermaid\n")[2].partition("```")[0]
PROSE = PAGE.replace(PICTURE, "").replace("```mermaid\n```", "")
PACKAGES = ("portal", "agreements", "sip")

A_BOX = re.compile(r"\w+\[\"([^\"]+)\"\]")


def _mentioned() -> list[str]:
    return sorted(set(re.findall(r"`([^`\n]+)`", PROSE)))


@cache
def _names() -> frozenset[str]:
    """Every module, and every class, function and constant by its name and by what it is in."""
    return frozenset(name for package in PACKAGES for name in _names_in(ROOT / package))


def _names_in(package: Path) -> Iterator[str]:
    for file in package.rglob("*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        yield module.removesuffix(".__init__")
        if file.name == "__init__.py":
            yield file.parent.name
        for statement in ast.parse(file.read_text(encoding="utf-8")).body:
            for name in _defined(statement):
                yield name
            if isinstance(statement, ast.ClassDef):
                for member in statement.body:
                    for name in _defined(member):
                        yield name
                        yield f"{statement.name}.{name}"


def _defined(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))


@cache
def _sql_functions() -> frozenset[str]:
    files = (file for file in (ROOT / "migrations").rglob("*") if file.suffix in {".py", ".sql"})
    made = re.compile(r"create (?:or replace )?function app\.(\w+)")
    return frozenset(
        name for file in files for name in made.findall(file.read_text(encoding="utf-8"))
    )


def _is_there(path: str) -> bool:
    return (ROOT / path).exists()


def _is_in_a_package(file: str) -> bool:
    return any(any((ROOT / package).rglob(file)) for package in PACKAGES)


def _is_made(target: str) -> bool:
    return f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def _is_a_command(name: str) -> bool:
    commands = (ROOT / "portal" / "cli").glob("*.py")
    return any(f'"{name}"' in file.read_text(encoding="utf-8") for file in commands)


# What is mentioned is of the first kind whose form it has; the group is what has to exist.
KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (r"make ([\w-]+)", _is_made),
    (r"portal ([\w-]+)", _is_a_command),
    (r"app\.(\w+)\(\)", lambda name: name in _sql_functions()),
    (r"(\w+\.py)", _is_in_a_package),
    (r"(.*/.*|[\w-]+\.(?:md|toml))", _is_there),
    (r"(.*)", lambda name: name in _names()),
)


def _exists(mentioned: str) -> bool:
    kinds = ((re.fullmatch(form, mentioned), is_there) for form, is_there in KINDS)
    return next(is_there(found[1]) for found, is_there in kinds if found)


@pytest.mark.parametrize("mentioned", _mentioned())
def test_what_the_page_mentions_is_there(mentioned: str) -> None:
    assert _exists(mentioned), f"docs/architecture.md mentions {mentioned}"


SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
# a file or a folder of ours, and perhaps a test in it
A_PLACE = re.compile(r"`([\w.-]+(?:/[\w.-]*)+|[\w.-]+\.(?:py|toml))(?:::(\w+))?`")


def test_what_security_is_held_in_and_by_is_there() -> None:
    places = {(found[1], found[2]) for found in A_PLACE.finditer(SECURITY)}
    assert len(places) > 60
    gone = {path for path, _ in places if not _is_there(path)}
    untested = {
        test
        for path, test in places
        if test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    }
    assert not gone | untested


@pytest.mark.parametrize(
    "gone",
    [
        *("portal/nowhere.py", "nowhere.py", "nowhere/", "Nobody", "Capacity.NOBODY"),
        *("sip.nowhere", "app.nowhere()", "make nothing", "portal nothing"),
    ],
)
def test_what_is_not_there_is_noticed(gone: str) -> None:
    assert not _exists(gone)


def _layers() -> dict[str, list[str]]:
    """The floors of each whole package that a contract of import-linter lays out."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return {
        package: contract["layers"]
        for contract in contracts
        for package in contract.get("containers", ())
        if contract["type"] == "layers" and package in PACKAGES
    }


def test_the_picture_shows_the_floors_that_import_linter_holds() -> None:
    drawn = {
        name: A_BOX.findall(inside)
        for name, inside in re.findall(r"subgraph (\w+)\n(.*?)\n  end", PICTURE, re.DOTALL)
    }
    assert drawn == _layers()
