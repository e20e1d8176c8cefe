"""Why a provider could not be used is told to whoever has to put it right, and to nobody else."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from portal.identity.oidc import Provider, ProviderUnreachableError
from tests.providers.hostile import HostileProvider
from tests.providers.test_refused_answers import DISCOVERY, page

REDIRECT = "https://samsyn.example.se/sign-in/kommun/callback"


def why(issuer: str, now: datetime, provider: HostileProvider | None = None) -> str:
    asked = provider or HostileProvider(now)
    if provider is None:
        asked.start(issuer)
    with pytest.raises(ProviderUnreachableError) as unreachable:
        Provider(replace(asked.settings(), issuer=issuer)).begin(redirect_uri=REDIRECT, now=now)
    assert unreachable.value.issuer_key == "kommun"
    return unreachable.value.why


@pytest.fixture
def untrusted(tmp_path: Path) -> Iterator[str]:
    """A server whose certificate nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    began = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=9))
        .sign(key, SHA256())
    )
    file = tmp_path / "both.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_shake_hands, args=(server, context), daemon=True)
        thread.start()
        yield f"https://localhost:{server.getsockname()[1]}"
    thread.join(5)


def _shake_hands(server: socket.socket, context: ssl.SSLContext) -> None:
    with suppress(OSError):
        while True:
            with server.accept()[0] as one, suppress(OSError):
                context.wrap_socket(one, server_side=True).close()


def test_a_certificate_that_nobody_trusts(untrusted: str, now: datetime) -> None:
    assert why(untrusted, now) == "its certificate: self-signed certificate"


def test_a_machine_where_nobody_listens(now: datetime) -> None:
    assert why("http://127.0.0.1:1", now) == "Connection refused"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page("500 Internal Server Error"), "HTTP 500"),
        (page("200 OK", b"<html>"), "a document that is not JSON"),
        (page("200 OK", b"[]"), "a document that is no JSON object"),
        (page("200 OK", b" " * 600_000), "a document that is too large"),
    ],
)
def test_an_answer_that_is_none(
    hostile: HostileProvider, now: datetime, answer: object, told: str
) -> None:
    hostile.pages[DISCOVERY] = answer
    assert why(hostile.issuer, now, hostile) == told
