"""A meeting of a group for somebody's own calendar, as the summons had it."""

from flask import current_app

from agreements.groups import MeetingStatus
from agreements.tables.groups import GroupMeeting, WorkingGroup
from portal import clock
from portal.outbox.calendar import CANCEL, PUBLISH


def entry(group: WorkingGroup, meeting: GroupMeeting, link: str) -> bytes:
    """The iCalendar file of a meeting, with the id and the revision that mails of it have."""
    # here, because no page needs it and it is three megabytes of a web worker
    from portal.outbox.calendar_file import calendar_file

    is_off = meeting.status is MeetingStatus.CANCELLED
    facts = {
        "method": CANCEL if is_off else PUBLISH,
        "uid": str(meeting.id),
        "revision": meeting.revision,
        "start": meeting.starts_at.isoformat(),
        "end": meeting.ends_at.isoformat(),
        "title": group.name,
        "place": meeting.place,
    }
    sender = current_app.extensions["settings"].mail.sender
    return calendar_file(facts, sender=sender, link=link, now=clock.now())
