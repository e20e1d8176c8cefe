"""The tables of local agreements, one module a subject; importing this package maps them all.

No workflow here: see the services and agreements.rules.
"""

from agreements.tables import (
    agreement,
    annex,
    competence,
    decision,
    deviation,
    dispute,
    document,
    fact,
    follow_up,
    groups,
    life,
    lob,
    mandate,
    matrix,
    outline,
    paper,
    party,
    signature,
    suggestion,
    template,
    text,
    transfer,
)

__all__ = [
    "agreement",
    "annex",
    "competence",
    "decision",
    "deviation",
    "dispute",
    "document",
    "fact",
    "follow_up",
    "groups",
    "life",
    "lob",
    "mandate",
    "matrix",
    "outline",
    "paper",
    "party",
    "signature",
    "suggestion",
    "template",
    "text",
    "transfer",
]
