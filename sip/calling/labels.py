"""What calls, meetings and clocks are called in the interface, and their look in the statuses."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import (
    CallKind,
    CallStatus,
    CallStep,
    DeclineReason,
    MeetingPurpose,
    MeetingStatus,
    Reply,
)

CALL_KINDS: dict[CallKind, LazyString] = {
    CallKind.SUMMONS: _l("Kallelse"),
    CallKind.INVITATION: _l("Inbjudan"),
}
DECLINE_REASONS: dict[DeclineReason, LazyString] = {
    DeclineReason.NOT_CONCERNED: _l("Det rör inte vår verksamhet"),
    DeclineReason.NO_TIME: _l("Vi kan inte vid den här tiden"),
    DeclineReason.OTHER_WAY: _l("Vi hjälper till på annat sätt"),
    DeclineReason.OTHER: _l("Annat"),
}
PURPOSES: dict[MeetingPurpose, LazyString] = {
    MeetingPurpose.PLANNING: _l("Planeringsmöte"),
    MeetingPurpose.FOLLOW_UP: _l("Uppföljningsmöte"),
}
ANSWERS: dict[Reply, LazyString] = {
    Reply.COMING: _l("Jag kommer"),
    Reply.NOT_COMING: _l("Jag kan inte komma"),
    Reply.OTHER_TIME: _l("Jag föreslår en annan tid"),
}
ANSWERS_OF_OTHERS: dict[Reply, LazyString] = {
    Reply.COMING: _l("Kommer"),
    Reply.NOT_COMING: _l("Kan inte komma"),
    Reply.OTHER_TIME: _l("Föreslår en annan tid"),
}
STEPS: dict[CallStep, LazyString] = {
    CallStep.SENT: _l("Skickad"),
    CallStep.FORWARDED: _l("Skickad vidare"),
    CallStep.TAKEN: _l("Mottagen"),
    CallStep.DECLINED: _l("Nej tack"),
    CallStep.CANCELLED: _l("Återtagen"),
    CallStep.REMINDED: _l("Påminnelse"),
}
CLOCKS: dict[str, tuple[LazyString, LazyString]] = {
    "start_work": (
        _l("Arbetet påbörjas efter samtycke"),
        _l("Enligt socialtjänstlagen ska arbetet börja genast: 0 dagar."),
    ),
    "answer_summons": (_l("Svar på kallelse"), _l("Från kallelsen tills någon har tagit emot.")),
    "need_to_meeting": (_l("Första mötet"), _l("Från att behovet upptäcktes.")),
    "first_follow_up": (_l("Första uppföljningen"), _l("Från att planen gjordes.")),
    "follow_up_every": (_l("Följande uppföljningar"), _l("Från den förra uppföljningen.")),
    "reminder_before": (
        _l("Påminnelse i förväg"),
        _l("Före ett möte, en uppföljning eller ett svar."),
    ),
}
# kinds in portal/web/statuses.py
CALL_STATUS = {
    CallStatus.SENT: "open",
    CallStatus.TAKEN: "call_taken",
    CallStatus.DECLINED: "call_declined",
    CallStatus.CANCELLED: "withdrawn",
}
MEETING_STATUS = {
    MeetingStatus.PLANNED: "meeting_planned",
    MeetingStatus.HELD: "meeting_held",
    MeetingStatus.CANCELLED: "meeting_cancelled",
}
REPLY_STATUS = {
    Reply.NONE: "open",
    Reply.COMING: "coming",
    Reply.NOT_COMING: "not_coming",
    Reply.OTHER_TIME: "other_time",
}


def call_status(status: CallStatus, *, is_late: bool) -> str:
    """How a call looks: nobody has answered in time is late."""
    return "late" if is_late else CALL_STATUS[status]
