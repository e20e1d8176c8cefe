"""What every status is called, its colour and its icon: one table for the whole portal."""

from dataclasses import dataclass
from functools import cache

from flask import Flask
from flask_babel import LazyString
from markupsafe import Markup, escape

from portal.web.i18n import choice
from portal.web.i18n import lazy_gettext as _l
from portal.web.icons import silent_icon


@dataclass(frozen=True, slots=True)
class Status:
    """How a status looks: a tone of status.css, an icon of components/icons.html, and its words."""

    tone: str
    icon: str
    label: LazyString


STATUSES = {
    # an agreement
    "draft": Status("draft", "pen", _l("Utkast")),
    "shared": Status("plain", "people", _l("Delad")),
    "decision": Status("info", "decision", _l("Väntar på beslut")),
    "signing": Status("info", "signature", _l("Väntar på underskrift")),
    "in_force": Status("ok", "check", _l("Gällande")),
    "expiring": Status("warn", "clock", _l("Löper ut snart")),
    "upcoming": Status("info", "clock", _l("Undertecknad, gäller inte än")),
    "expired": Status("bad", "clock", _l("Har gått ut")),
    "terminated": Status("bad", "cross", _l("Uppsagd")),
    "superseded": Status("plain", "arrow-right", _l("Ersatt")),
    "missing": Status("bad", "cross", _l("Saknas")),
    "abandoned": Status("plain", "cross", _l("Avbruten")),
    "voided": Status("plain", "cross", _l("Upphävd")),
    # something somebody is to do
    "done": Status("ok", "check", _l("Klart")),
    "started": Status("info", "half", _l("Påbörjat")),
    "ongoing": Status("info", "half", _l("Pågår")),
    "waiting": Status("warn", "clock", _l("Väntar")),
    "not_started": Status("draft", "empty", _l("Inte påbörjat")),
    "late": Status("bad", "clock", _l("Försenat")),
    "double": Status("bad", "clock", _l("Krockar")),
    # a coordinated individual plan and its parts
    "to_do": Status("warn", "pen", _l("Att göra")),
    "plan_need": Status("draft", "pen", _l("Behov noterat")),
    "plan_consent": Status("warn", "clock", _l("Väntar på samtycke")),
    "plan_preparing": Status("info", "people", _l("Mötet förbereds")),
    "plan_meeting": Status("info", "people", _l("Möte")),
    "plan_planning": Status("info", "pen", _l("Planen skrivs")),
    "plan_following_up": Status("ok", "check", _l("Följs upp")),
    "plan_closed": Status("plain", "check", _l("Avslutad")),
    "plan_not_started": Status("plain", "cross", _l("Ingen plan")),
    "plan_frozen": Status("warn", "cross", _l("Samtycket har upphört")),
    "plan_shut": Status("plain", "cross", _l("Inte öppen för er")),
    "action_not_started": Status("draft", "empty", _l("Inte påbörjad")),
    "action_in_progress": Status("info", "half", _l("Pågår")),
    "action_done": Status("ok", "check", _l("Klar")),
    "action_stopped": Status("plain", "cross", _l("Avbruten")),
    "action_late": Status("bad", "clock", _l("Försenad")),
    "goal_open": Status("info", "half", _l("Pågår")),
    "goal_reached": Status("ok", "check", _l("Nått")),
    "goal_dropped": Status("plain", "cross", _l("Inte aktuellt")),
    "version_approved": Status("ok", "check", _l("Godkänd")),
    "version_objected": Status("bad", "comment", _l("Har invändningar")),
    "version_waits": Status("warn", "clock", _l("Väntar på svar")),
    "there": Status("ok", "check", _l("Finns")),
    # a suggestion and the answers to it
    "internal": Status("draft", "pen", _l("Internt")),
    "open": Status("warn", "clock", _l("Väntar på svar")),
    "accepted": Status("ok", "check", _l("Godtaget")),
    "accepted_with_change": Status("ok", "pen", _l("Godtaget med ändring")),
    "rejected": Status("bad", "cross", _l("Avböjt")),
    "abstained": Status("plain", "empty", _l("Avstår")),
    "adopted": Status("ok", "check", _l("Antaget")),
    "withdrawn": Status("plain", "cross", _l("Återtaget")),
    "conflicting": Status("bad", "warning", _l("Behöver arbetas om")),
    "differs": Status("info", "half", _l("Olika")),
    # a deviation from what was agreed
    "answered": Status("info", "comment", _l("Besvarad")),
    "lifted": Status("info", "arrow-right", _l("Lyft till nästa steg")),
    "closed": Status("ok", "check", _l("Avslutad")),
    # a decision or a signature
    "decided": Status("ok", "decision", _l("Har beslutat")),
    "signed": Status("ok", "signature", _l("Har skrivit under")),
    "returned": Status("bad", "arrow-left", _l("Återlämnad")),
    # somebody who may not sign in any more
    "account_disabled": Status("bad", "lock", _l("Avstängt konto")),
    # somebody private in a plan
    "linked": Status("ok", "check", _l("Loggar in själv")),
    "kept_out": Status("warn", "lock", _l("Hålls utanför")),
    "kept_out_waits": Status("warn", "clock", _l("Väntar på en kollega")),
    "code_out": Status("warn", "clock", _l("Kod utlämnad")),
    "not_linked": Status("draft", "empty", _l("Loggar inte in")),
    "required": Status("info", "person", _l("Samtycket behövs")),
    "required_later": Status("plain", "clock", _l("Behövs senare")),
    "required_before": Status("plain", "empty", _l("Behövs inte längre")),
    # a change of whose consent is required
    "change_proposed": Status("warn", "clock", _l("Väntar på en kollega")),
    "change_confirmed": Status("ok", "check", _l("Bekräftad")),
    "change_declined": Status("plain", "cross", _l("Avböjd")),
    # a summons or an invitation, a meeting and the answers to it
    "call_taken": Status("ok", "check", _l("Mottagen")),
    "call_declined": Status("plain", "cross", _l("Har tackat nej")),
    "meeting_planned": Status("info", "clock", _l("Planerat")),
    "meeting_held": Status("ok", "check", _l("Hållet")),
    "meeting_cancelled": Status("plain", "cross", _l("Inställt")),
    "coming": Status("ok", "check", _l("Kommer")),
    "not_coming": Status("bad", "cross", _l("Kommer inte")),
    "other_time": Status("warn", "clock", _l("Föreslår annan tid")),
    "present": Status("ok", "check", _l("Var med")),
    "absent": Status("plain", "empty", _l("Var inte med")),
    # a copy of a plan
    "copy_elsewhere": Status("plain", "document", _l("Finns hos dem")),
    "copy_withheld": Status("plain", "lock", _l("Bara för utpekade")),
    "copy_shredded": Status("plain", "cross", _l("Gallrad")),
    # who may see a plan
    "owns_plan": Status("info", "person", _l("Äger planen")),
    "sees_all": Status("ok", "check", _l("Får se hela planen")),
    "sees_some": Status("ok", "half", _l("Får se en del")),
    "takes_part": Status("ok", "person", _l("Får vara med")),
    "awaits_you": Status("warn", "clock", _l("Väntar på ditt svar")),
    "awaits_other": Status("warn", "clock", _l("Väntar på någon annans svar")),
    "may_not_see": Status("plain", "lock", _l("Får inte se")),
    "sees_on_basis": Status("info", "decision", _l("Får se utan samtycke")),
    # what somebody says of it
    "consent_granted": Status("ok", "check", _l("Ja")),
    "consent_partly": Status("info", "half", _l("Ja, till en del")),
    "consent_asked": Status("warn", "clock", _l("Väntar på svar")),
    "consent_refused": Status("bad", "cross", _l("Nej")),
    "consent_withdrawn": Status("bad", "cross", _l("Återtaget")),
    "consent_expired": Status("bad", "clock", _l("Har gått ut")),
    "consent_not_asked": Status("draft", "empty", _l("Inte tillfrågad")),
}


def status_look(kind: str) -> Status:
    """The look of `kind`; an unknown one is a programming error."""
    return STATUSES[kind]


def status(kind: str, label: str | None = None) -> Markup:
    """Icon, words and colour of `kind`; `label` replaces the words of the table."""
    if label:
        return _drawn(STATUSES[kind], escape(label))
    return _known(kind, choice())


@cache
def _known(kind: str, _choice: str) -> Markup:
    return _drawn(STATUSES[kind], escape(str(STATUSES[kind].label)))


def tile_status(kind: str) -> Markup:
    """What a tile says of its kind beside its colour: an icon, and the words where none is seen."""
    return _on_tile(kind, choice())


@cache
def _on_tile(kind: str, _choice: str) -> Markup:
    look = STATUSES[kind]
    words = Markup('<span class="visually-hidden">: {}</span>').format(look.label)
    return words + silent_icon(look.icon)


def _drawn(look: Status, words: Markup) -> Markup:
    html = f'<span class="status tone-{look.tone}">{silent_icon(look.icon)}{words}</span>'
    return Markup(html)  # noqa: S704 (every part is escaped above, or is Markup)


def init_app(app: Flask) -> None:
    """Make the table known to templates."""
    app.jinja_env.globals["status_look"] = status_look
