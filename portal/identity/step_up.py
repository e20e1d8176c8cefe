"""A fresh sign-in for one act: begun by a feature, answered by the provider, finished there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.identity import session
from portal.identity.oidc import Identity

Data = Mapping[str, str]
Finish = Callable[[Actor, Identity, Data], ResponseReturnValue]
Refused = Callable[[Actor, Data], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Act:
    """What happens when the step-up holds, and where to go back to when it does not."""

    finish: Finish
    refused: Refused


def init_app(app: Flask) -> None:
    """Make room for the acts of the application's features."""
    app.extensions["step_up"] = {}


def register(app: Flask, name: str, *, finish: Finish, refused: Refused) -> None:
    """Let `name` be an act that asks for a fresh sign-in; a name has one meaning."""
    acts: dict[str, Act] = app.extensions["step_up"]
    if name in acts:
        raise ValueError(f"{name} is registered twice")
    acts[name] = Act(finish, refused)


def prove(*words: str) -> bytes:
    """Proof to the database that we have checked the fresh sign-in these words are about.

    A function of the database puts the same words together, a line for each (app.is_proven).
    """
    secret_key: str = current_app.extensions["settings"].secret_key
    return session.prove(secret_key, "\n".join(words).encode())


def get_act(name: str) -> Act:
    """The act with that name; an unknown one is a programming error."""
    acts: dict[str, Act] = current_app.extensions["step_up"]
    return acts[name]
