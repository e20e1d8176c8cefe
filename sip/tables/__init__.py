"""The tables of SIP, one module a subject; importing this package maps them all."""

from sip.tables import access_log, archive, calling, consent, figures, people, plan, requests

__all__ = ["access_log", "archive", "calling", "consent", "figures", "people", "plan", "requests"]
