"""One configured provider: send people there, believe or refuse what comes back."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from authlib.integrations.base_client import OAuthError

from portal.config import IssuerSettings
from portal.identity.oidc.authorization import (
    AuthorizationRequest,
    Flow,
    StepUp,
    new_flow,
    request_parameters,
)
from portal.identity.oidc.callback import check_response
from portal.identity.oidc.identity import (
    Identity,
    check_authentication_time,
    check_level,
    check_organisation,
    displayed_name,
    email_address,
    personal_number,
)
from portal.identity.oidc.keys import PublishedCache
from portal.identity.oidc.limits import Slots
from portal.identity.oidc.logout import (
    LogoutToken,
    check_is_id_token,
    check_logout_claims,
    end_session_address,
)
from portal.identity.oidc.refusals import (
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
    Trouble,
)
from portal.identity.oidc.tokens import SignedToken, check_common_claims, verify_signature
from portal.identity.oidc.transport import connect, get_document

EXCHANGES_AT_ONCE = 2
WAIT_SECONDS = 1.0
AVOID_SECONDS = 10.0


class Provider:
    """A client of one issuer. Safe to share between threads; make one and keep it.

    Every method may raise `SignInRefusedError` or `ProviderUnreachableError`.
    """

    def __init__(
        self, settings: IssuerSettings, *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.settings = settings
        self._published = PublishedCache(settings, timer)
        self._slots = Slots(EXCHANGES_AT_ONCE, timer)

    def begin(
        self,
        *,
        redirect_uri: str,
        now: datetime,
        step_up: StepUp | None = None,
        ui_locale: str | None = None,
    ) -> AuthorizationRequest:
        """Start a sign-in, or a step-up for a signature."""
        metadata = self._published.current().metadata
        flow = new_flow(self.settings, now=now, step_up=step_up)
        with connect(self.settings) as client:
            url, _ = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=flow.state,
                code_verifier=flow.verifier,
                redirect_uri=redirect_uri,
                **request_parameters(flow, self.settings, ui_locale=ui_locale),
            )
        return AuthorizationRequest(url=url, flow=flow)

    def finish(
        self,
        flow: Flow,
        *,
        response_params: Mapping[str, str],
        redirect_uri: str,
        now: datetime,
    ) -> Identity:
        """Who signed in. The caller has taken `flow` out of store, so that it works once."""
        metadata = self._published.current().metadata
        code = check_response(
            response_params, flow=flow, metadata=metadata, settings=self.settings, now=now
        )
        with self._slot(), connect(self.settings) as client:
            answer = self._redeem(client, code, flow, redirect_uri)
            token = self._check_id_token(answer, flow, now)
            profile = self._profile(client, token)
        return self._identity(token, answer["id_token"], profile, flow=flow, now=now)

    def end_session_url(self, post_logout_redirect_uri: str, state: str) -> str | None:
        """Where to send the browser to sign out at the provider too, if it offers that."""
        endpoint = self._published.current().metadata.end_session_endpoint
        return endpoint and end_session_address(
            endpoint,
            client_id=self.settings.client_id,
            post_logout_redirect_uri=post_logout_redirect_uri,
            state=state,
        )

    def check_logout_token(self, token: str, now: datetime) -> LogoutToken:
        """Whose session the provider ended. The caller refuses a `jti` that it has seen before."""
        signed = verify_signature(token, self._published)
        return check_logout_claims(signed, settings=self.settings, now=now)

    @contextmanager
    def _slot(self) -> Iterator[None]:
        """Room for one exchange, so that a provider that hangs holds few of our threads."""
        if not self._slots.take(wait_seconds=WAIT_SECONDS):
            raise ProviderUnreachableError(self.settings.key, Trouble.TOO_MANY_WAIT)
        avoid = 0.0
        try:
            yield
        except ProviderUnreachableError as error:
            avoid = AVOID_SECONDS if error.trouble is Trouble.TIMED_OUT else 0.0
            raise
        finally:
            self._slots.give_back(avoid_seconds=avoid)

    def _redeem(
        self,
        client: Any,  # noqa: ANN401 (Authlib is untyped)
        code: str,
        flow: Flow,
        redirect_uri: str,
    ) -> Mapping[str, Any]:
        try:
            answer = client.fetch_token(
                self._published.current().metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=flow.verifier,
                redirect_uri=redirect_uri,
            )
        except OAuthError as error:
            raise SignInRefusedError(RefusalReason.CODE_REFUSED, detail=error.error) from None
        except (ValueError, RecursionError):
            raise ProviderUnreachableError(self.settings.key, Trouble.NOT_JSON) from None
        if not isinstance(answer.get("id_token"), str):
            raise SignInRefusedError(RefusalReason.TOKEN_MISSING)
        return dict(answer)

    def _check_id_token(self, answer: Mapping[str, Any], flow: Flow, now: datetime) -> SignedToken:
        token = verify_signature(answer["id_token"], self._published)
        check_is_id_token(token)
        check_common_claims(
            token,
            settings=self.settings,
            now=now,
            nonce=flow.nonce,
            access_token=answer.get("access_token"),
        )
        return token

    def _profile(self, client: Any, token: SignedToken) -> Mapping[str, Any]:  # noqa: ANN401 (Authlib is untyped)
        """Name, address and number: in the id_token, or else asked for with the access token."""
        endpoint = token.published.metadata.userinfo_endpoint
        if self._is_complete(token.claims) or not endpoint:
            return token.claims
        userinfo = get_document(client, endpoint, self.settings, authorized=True)
        if userinfo.get("sub") != token.claims["sub"]:
            raise SignInRefusedError(RefusalReason.SUBJECT)
        return userinfo

    def _is_complete(self, claims: Mapping[str, Any]) -> bool:
        is_staff = self.settings.door == "staff"
        known = is_staff or personal_number(claims, self.settings)
        return bool(displayed_name(claims) and known)

    def _identity(
        self,
        token: SignedToken,
        id_token: str,
        profile: Mapping[str, Any],
        *,
        flow: Flow,
        now: datetime,
    ) -> Identity:
        claims = token.claims
        sid = claims.get("sid")
        acr = claims.get("acr")
        return Identity(
            issuer=self.settings.issuer,
            subject=claims["sub"],
            name=displayed_name(profile) or claims["sub"],
            email=email_address(profile),
            acr=acr if isinstance(acr, str) else None,
            level=check_level(claims, flow, self.settings),
            auth_time=check_authentication_time(claims, flow, self.settings, now),
            sid=sid if isinstance(sid, str) else None,
            organisation_number=check_organisation(claims, self.settings),
            personnummer=personal_number({**profile, **claims}, self.settings),
            id_token=id_token,
            jwks=token.published.jwks,
        )
