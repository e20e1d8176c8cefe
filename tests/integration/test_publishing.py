"""`portal import-county` and `portal publish-template` say what they did, and only that."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from agreements.tables.template import TemplateVersion
from portal.app import create_app
from portal.cli import portal
from portal.config import Settings
from portal.county.importing import import_county, preview
from portal.db import db
from portal.errors import ConfigurationError
from portal.resources import folder
from portal.tenancy.models import Organisation
from portal.toml_table import TomlFileError
from portal.transaction import transaction
from tests.conftest import Engines

Run = Callable[..., Result]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The county's files, to change."""
    copied = tmp_path / "county"
    shutil.copytree(folder("county_templates"), copied)
    return copied


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Run:
    database, keys = settings.database, settings.keys
    config = tmp_path / "config.toml"
    master = ", ".join(f'{version} = "{source}"' for version, source in keys.master.items())
    config.write_text(
        f'secret_key = "{settings.secret_key}"\nbase_url = "{settings.base_url}"\n'
        f'[database]\nurl = "{database.url}"\nowner_url = "{database.owner_url}"\n'
        f'worker_url = "{database.worker_url}"\n[mail]\nsender = "samsyn@samsyn.example"\n'
        f"[keys]\nmaster = {{ {master} }}\ncurrent = {keys.current}\n"
        f'index = "{keys.index}"\n',
        encoding="utf-8",
    )

    def command(*words: object, input: str | None = None) -> Result:  # noqa: A002
        return CliRunner().invoke(portal, ["--config", str(config), *map(str, words)], input=input)

    return command


def _change(file: Path, old: str, new: str) -> None:
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new, 1), encoding="utf-8")


POLICE = """
[[organisations]]
key = "polis-soder"
kind = "police"
name = "Polisområde Söder"
organisation_number = "202100-0076"
"""


def _names(engines: Engines) -> set[str]:
    with engines("owner").connect() as connection:
        return set(connection.execute(select(Organisation.name)).scalars())


def _add(file: Path, more: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")


def test_a_changed_county_file_is_shown_and_then_applied(
    run: Run, files: Path, engines: Engines
) -> None:
    file = files / "vasterbotten.toml"
    assert run("import-county", file).output.endswith("Västerbottens län is entered.\n")
    assert run("import-county", file).output == (
        "Västerbottens län is as the file says: nothing to change.\n"
    )

    _change(file, 'name = "Region Västerbotten"', 'name = "Region Norr"')
    _add(file, POLICE)
    told = run("import-county", file, "--dry-run").output
    assert told == ("Region Västerbotten: renamed to Region Norr\nPolisområde Söder: added\n")
    assert run("import-county", file, input="n\n").exit_code == 1
    assert "Region Norr" not in _names(engines)
    run("import-county", file, input="y\n")

    assert {"Region Norr", "Polisområde Söder", "Polisområde Västerbotten"} <= _names(engines)
    assert "Region Västerbotten" not in _names(engines)
    with engines("owner").connect() as connection:
        history = "select was, made_by from app.organisation_change where kind = 'renamed'"
        assert connection.execute(text(history)).all() == [("Region Västerbotten", None)]
        acts = "select action from app.audit_entry where action like '%imported%' order by seq"
        found = connection.execute(text(acts)).scalars().all()
    assert found == ["county.imported", "county.imported_again"]


def test_two_police_areas_are_told_apart_by_their_keys(
    run: Run, files: Path, engines: Engines
) -> None:
    file = files / "vasterbotten.toml"
    _add(file, POLICE)
    run("import-county", file)
    _change(file, 'name = "Polisområde Söder"', 'name = "Polisområde Kusten"')
    told = run("import-county", file, "--yes").output

    assert told.startswith("Polisområde Söder: renamed to Polisområde Kusten\n")
    assert {"Polisområde Kusten", "Polisområde Västerbotten"} <= _names(engines)


def test_a_county_from_before_the_keys_is_known_by_names_and_gets_them(
    run: Run, files: Path, engines: Engines
) -> None:
    file = files / "vasterbotten.toml"
    run("import-county", file)
    with engines("owner").begin() as connection:
        connection.execute(text("update app.organisation set key = null"))
    told = run("import-county", file, "--yes").output
    assert told.count("from now on") == len(_names(engines)) - 1  # not the private people's
    assert "nothing to change" in run("import-county", file).output


def test_what_contradicts_what_is_there_is_refused_with_its_place(run: Run, files: Path) -> None:
    file = files / "vasterbotten.toml"
    run("import-county", file)
    _change(file, 'key = "brukarforeningen"\nkind = "user_organisation"',
            'key = "brukarforeningen"\nkind = "school"')  # fmt: skip
    _change(file, 'name = "Västerbottens län"', 'name = "Norrbottens län"')
    refused = run("import-county", file, "--yes")

    assert isinstance(refused.exception, TomlFileError)
    assert [one.key for one in refused.exception.problems] == ["name", "organisations[5].kind"]


def test_two_imports_at_once_make_one_change(
    settings: Settings, run: Run, files: Path, engines: Engines
) -> None:
    file = files / "vasterbotten.toml"
    run("import-county", file)
    _add(file, POLICE)
    database = replace(settings.database, url=settings.database.owner_url)
    app = create_app(replace(settings, database=database))

    def enter(_number: int) -> str:
        with app.app_context():
            shown = preview(file)
            db.session.rollback()
            barrier.wait()
            try:
                with transaction():
                    import_county(file, shown=shown)
            except ConfigurationError as refused:
                return str(refused)
        return "done"

    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(enter, range(2)))
    with app.app_context():
        db.engine.dispose()

    assert answers[0] == "done"
    assert answers[1].startswith("the county has changed meanwhile")
    assert "Polisområde Söder" in _names(engines)


def test_a_template_is_published_once_and_another_text_is_refused(
    run: Run, files: Path, engines: Engines
) -> None:
    run("import-county", files / "vasterbotten.toml")
    template = files / "vasterbotten-2016.toml"
    publish = ("publish-template", template, "--county", "vasterbotten")
    assert run(*publish).output.endswith("Länsöverenskommelse 2016 is published.\n")
    assert "nothing was changed" in run(*publish).output

    _change(template, "Våra gemensamma mål är:", "Vi vill:")
    refused = run(*publish)
    assert isinstance(refused.exception, ConfigurationError)
    assert "an edition of its own" in str(refused.exception)
    with engines("owner").connect() as connection:
        (source,) = connection.execute(select(TemplateVersion.source)).scalars()
        entries = "select count(*) from app.audit_entry where action = 'template.published'"
        assert connection.execute(text(entries)).scalar() == 1
    assert "Vi vill:" not in source


def test_a_new_edition_is_shown_beside_the_one_before_and_asked_about(
    run: Run, files: Path, engines: Engines
) -> None:
    run("import-county", files / "vasterbotten.toml")
    template = files / "vasterbotten-2016.toml"
    publish = ("publish-template", template, "--county", "vasterbotten")
    run(*publish)
    _change(template, 'edition = "2026"', 'edition = "2027"')
    _change(template, 'replaces = "2016"', 'replaces = "2026"')
    _change(template, "next_revision = 2018", "next_revision = 2029")
    _change(template, "Våra gemensamma mål är:", "Vi vill:")

    shown = run(*publish, "--dry-run").output
    assert "comes after Länsöverenskommelse 2016. What is new:" in shown
    assert "Changed: the template “Länsöverenskommelse 2016” (next review)" in shown
    assert "(text to begin from)" in shown
    assert len(shown.splitlines()) == 3
    run(*publish)  # nobody answers the question
    assert _editions(engines) == ["2026"]
    assert run(*publish, "--yes").output.endswith("is published.\n")
    assert _editions(engines) == ["2026", "2027"]


def _editions(engines: Engines) -> list[str]:
    statement = select(TemplateVersion.edition).order_by(TemplateVersion.edition)
    with engines("owner").connect() as connection:
        return list(connection.execute(statement).scalars())


def test_what_contradicts_the_county_is_refused_with_its_place(
    run: Run, files: Path, engines: Engines
) -> None:
    run("import-county", files / "vasterbotten.toml")
    template = files / "vasterbotten-2016.toml"
    _change(template, 'county = "24"', 'county = "23"')
    refused = run("publish-template", template, "--county", "vasterbotten")
    assert isinstance(refused.exception, TomlFileError)
    assert [one.key for one in refused.exception.problems] == ["county"]
    assert _editions(engines) == []


def test_law_that_a_release_words_anew_leaves_what_was_published(
    run: Run, files: Path, engines: Engines
) -> None:
    run("import-county", files / "vasterbotten.toml")
    publish = ("publish-template", files / "vasterbotten-2016.toml", "--county", "vasterbotten")
    run(*publish)
    with engines("owner").connect() as connection:
        before = connection.execute(select(TemplateVersion.legal_references)).scalar_one()
    _change(files / "legal_references.toml", 'act = "socialtjänstlagen"', 'act = "lagen"')
    told = run(*publish).output
    assert "It keeps the law as it was published. The file says otherwise now:" in told
    assert "(name of the law)" in told
    with engines("owner").connect() as connection:
        after = connection.execute(select(TemplateVersion.legal_references)).scalar_one()
    assert after == before


def test_what_a_source_says_of_lob_is_the_first_row_and_is_put_right_by_the_file(
    run: Run, files: Path, engines: Engines
) -> None:
    file = files / "vasterbotten.toml"
    run("import-county", file)
    _change(file, "cared_for_percent = 14", "cared_for_percent = 15")
    assert run("import-county", file, "--yes").output.startswith("LOB 2013: changed\n")

    asked = "select version, taken, cared_for, young, violent from app.lob_figure order by version"
    with engines("owner").connect() as connection:
        found = [tuple(row) for row in connection.execute(text(asked))]
    assert found == [(1, 2246, 314, 1123, 539), (2, 2246, 337, 1123, 539)]

    _change(file, "taken = 2246", "taken = 99")
    assert "ska vara ett tal från 100" in str(run("import-county", file, "--yes").exception)
