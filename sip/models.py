"""Loads every table of SIP; each stands in the package of its subject."""

from sip.archive import models as archive
from sip.calling import models as calling
from sip.consent import models as consent
from sip.people import models as people
from sip.plans import models as plans
from sip.reading import models as reading

__all__ = ["archive", "calling", "consent", "people", "plans", "reading"]
