"""The built wheel holds everything that a running portal reads, and works from an empty folder."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from portal.demo.postgres import LocalPostgres

ROOT = Path(__file__).resolve().parents[2]

# What a package may hold beside Python that is read while it runs.
READ_WHILE_RUNNING = {
    ".css", ".html", ".ico", ".js", ".mako", ".mo", ".otf", ".png", ".svg", ".toml", ".ttf", ".typ",
    ".woff2",
}  # fmt: skip

SHOW = """
import sys
from portal.resources import folder
for name in ("templates", "migrations", "static", "translations", "county_templates"):
    place = folder(name)
    assert place.is_dir() and place.is_relative_to(sys.argv[1]), f"{name}: {place}"
    assert any(place.rglob("*.*")), f"{name} is empty"
from agreements.county_templates import load_county
assert load_county(folder("county_templates") / "vasterbotten.toml").municipalities
from alembic.script import ScriptDirectory
assert ScriptDirectory(str(folder("migrations"))).get_current_head()
print("whole")
"""

CONFIG = """
secret_key = "only-for-tests-9fK2vQ7xLm4TzR8bWc3Y"
base_url = "http://localhost:8000"
[database]
url = "{app}"
owner_url = "{owner}"
worker_url = "{worker}"
[mail]
sender = "samsyn@samsyn.example"
folder = "mail"
[keys]
master = {{ 1 = "env:SAMSYN_TEST_MASTER_KEY" }}
current = 1
index = "env:SAMSYN_TEST_INDEX_KEY"
"""

UPGRADE_AND_ANSWER = """
import re
from portal.app import create_wsgi
from portal.cli import portal
portal(["db", "upgrade"], standalone_mode=False)
client = create_wsgi().test_client()
page = client.get("/", base_url="http://localhost:8000")
style = re.search(r'href="([^"]+[.]css[^"]*)"', page.text)[1]
print(page.status_code, client.get(style, base_url="http://localhost:8000").status_code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    return next(folder.glob("samsyn-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip would make of it: the archive laid out in a folder that Python imports from."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def committed(*folders: str) -> list[str]:
    """The files of the checkout, without what running leaves behind."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return sorted(str(p.relative_to(ROOT)) for p in paths if "__pycache__" not in p.parts)


def missing(expected: Iterable[str], wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    return [name for name in expected if name not in names]


def test_it_holds_every_module_and_everything_modules_read(wheel: Path) -> None:
    packages = committed("portal", "agreements", "sip")
    wanted = [name for name in packages if Path(name).suffix in READ_WHILE_RUNNING | {".py"}]
    assert missing(wanted, wheel) == []


def test_it_holds_templates_and_migrations(wheel: Path) -> None:
    top = [name for name in committed("templates", "migrations") if not name.endswith(".pyc")]
    assert missing((f"portal/_data/{name}" for name in top), wheel) == []


def test_it_holds_the_licence_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {
        "agreements", "portal", "sip",
    }  # fmt: skip


def test_it_holds_what_an_operator_copies(wheel: Path) -> None:
    share = f"{wheel.name.split('-py3')[0]}.data/data/share/samsyn"
    files = [
        path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs/deploy").iterdir()
    ]
    county = ["vasterbotten.toml", "vasterbotten-2016.toml", "legal_references.toml"]
    expected = ["config.example.toml", "sip.toml", *files, *(f"county/{name}" for name in county)]
    assert len(files) > 10
    assert missing((f"{share}/{name}" for name in expected), wheel) == []


def test_it_finds_its_files_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    out = run([sys.executable, "-c", SHOW, str(installed)], tmp_path, PYTHONPATH=str(installed))
    assert out == "whole\n"


def test_it_serves_pages_from_an_empty_folder(
    installed: Path, postgres: LocalPostgres, empty_database: str, tmp_path: Path
) -> None:
    addresses = {login: postgres.url(login, empty_database) for login in ("app", "owner", "worker")}
    (tmp_path / "config.toml").write_text(CONFIG.format(**addresses), encoding="utf-8")

    out = run([sys.executable, "-c", UPGRADE_AND_ANSWER], tmp_path, PYTHONPATH=str(installed))

    assert out == "The database is up to date.\n200 200\n"
