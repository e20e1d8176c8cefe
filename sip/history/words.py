"""What the values of a plan's history are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.history.versions import VersionRefusal
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import Approval

REFUSALS: dict[Refusal, LazyString] = {
    VersionRefusal.CHANGED_SINCE: _l(
        "Planen har ändrats sedan du öppnade sidan. Läs vad som är ändrat, och gör versionen sedan."
    ),
    VersionRefusal.NOTHING_TO_APPROVE: _l("Inget har ändrats sedan den förra versionen."),
    VersionRefusal.ANSWERED_THEMSELF: _l(
        "Personen har själv svarat på den här versionen. Det svaret ändrar bara personen."
    ),
    VersionRefusal.VERSION_REPLACED: _l("Det finns en nyare version. Läs den och svara på den."),
}


APPROVALS: dict[Approval, LazyString] = {
    Approval.APPROVED: _l("Godkänner"),
    Approval.OBJECTED: _l("Har invändningar"),
}
# the fields whose changes are kept (plan_change.field)
FIELDS: dict[str, LazyString] = {
    "text": _l("Text"),
    "title": _l("Rubrik"),
    "measure": _l("Så märker vi skillnad"),
    "row_key": _l("Insats i överenskommelsen"),
    "stated_by": _l("Vems ord"),
    "status": _l("Läge"),
    "outcome": _l("Så hade det gått vid uppföljningen"),
    "category": _l("Vad det handlar om"),
    "who": _l("Vem som gör det"),
    "due_on": _l("Senast"),
    "is_decided": _l("Beslutat"),
    "decided_on": _l("Beslutsdag"),
    "decided_by": _l("Vem som beslutade"),
    "starts_on": _l("Insatsen börjar"),
    "reason": _l("Skäl"),
    "unit": _l("Enhet"),
    "confirmed": _l("Bekräftat"),
}
# what a change is of (plan_change.subject_kind)
SUBJECTS: dict[str, LazyString] = {
    "plan_text": _l("Text"),
    "goal": _l("Mål"),
    "action": _l("Åtgärd"),
}
