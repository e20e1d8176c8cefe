"""A fresh sign-in for one act: begun by a feature, answered by the provider, finished there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.identity.oidc import Identity

Data = Mapping[str, str]
Finish = Callable[[Actor, Identity, Data], ResponseReturnValue]
Refused = Callable[[Actor, Data], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Act:
    """What happens when the step-up holds, and where to go back to when it does not."""

    finish: Finish
    refused: Refused


@dataclass(slots=True)
class Acts:
    """The acts that ask for a fresh sign-in, by name; the composition root fills it."""

    by_name: dict[str, Act] = field(default_factory=dict)

    def register(self, name: str, *, finish: Finish, refused: Refused) -> None:
        """Let `name` be an act; a name has one meaning."""
        if name in self.by_name:
            raise ValueError(f"{name} is registered twice")
        self.by_name[name] = Act(finish, refused)


def get_act(name: str) -> Act:
    """The act with that name; an unknown one is a programming error."""
    acts: Acts = current_app.extensions["step_up"]
    return acts.by_name[name]
