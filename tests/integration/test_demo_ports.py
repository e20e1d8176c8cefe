"""A port that the demo cannot have is told, and not stumbled over."""

import os
import socket
from pathlib import Path

import pytest

from portal.demo.installation import Installation, PortTakenError


@pytest.mark.parametrize("port", [99999, 65536, -1])
def test_what_is_no_port(port: int, tmp_path: Path) -> None:
    with pytest.raises(PortTakenError, match="is no port"):
        Installation.open(tmp_path, port=port)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        pytest.raises(PortTakenError, match="Another program"),
    ):
        Installation.open(tmp_path, port=server.getsockname()[1])


def test_a_port_that_is_for_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setattr("portal.demo.installation._may_bind", lambda _port: False)
    with pytest.raises(PortTakenError, match="for root"):
        Installation.open(tmp_path, port=80)
