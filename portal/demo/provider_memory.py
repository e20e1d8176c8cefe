"""Canaille's memory, corrected: it finds what matches every condition, and threads may share it."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any

from canaille.backends.memory.backend import MemoryBackend

_lock = RLock()


def _one_at_a_time(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def locked(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (whatever Canaille passes)
        with _lock:
            return method(*args, **kwargs)

    return locked


class SharedMemoryBackend(MemoryBackend):  # type: ignore[misc]  # Canaille is untyped
    """In Canaille 0.3 the original answers what matches *any* condition.

    Then one person's authorization code is looked up as another's, whenever two are signing in.
    """

    # Canaille looks for the tables of a backend beside the module that the class names
    __module__ = MemoryBackend.__module__

    @_one_at_a_time
    def do_query(self, model: Any, *args: Any, **conditions: Any) -> Any:  # noqa: ANN401 (as in the base)
        """What matches every condition, as Canaille's own documentation has it."""
        ask = super().do_query
        if not conditions:
            return ask(model, *args)
        answers = [ask(model, *args, **{name: value}) for name, value in conditions.items()]
        ids = set.intersection(*({found.id for found in answer} for answer in answers))
        return [found for found in answers[0] if found.id in ids]

    do_save = _one_at_a_time(MemoryBackend.do_save)
    do_delete = _one_at_a_time(MemoryBackend.do_delete)
    do_reload = _one_at_a_time(MemoryBackend.do_reload)
