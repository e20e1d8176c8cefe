"""What the values of a plan's history are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import Approval

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
    "category": _l("Slag av uppgifter"),
    "who": _l("Vem som gör det"),
    "due_on": _l("Senast"),
    "is_decided": _l("Beslutat"),
    "reason": _l("Skäl"),
}
# what a change is of (plan_change.subject_kind)
SUBJECTS: dict[str, LazyString] = {
    "plan_text": _l("Text"),
    "goal": _l("Mål"),
    "action": _l("Åtgärd"),
}
