"""What a signatory commits to, as one string that the provider's signed answer repeats.

The nonce of the step-up is b64url(SHA-256(canonical commitment)): the provider's id_token then
vouches that this person, freshly identified, agreed to this file.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from uuid import UUID


def make_commitment(
    *,
    agreement_id: UUID,
    document_sha256: str,
    account_id: UUID,
    organisation_id: UUID,
    mandate_id: UUID,
) -> str:
    """A fresh commitment in canonical JSON (sorted keys, no spaces)."""
    contents = {
        "account": str(account_id),
        "agreement": str(agreement_id),
        "document_sha256": document_sha256,
        "intent": "sign",
        "mandate": str(mandate_id),
        "organisation": str(organisation_id),
        "salt": secrets.token_hex(16),
    }
    return json.dumps(contents, sort_keys=True, separators=(",", ":"))


def nonce_of(commitment: str) -> str:
    """The nonce that carries a commitment: base64url without padding, 43 characters."""
    digest = hashlib.sha256(commitment.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
