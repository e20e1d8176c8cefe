"""The request a browser takes to the provider, and what the portal must remember of it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from portal.config import IssuerSettings

# A page for signing may have been left open; the sign-in for it may not be older than this.
STEP_UP_MAX_AGE_SECONDS = 60


class Purpose(StrEnum):
    """What a round trip to the provider is for."""

    SIGN_IN = "sign_in"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """A fresh sign-in for one signature.

    `nonce` is the commitment to what is signed, b64url(SHA-256(canonical{intent, document
    SHA-256, account, salt})): the provider's signed answer then vouches for that document.
    """

    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One round trip, kept on the server under the SHA-256 of its state until it comes back."""

    issuer_key: str
    purpose: Purpose
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    needed_level: int
    max_age: int | None
    created_at: datetime

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "issuer_key": self.issuer_key,
            "purpose": self.purpose.value,
            "state": self.state,
            "nonce": self.nonce,
            "verifier": self.verifier,
            "needed_level": self.needed_level,
            "max_age": self.max_age,
            "created_at": self.created_at.isoformat(),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The flow that `to_json` wrote."""
        created_at = datetime.fromisoformat(values["created_at"])
        return cls(**{**values, "purpose": Purpose(values["purpose"]), "created_at": created_at})


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """Where to send the browser, and the flow to store before it goes."""

    url: str = field(repr=False)
    flow: Flow


def new_flow(settings: IssuerSettings, *, now: datetime, step_up: StepUp | None) -> Flow:
    """A flow with fresh secrets; for signing, the nonce is the caller's commitment."""
    return Flow(
        issuer_key=settings.key,
        purpose=Purpose.SIGNING if step_up else Purpose.SIGN_IN,
        state=secrets.token_urlsafe(32),
        nonce=step_up.nonce if step_up else secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        needed_level=settings.signing_level if step_up else settings.sign_in_level,
        max_age=STEP_UP_MAX_AGE_SECONDS if step_up else None,
        created_at=now,
    )


def request_parameters(
    flow: Flow, settings: IssuerSettings, *, ui_locale: str | None
) -> dict[str, str]:
    """What the authorization request asks beyond code, state and PKCE."""
    parameters = {"nonce": flow.nonce}
    if ui_locale:
        parameters["ui_locales"] = ui_locale
    if flow.max_age is not None:
        parameters |= {"prompt": "login", "max_age": str(flow.max_age)}
    if accepted := _accepted_levels(flow, settings):
        # acr_values is only a wish; as an essential claim a provider must meet it or refuse
        claims = {"id_token": {"acr": {"essential": True, "values": accepted}}}
        parameters |= {"acr_values": " ".join(accepted), "claims": json.dumps(claims)}
    return parameters


def _accepted_levels(flow: Flow, settings: IssuerSettings) -> list[str]:
    """The acr values that will do, the strongest first; none when any level will do."""
    if flow.needed_level == 0:
        return []
    enough = [acr for acr, level in settings.levels.items() if level >= flow.needed_level]
    return sorted(enough, key=lambda acr: (-settings.levels[acr], acr))
