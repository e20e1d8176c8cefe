"""What tests/unit/conftest.py refuses: without it, the folder would slowly fill with servers."""

import multiprocessing
import os
import socket
import subprocess
from collections.abc import Callable

import pytest


def start_a_program() -> None:
    subprocess.run(["true"], check=True)


def fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def fork_by_multiprocessing() -> None:
    multiprocessing.get_context("fork").Process(target=int).start()


def listen() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))


def connect() -> None:
    with socket.socket() as client:
        client.connect(("127.0.0.1", 9))


@pytest.mark.parametrize("act", [start_a_program, fork, fork_by_multiprocessing, listen, connect])
def test_a_unit_test_works_alone(act: Callable[[], None]) -> None:
    with pytest.raises(pytest.fail.Exception, match="in a unit test"):
        act()
