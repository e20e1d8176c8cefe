"""docs/operations.md tells to run commands that there are, and its files hold together.

`make replay` runs them all; that takes minutes and the network.
"""

import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import click
import pytest

from portal.cli import portal
from tests.operations.blocks import PAGE, read_blocks

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
# in blocks, in units and in running text
COMMAND = re.compile(r"(?:/opt/samsyn/bin/|`)portal ((?:[a-z][\w-]*|--[a-z-]+)(?: [\w./\"…@-]+)*)")


def commands() -> list[str]:
    texts = [PAGE.read_text(), *(file.read_text() for file in DEPLOY.glob("*.service"))]
    return sorted({found for text in texts for found in COMMAND.findall(text)})


def units() -> list[Path]:
    return sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def test_there_is_something_to_look_at() -> None:
    assert len(commands()) > 20
    assert len(read_blocks()) > 6
    assert any(block.is_restore for block in read_blocks())


@pytest.mark.parametrize("line", commands())
def test_every_command_is_there_with_its_options(line: str) -> None:
    command: click.Command = portal
    words = shlex.split(line)
    while isinstance(command, click.Group) and words and not words[0].startswith("--"):
        name = words.pop(0)
        assert name in command.commands, line
        command = command.commands[name]
    known = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("--")} <= known | {"--config"}, line


@pytest.mark.parametrize("file", units(), ids=lambda file: file.name)
def test_every_unit_can_be_read_and_is_told_of(file: Path) -> None:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(file)

    assert unit["Unit"]["Description"].startswith("Samsyn, ")
    if file.suffix == ".timer":
        assert unit["Timer"]["OnCalendar"]
        assert file.with_suffix(".service").exists()
    else:
        assert unit["Service"]["User"] == "samsyn"
        assert unit["Service"]["Environment"] == "PORTAL_CONFIG=/etc/samsyn/config.toml"
        assert unit["Service"]["ExecStart"].startswith("/opt/samsyn/bin/")
    assert f"`{file.stem}`" in PAGE.read_text()


def test_nginx_takes_its_file_on_debian_12() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    settings = [line for line in text.splitlines() if not line.lstrip().startswith("#")]

    assert not any("http2 on" in line for line in settings)
    assert "X-Request-ID $request_id" in text
