"""What the lists of plans say first, and what forms of plans offer."""

from collections.abc import Sequence

from flask_babel import ngettext

from portal.authz import Actor, OrganisationKind
from portal.tenancy.queries import list_organisations
from portal.web.i18n import gettext as _
from sip.content.parts import (
    PlanContent,
)
from sip.kernel.vocabulary import (
    PRINCIPALS,
    Standing,
)
from sip.plan.decided import Decided
from sip.plan.discharge import Ready
from sip.plan.queries import PlanLine

Choices = list[tuple[str, str]]


def plans_finding(lines: Sequence[PlanLine]) -> str:
    """What the list of one's plans says first."""
    running = sum(line.standing is Standing.GOING for line in lines)
    if not running:
        return _("Du är inte med i någon pågående plan")
    told = ngettext("Du är med i en pågående plan", "Du är med i %(num)d pågående planer", running)
    late = sum(bool(line.late) for line in lines)
    if not late:
        return told
    return f"{told}, {ngettext('en är försenad', '%(num)d är försenade', late)}"


def ready_finding(lines: Sequence[Ready]) -> str:
    """What the list of those who are ready to leave hospital says first."""
    waiting = sum(not line.is_called for line in lines)
    if not waiting:
        return _("Ingen väntar på kallelse")
    late = sum(line.is_late for line in lines)
    told = ngettext("En väntar på kallelse", "%(num)d väntar på kallelse", waiting)
    if not late:
        return told
    return f"{told}, {ngettext('en är försenad', '%(num)d är försenade', late)}"


def decided_finding(lines: Sequence[Decided]) -> str:
    """What the list of what is decided and not begun says first."""
    if not lines:
        return _("Allt som är beslutat har börjat")
    told = ngettext(
        "En beslutad insats har inte börjat",
        "%(num)d beslutade insatser har inte börjat",
        len(lines),
    )
    old = sum(line.is_old for line in lines)
    if not old:
        return told
    late = ngettext("en i mer än tre månader", "%(num)d i mer än tre månader", old)
    return f"{told}, {late}"


def principals(actor: Actor) -> Choices:
    """The county's municipalities and its region."""
    found = list_organisations(actor, *PRINCIPALS)
    return [("", _("Inte bestämt")), *((str(one.id), one.name) for one in found)]


def municipalities(actor: Actor) -> Choices:
    """The county's municipalities."""
    found = list_organisations(actor, OrganisationKind.MUNICIPALITY)
    return [("", _("Välj …")), *((str(one.id), one.name) for one in found)]


def staff(content: PlanContent, first: str) -> Choices:
    """Those who take part for an organisation; `first` is what is offered before them."""
    present = [one for one in content.participants if not one.is_ended]
    return [("", first), *((str(one.id), f"{one.name}, {one.organisation}") for one in present)]
