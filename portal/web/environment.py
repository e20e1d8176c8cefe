"""The environment that templates are rendered in: Flask's, where a page spends least time."""

from collections.abc import MutableMapping
from types import FunctionType, MethodType
from typing import Any

import flask.templating
from jinja2.runtime import Context, Macro
from typing_extensions import override

# what a function has that wants to be given the context, the environment or how it is escaped
_WANTS = "jinja_pass_arg"


class PageContext(Context):
    """What a template knows while it is rendered.

    Jinja asks of everything that a template calls, three hundred times on a page, which of these it
    wants. A function without the mark wants none, and a macro always wants the last.
    """

    @override
    def call(self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        kind = type(__obj)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif (kind is not FunctionType and kind is not MethodType) or hasattr(__obj, _WANTS):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class Environment(flask.templating.Environment):
    """Flask's, with a template's globals in a plain dictionary.

    Jinja makes a chain of mappings, so that a global may still come after the first page. Ours are
    there from the start; and each import of a component goes through all of them, which a chain
    takes ten times as long for.
    """

    context_class = PageContext

    @override
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
