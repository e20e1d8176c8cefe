"""Starts the demo provider beside the tests and stops it again, whatever happens to them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running_provider(config: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """The issuer of a provider with this configuration (portal.demo.provider says which keys)."""
    file = folder / f"provider-{config['key']}.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "portal.demo.provider", str(file), "--stop-with-stdin"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            ready = process.stdout.readline() if process.stdout else ""
            if not ready:
                raise RuntimeError("the provider did not start; its reason is above")
            yield json.loads(ready)["issuer"]
        finally:
            process.terminate()
