"""The environment that templates are rendered in."""

from collections.abc import MutableMapping
from typing import Any

import flask.templating
from typing_extensions import override


class Environment(flask.templating.Environment):
    """Flask's, with a template's globals in a plain dictionary.

    Jinja makes a chain of mappings, so that a global may still come after the first page. Ours are
    there from the start; and each import of a component goes through all of them, which a chain
    takes ten times as long for.
    """

    @override
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
