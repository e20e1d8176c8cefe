"""What the headings of the lists of meetings say."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.filters import weekday_time_within
from sip.calling.meetings.queries import MeetingView


def planned_heading(count: int) -> str:
    """How many meetings are still to be held."""
    if not count:
        return _("Inget möte är planerat")
    return ngettext("Ett möte är planerat", "%(num)d möten är planerade", count)


def next_heading(planned: Sequence[MeetingView]) -> str:
    """When the next meeting is; `planned` begins with it."""
    if not planned:
        return _("Inget möte är planerat")
    return _("Nästa möte är %(when)s", when=weekday_time_within(planned[0].starts_at))
