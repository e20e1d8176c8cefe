"""What the headings of the pages of calls say."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.filters import listed
from sip.calling.calls.queries import CallPage, CallView, Candidate


def inbox_heading(waiting: int) -> str:
    """How many calls wait for the own organisation's answer."""
    if not waiting:
        return _("Ingen kallelse väntar på svar")
    return ngettext("En kallelse väntar på svar", "%(num)d kallelser väntar på svar", waiting)


def calls_heading(calls: Sequence[CallView]) -> str:
    """How many of those who were called to a plan have not answered."""
    if not calls:
        return _("Ingen är kallad än")
    waiting = sum(one.is_waiting for one in calls)
    if not waiting:
        return _("Alla kallade har svarat")
    return ngettext(
        "En av de kallade har inte svarat", "%(num)d av de kallade har inte svarat", waiting
    )


def called(candidates: Sequence[Candidate]) -> str:
    """Who has just been called."""
    names = listed(one.name for one in candidates)
    return ngettext("%(names)s är kallad.", "%(names)s är kallade.", len(candidates), names=names)


def candidate_heading(candidate: Candidate) -> str:
    """Whom one is about to summon or invite."""
    if candidate.is_summons:
        return _("Kalla %(name)s", name=candidate.name)
    return _("Bjud in %(name)s", name=candidate.name)


def call_heading(page: CallPage) -> str:
    """Who calls, to those who are called; who is called, to those who called them."""
    if page.is_ours:
        if page.call.is_summons:
            return _("%(caller)s kallar er", caller=page.caller)
        return _("%(caller)s bjuder in er", caller=page.caller)
    if page.call.is_summons:
        return _("Kallelse till %(name)s", name=page.call.organisation)
    return _("Inbjudan till %(name)s", name=page.call.organisation)
