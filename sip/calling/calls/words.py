"""What the values of calls are called in the interface."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import CallKind, CallStep, DeclineReason

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
STEPS: dict[CallStep, LazyString] = {
    CallStep.SENT: _l("Skickad"),
    CallStep.FORWARDED: _l("Skickad vidare"),
    CallStep.TAKEN: _l("Mottagen"),
    CallStep.DECLINED: _l("Nej tack"),
    CallStep.CANCELLED: _l("Återtagen"),
    CallStep.REMINDED: _l("Påminnelse"),
}
