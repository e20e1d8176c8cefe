"""A provider's discovery document and signing keys, remembered for a while."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from portal.config import IssuerSettings
from portal.identity.oidc.discovery import Metadata, discovery_address, read_metadata
from portal.identity.oidc.refusals import ProviderUnreachableError, Trouble
from portal.identity.oidc.transport import connect, get_document

LIFETIME_SECONDS = 600.0
# and for this long if it cannot be asked: a key that was withdrawn may not be believed for ever
LONGEST_SECONDS = 3600.0
# whoever needs what another is asking for just now
WAIT_SECONDS = 1.0
# Anybody may post a logout token with an invented key id: they must not make the portal
# hammer the provider.
SHORTEST_BETWEEN_FETCHES = 10.0
# RFC 7517 and 7518: of every key, of an RSA key and of an elliptic curve
PUBLIC_MEMBERS = frozenset(
    {"kty", "use", "key_ops", "alg", "kid", "x5c", "x5t", "x5t#S256", "n", "e", "crv", "x", "y"}
)


@dataclass(frozen=True, slots=True)
class Published:
    """What the provider had published when it was last asked."""

    metadata: Metadata
    jwks: Mapping[str, Any]
    fetched_at: float

    def has_key(self, key_id: str) -> bool:
        """Whether a key with this id was among them."""
        return any(key.get("kid") == key_id for key in self.jwks["keys"])


class PublishedCache:
    """Asks the provider at most every ten minutes, and once more when a key is not known.

    One asks at a time. The others go on with what was published before, for a while, or wait a
    moment and share what became of it; a failure is remembered, too.
    """

    def __init__(self, settings: IssuerSettings, timer: Callable[[], float]) -> None:
        self._settings = settings
        self._timer = timer
        self._asking = Lock()
        self._published: Published | None = None
        self._failure: ProviderUnreachableError | None = None
        self._failed_at = 0.0

    def current(self) -> Published:
        """The document and keys, asked for if they are not there or too old."""
        published = self._published
        if published is None or self._age(published) > LONGEST_SECONDS:
            return self._fetch(older_than=published, wait_seconds=WAIT_SECONDS)
        if self._age(published) > LIFETIME_SECONDS:
            with suppress(ProviderUnreachableError):
                return self._fetch(older_than=published, wait_seconds=0)
        return published

    def with_key(self, key_id: str) -> Published:
        """The document and keys, asked for again if the key is not there: it may be new."""
        published = self.current()
        if published.has_key(key_id) or self._age(published) < SHORTEST_BETWEEN_FETCHES:
            return published
        return self._fetch(older_than=published, wait_seconds=WAIT_SECONDS)

    def _age(self, published: Published) -> float:
        return self._timer() - published.fetched_at

    def _fetch(self, *, older_than: Published | None, wait_seconds: float) -> Published:
        self._share_failure()
        if not self._asking.acquire(timeout=wait_seconds):
            raise ProviderUnreachableError(self._settings.key, Trouble.TOO_MANY_WAIT)
        try:
            if self._published is None or self._published is older_than:
                self._share_failure()
                self._published = self._ask_and_remember()
            return self._published
        finally:
            self._asking.release()

    def _ask_and_remember(self) -> Published:
        try:
            return self._ask()
        except ProviderUnreachableError as failure:
            self._failure, self._failed_at = failure.again(), self._timer()
            raise

    def _share_failure(self) -> None:
        failure = self._failure
        if failure and self._timer() - self._failed_at < SHORTEST_BETWEEN_FETCHES:
            raise failure.again()

    def _ask(self) -> Published:
        settings = self._settings
        with connect(settings) as client:
            document = get_document(client, discovery_address(settings), settings)
            metadata = read_metadata(document, settings)
            keys = get_document(client, metadata.jwks_uri, settings).get("keys")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise ProviderUnreachableError(settings.key, Trouble.INCOMPLETE, "keys")
        return Published(metadata, {"keys": [_public(key) for key in keys]}, self._timer())


def _public(key: Mapping[str, Any]) -> dict[str, Any]:
    """What of a key may be kept as evidence: a provider may publish its private half by mistake."""
    return {name: value for name, value in key.items() if name in PUBLIC_MEMBERS}
