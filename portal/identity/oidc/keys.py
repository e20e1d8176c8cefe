"""A provider's discovery document and signing keys, remembered for a while."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from portal.config import IssuerSettings
from portal.identity.oidc.discovery import Metadata, discovery_address, read_metadata
from portal.identity.oidc.refusals import ProviderUnreachableError
from portal.identity.oidc.transport import connect, get_document

LIFETIME_SECONDS = 600.0
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
    """Asks the provider at most every ten minutes, and once more when a key is not known."""

    def __init__(self, settings: IssuerSettings, timer: Callable[[], float]) -> None:
        self._settings = settings
        self._timer = timer
        self._lock = Lock()
        self._published: Published | None = None

    def current(self) -> Published:
        """The document and keys, asked for if they are not there or too old."""
        published = self._published
        if published is None or self._age(published) > LIFETIME_SECONDS:
            return self._fetch(older_than=published)
        return published

    def with_key(self, key_id: str) -> Published:
        """The document and keys, asked for again if the key is not there: it may be new."""
        published = self.current()
        if published.has_key(key_id) or self._age(published) < SHORTEST_BETWEEN_FETCHES:
            return published
        return self._fetch(older_than=published)

    def _age(self, published: Published) -> float:
        return self._timer() - published.fetched_at

    def _fetch(self, *, older_than: Published | None) -> Published:
        with self._lock:
            if self._published is None or self._published is older_than:
                self._published = self._ask()
            return self._published

    def _ask(self) -> Published:
        settings = self._settings
        with connect(settings) as client:
            document = get_document(client, discovery_address(settings), settings)
            metadata = read_metadata(document, settings)
            keys = get_document(client, metadata.jwks_uri, settings).get("keys")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise ProviderUnreachableError(settings.key)
        return Published(metadata, {"keys": [_public(key) for key in keys]}, self._timer())


def _public(key: Mapping[str, Any]) -> dict[str, Any]:
    """What of a key may be kept as evidence: a provider may publish its private half by mistake."""
    return {name: value for name, value in key.items() if name in PUBLIC_MEMBERS}
