"""A ground in law for disclosing without consent (OSL, SoL, LSPV), as the settings list them."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A ground in law for a decision without consent, and how long one may last at most."""

    code: str
    label: str
    law: str
    longest: timedelta
    hint: str
