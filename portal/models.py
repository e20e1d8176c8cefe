"""Loads every table, so that migrations and checks see them all."""

from importlib import import_module

MODULES = (
    "portal.tenancy.models",
    "portal.identity.models",
    "portal.audit.models",
    "portal.jobs",
    "portal.key_checks",
    "portal.outbox.models",
    "portal.drafts.models",
    "agreements.tables",
    "sip.tables",
)


def load() -> None:
    """Import each module that maps tables."""
    for module in MODULES:
        import_module(module)
