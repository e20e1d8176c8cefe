"""Lets all programs of a run share what has been compiled of templates: all take four seconds."""

import os
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache


def begin() -> None:
    """Give every environment that is made from now on the one folder."""
    shared, make = FileSystemBytecodeCache(os.environ["COMPILED"]), Environment.__init__

    def make_sharing(self: Environment, *args: Any, **options: Any) -> None:
        make(self, *args, **{"bytecode_cache": shared, **options})

    Environment.__init__ = make_sharing
