"""What an operator reads when a command cannot do its work."""

import secrets
import sys
from pathlib import Path

import pytest

from portal.cli import main
from tests.keys import KEYS


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An installation whose database is not running."""
    database = f"postgresql+psycopg://somebody:s3cret@/samsyn?host={tmp_path}"
    file = tmp_path / "config.toml"
    file.write_text(
        f'secret_key = "{secrets.token_urlsafe(48)}"\nbase_url = "http://localhost"\n'
        f'[database]\nurl = "{database}"\nowner_url = "{database}"\nworker_url = "{database}"\n'
        '[mail]\nsender = "samsyn@samsyn.example"\n'
        f'[keys]\nmaster = {{ 1 = "{KEYS.master["1"]}" }}\ncurrent = 1\nindex = "{KEYS.index}"\n',
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("command", ["audit verify", "db upgrade", "worker --once"])
def test_a_database_that_is_away_is_said_without_traceback_or_password(
    command: str,
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sys, "argv", ["portal", "--config", str(config), *command.split()])

    with pytest.raises(SystemExit) as ended:
        main()

    told = capfd.readouterr().err
    assert ended.value.code == 1
    assert told.splitlines()[-1].startswith("The database does not answer.")
    assert "Traceback" not in told + caplog.text
    assert "s3cret" not in told + caplog.text
