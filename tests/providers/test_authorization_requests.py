"""What the browser is sent to the provider with."""

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.identity.oidc import AuthorizationRequest, Flow, Provider, Purpose, StepUp
from tests.providers.hostile import CLIENT_ID, LOA2, LOA3, HostileProvider, base64url

REDIRECT = "https://samsyn.example.se/sign-in/kommun/callback"


def begin(
    hostile: HostileProvider, now: datetime, *, step_up: StepUp | None = None, **settings: Any
) -> tuple[AuthorizationRequest, dict[str, str]]:
    request = Provider(hostile.settings(**settings)).begin(
        redirect_uri=REDIRECT, now=now, step_up=step_up, ui_locale="sv"
    )
    query = parse_qs(urlsplit(request.url).query, strict_parsing=True)
    assert all(len(values) == 1 for values in query.values())
    return request, {name: values[0] for name, values in query.items()}


def test_a_sign_in_asks_for_a_code_bound_to_this_flow(
    hostile: HostileProvider, now: datetime
) -> None:
    request, asked = begin(hostile, now)
    flow = request.flow
    assert request.url.startswith(f"{hostile.issuer}/authorize?")
    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
    assert (asked["redirect_uri"], asked["scope"]) == (REDIRECT, "openid profile email")
    assert (asked["state"], asked["nonce"]) == (flow.state, flow.nonce)
    assert asked["code_challenge_method"] == "S256"
    assert asked["code_challenge"] == base64url(hashlib.sha256(flow.verifier.encode()).digest())
    assert asked["ui_locales"] == "sv"
    assert "prompt" not in asked
    assert "max_age" not in asked


def test_no_two_flows_share_a_secret(hostile: HostileProvider, now: datetime) -> None:
    first, second = (begin(hostile, now)[0].flow for _ in range(2))
    secrets = {
        first.state,
        first.nonce,
        first.verifier,
        second.state,
        second.nonce,
        second.verifier,
    }
    assert len(secrets) == 6
    assert all(len(secret) >= 43 for secret in secrets)


def test_a_sign_in_demands_every_level_that_will_do(
    hostile: HostileProvider, now: datetime
) -> None:
    _, asked = begin(hostile, now)
    assert asked["acr_values"] == f"{LOA3} {LOA2}"
    assert json.loads(asked["claims"]) == {
        "id_token": {"acr": {"essential": True, "values": [LOA3, LOA2]}}
    }


def test_a_step_up_demands_a_fresh_sign_in_at_the_signing_level(
    hostile: HostileProvider, now: datetime
) -> None:
    request, asked = begin(hostile, now, step_up=StepUp(nonce="the-commitment"))
    assert (asked["prompt"], asked["max_age"]) == ("login", "60")
    assert asked["nonce"] == request.flow.nonce == "the-commitment"
    assert json.loads(asked["claims"])["id_token"]["acr"]["values"] == [LOA3]
    assert request.flow.purpose is Purpose.SIGNING


@pytest.mark.parametrize("settings", [{"levels": {}, "sign_in_level": 0}, {"sign_in_level": 0}])
def test_no_level_is_asked_for_when_none_is_needed_or_known(
    hostile: HostileProvider, now: datetime, settings: dict[str, Any]
) -> None:
    _, asked = begin(hostile, now, **settings)
    assert not {"acr_values", "claims"} & set(asked)


@pytest.mark.parametrize("step_up", [None, StepUp(nonce="the-commitment")])
def test_a_flow_survives_being_stored(
    hostile: HostileProvider, now: datetime, step_up: StepUp | None
) -> None:
    flow = begin(hostile, now, step_up=step_up)[0].flow
    assert Flow.from_json(json.loads(json.dumps(flow.to_json()))) == flow


def test_a_logged_flow_gives_nothing_away(hostile: HostileProvider, now: datetime) -> None:
    request, _ = begin(hostile, now)
    flow = request.flow
    shown = repr(request)
    assert not [secret for secret in (flow.state, flow.nonce, flow.verifier) if secret in shown]
