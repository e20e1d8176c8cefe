"""A mail's subject as it goes over the wire: every space between its words is kept.

The standard library folds a long subject outside ASCII into several encoded words and loses the
space between two of them, which a reader's program may not put back (RFC 2047, 6.2). Its older
`Header` encodes the spaces with the words.
"""

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, Policy

from typing_extensions import override


class _Subject(UnstructuredHeader, BaseHeader):
    @override
    def fold(self, *, policy: Policy) -> str:
        text = str(self)
        kept = Header(text, None if text.isascii() else "utf-8", header_name=self.name)
        return f"{self.name}: {kept.encode(linesep=policy.linesep)}{policy.linesep}"


_registry = HeaderRegistry()
_registry.map_to_type("subject", _Subject)
POLICY = EmailPolicy(header_factory=_registry)
"""For whoever makes a mail: `EmailMessage(POLICY)`."""
