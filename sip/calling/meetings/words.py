"""What the values of meetings are called in the interface."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import MeetingPurpose, Reply

PURPOSES: dict[MeetingPurpose, LazyString] = {
    MeetingPurpose.PLANNING: _l("Planeringsmöte"),
    MeetingPurpose.FOLLOW_UP: _l("Uppföljningsmöte"),
}
# what one says of oneself
ANSWERS: dict[Reply, LazyString] = {
    Reply.COMING: _l("Jag kommer"),
    Reply.NOT_COMING: _l("Jag kan inte komma"),
    Reply.OTHER_TIME: _l("Jag föreslår en annan tid"),
}
# what is said of somebody else
ANSWERS_OF_OTHERS: dict[Reply, LazyString] = {
    Reply.COMING: _l("Kommer"),
    Reply.NOT_COMING: _l("Kan inte komma"),
    Reply.OTHER_TIME: _l("Föreslår en annan tid"),
}
