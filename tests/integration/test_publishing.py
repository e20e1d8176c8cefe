"""`portal import-county` and `portal publish-template` say what they did, and only that."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from agreements.models import TemplateVersion
from portal.cli import portal
from portal.config import Settings
from portal.errors import ConfigurationError
from portal.resources import folder
from portal.tenancy.models import Organisation
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

    def command(*words: object) -> Result:
        return CliRunner().invoke(portal, ["--config", str(config), *map(str, words)])

    return command


def _change(file: Path, old: str, new: str) -> None:
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new, 1), encoding="utf-8")


def test_a_changed_county_file_adds_and_renames_and_tells(
    run: Run, files: Path, engines: Engines
) -> None:
    file = files / "vasterbotten.toml"
    assert run("import-county", file).output == "Västerbottens län is entered.\n"
    assert "was there already: 0 changes made." in run("import-county", file).output

    _change(file, 'name = "Region Västerbotten"', 'name = "Region Norr"')
    with file.open("a", encoding="utf-8") as more:
        more.write(
            '\n[[organisations]]\nkey = "fk"\nkind = "other_authority"\n'
            'name = "Försäkringskassan"\n'
        )
    told = run("import-county", file).output
    assert "Region Västerbotten: renamed to Region Norr" in told
    assert "Försäkringskassan: added" in told
    assert "2 changes made." in told
    with engines("owner").connect() as connection:
        names = connection.execute(select(Organisation.name)).scalars().all()
    assert {"Region Norr", "Försäkringskassan"} <= set(names)
    assert "Region Västerbotten" not in names


def test_a_template_is_published_once_and_another_text_is_refused(
    run: Run, files: Path, engines: Engines
) -> None:
    run("import-county", files / "vasterbotten.toml")
    template = files / "vasterbotten-2016.toml"
    publish = ("publish-template", template, "--county", "vasterbotten")
    assert run(*publish).output == "Länsöverenskommelse 2016 is published.\n"
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
