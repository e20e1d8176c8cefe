"""What a signatory commits to is one canonical text, and the nonce is its checksum."""

import hashlib
import json
import re
from base64 import urlsafe_b64decode
from uuid import UUID

from agreements.signing.commitment import make_commitment, nonce_of

AGREEMENT, ACCOUNT, ORGANISATION, MANDATE = (UUID(int=number) for number in range(1, 5))
CHECKSUM = "ab" * 32


def _make(**other: object) -> str:
    values = {
        "agreement_id": AGREEMENT,
        "document_sha256": CHECKSUM,
        "account_id": ACCOUNT,
        "organisation_id": ORGANISATION,
        "mandate_id": MANDATE,
    }
    return make_commitment(**(values | other))  # type: ignore[arg-type]


def test_a_commitment_says_what_who_and_which_file_in_canonical_json() -> None:
    commitment = _make()
    said = json.loads(commitment)

    assert re.fullmatch(r"[0-9a-f]{32}", said.pop("salt"))
    assert said == {
        "account": str(ACCOUNT),
        "agreement": str(AGREEMENT),
        "document_sha256": CHECKSUM,
        "intent": "sign",
        "mandate": str(MANDATE),
        "organisation": str(ORGANISATION),
    }
    again = json.dumps(json.loads(commitment), sort_keys=True, separators=(",", ":"))
    assert commitment == again


def test_no_two_commitments_are_the_same() -> None:
    assert _make() != _make()


def test_the_nonce_is_the_commitments_checksum_as_base64url_without_padding() -> None:
    commitment = _make()
    nonce = nonce_of(commitment)

    assert re.fullmatch(r"[\w-]{43}", nonce)
    assert urlsafe_b64decode(nonce + "=") == hashlib.sha256(commitment.encode()).digest()


def test_another_file_has_another_nonce() -> None:
    commitment = _make()
    other = commitment.replace(CHECKSUM, "cd" * 32)

    assert nonce_of(other) != nonce_of(commitment)
