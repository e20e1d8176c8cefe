"""The map in migrations/README.md: which function is asked by what.

`python -m tests.database_map` says whether it is out of date; with --update it is written anew.
"""

import argparse
import ast
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.sql_files import SqlFile, read_files

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "migrations" / "README.md"
HEADING = "## The map\n"
INTRODUCTION = """
Written by `python -m tests.database_map --update`. Under each function stand the policies and
triggers that ask it, the functions that call it, and the Python modules that call it.
"""


def written() -> str:
    """The whole README, with its map as of today."""
    head, _, _ = README.read_text(encoding="utf-8").partition(HEADING)
    return head + HEADING + INTRODUCTION + "".join(_map())


def _map() -> Iterator[str]:
    files = read_files()
    functions = sorted((f for f in files if f.is_function), key=lambda f: f.path)
    access = [f for f in files if not f.is_function]
    policies, triggers = (_askers(access, kind) for kind in ("policy", "trigger"))
    callers = _python_callers()
    area = ""
    for file in functions:
        if file.path.split("/")[1] != area:
            area = file.path.split("/")[1]
            yield f"\n### {area}\n\n"
        asked = {
            "policies": sorted(policies.get(file.name, ())),
            "triggers": sorted(triggers.get(file.name, ())),
            "functions": sorted(f.name for f in functions if file.name in f.calls - {f.name}),
            "Python": sorted(callers.get(file.name, ())),
        }
        yield f"- **{file.name}**\n"
        for kind, who in asked.items():
            if who:
                yield _line(f"{kind}: {', '.join(who)}")


def _line(said: str) -> str:
    return (
        textwrap.fill(
            said,
            100,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )


def _askers(access: list[SqlFile], kind: str) -> Mapping[str, set[str]]:
    """Function -> every policy or trigger that asks it, as table.name."""
    askers: dict[str, set[str]] = defaultdict(set)
    for file in access:
        for name, said in re.findall(
            rf"^create (?:constraint )?{kind} (\w+) (.*?);$", file.text, re.M | re.S
        ):
            for function in re.findall(r"\b(\w+)\(", said):
                askers[function].add(f"{file.name}.{name}")
    return askers


def _python_callers() -> Mapping[str, set[str]]:
    """Function of the database -> modules that call it through a domain's module of functions."""
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in ("portal", "agreements", "sip")
        for path in (ROOT / package).rglob("*.py")
    }
    wrappers: dict[str, set[str]] = {}
    for path, source in sources.items():
        if path.endswith("/functions.py"):
            wrappers |= _wrappers(ast.parse(source))
    callers: dict[str, set[str]] = defaultdict(set)
    for path, source in sources.items():
        for name in re.findall(r"\bfunctions\.(\w+)", source):
            for function in wrappers.get(name, ()):
                callers[function].add(path)
    return callers


def _wrappers(module: ast.Module) -> dict[str, set[str]]:
    """What of the database each function of a module calls, also by way of its constants."""
    called: dict[str, set[str]] = {}
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        elif isinstance(node, ast.FunctionDef):
            name = node.name
        else:
            continue
        called[name] = set(re.findall(r"func\.app\.(\w+)", ast.unparse(node)))
        for used in ast.walk(node):
            if isinstance(used, ast.Name):
                called[name] |= called.get(used.id, set())
    return called


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.database_map")
    parser.add_argument("--update", action="store_true", help="write the map anew")
    if parser.parse_args().update:
        README.write_text(written(), encoding="utf-8")
    elif written() != README.read_text(encoding="utf-8"):
        sys.exit("migrations/README.md is out of date. Run: python -m tests.database_map --update")


if __name__ == "__main__":
    main()
