"""What can be read of a plan, and what a reading can rest on, in plain words."""

from collections.abc import Iterable, Mapping

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sip.access_log.review import ReviewRefusal
from sip.access_log.signals import SignalKind
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import CopyForm, Outcome

REVERSED = _l("Perioden slutar innan den börjar. Ändra någon av dagarna.")
REFUSALS: dict[Refusal, LazyString] = {
    ReviewRefusal.REVIEW_REVERSED: REVERSED,
    ReviewRefusal.REVIEW_AHEAD: _l("Perioden kan inte sluta en dag som inte har varit än."),
}


THE_PLAN = _l("Planen")

# the codes that the door is opened with (sip.door.opening); others read as the plan itself
WHAT: dict[str, LazyString] = {
    "plan": THE_PLAN,
    "plans": _l("Listan över planer"),
    "tasks": _l("Egna uppgifter i planen"),
    "unit_tasks": _l("Enhetens uppgifter i planen"),
    "my_plan": THE_PLAN,
    "my_plans": _l("Listan över planer"),
    "history": _l("Planens historik"),
    "own": _l("Det som den egna organisationen har skrivit"),
    "own_words": _l("Egna ord i planen"),
    "goal": _l("Ett mål i planen"),
    "action": _l("En åtgärd i planen"),
    "text": _l("En text i planen"),
    "part": _l("En del av planen"),
    "follow_up": _l("Målen, när planen följdes upp"),
    "closing": _l("Det som var kvar, när planen avslutades"),
    "form": _l("Ett formulär"),
    "people": _l("Vilka personer som är med"),
    "number": _l("Personnumret"),
    "consent": _l("Samtycken"),
    "withdrawal": _l("Samtycken"),
    "basis": _l("Beslut att lämna uppgifter utan samtycke"),
    "disclosed": _l("Uppgifter som lämnats utan samtycke"),
    "call": _l("En kallelse"),
    "calls": _l("Kallelser"),
    "inbox": _l("Listan över kallelser"),
    "meeting": _l("Ett möte"),
    "meetings": _l("Möten"),
    "prepared": _l("Egna ord inför ett möte"),
    "prepared_for": _l("Det som är skrivet åt personen inför ett möte"),
    "messages": _l("Meddelanden"),
    "happened": _l("Vad andra har gjort i planen"),
    "readings": _l("Listan över vem som har tittat"),
    "copy": _l("En sparad kopia av planen"),
    "copies": _l("Listan över sparade kopior"),
    "kept": _l("Hur länge planen sparas"),
    "copy_key": _l("Sparade en kopia av planen"),
    "pdf": _l("Planen som fil"),
    "docx": _l("Planen som fil"),
    "download": _l("Planen som fil"),
}


# of these a private person who had them has a file of their own
TAKEN_ALONG = frozenset({"pdf", "docx", "download"})


def file_in_words(codes: Iterable[str]) -> str:
    """What a private person has taken along; "" when it is nothing."""
    return "" if TAKEN_ALONG.isdisjoint(codes) else _("en egen fil")


def copies_in_words(forms: Mapping[CopyForm, int]) -> str:
    """How many copies somebody holds, of each form: "en PDF-fil och ett Word-dokument"."""
    said = {
        CopyForm.PDF: ngettext("en PDF-fil", "%(num)d PDF-filer", forms.get(CopyForm.PDF, 0)),
        CopyForm.DOCX: ngettext(
            "ett Word-dokument", "%(num)d Word-dokument", forms.get(CopyForm.DOCX, 0)
        ),
        CopyForm.TEXT: ngettext(
            "en text för den egna journalen",
            "%(num)d texter för den egna journalen",
            forms.get(CopyForm.TEXT, 0),
        ),
    }
    held = [words for form, words in said.items() if forms.get(form)]
    if len(held) < 2:
        return "".join(held)
    return _("%(first)s och %(last)s", first=", ".join(held[:-1]), last=held[-1])


OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.NOTHING_FOUND: _l("Inget att anmärka på"),
    Outcome.TO_EXAMINE: _l("Något behöver utredas"),
}

SIGNALS: dict[SignalKind, LazyString] = {
    SignalKind.NO_TASK: _l("Läste utan egen uppgift i planen"),
    SignalKind.MANY: _l("Läste ovanligt mycket"),
    SignalKind.ODD_HOURS: _l("Läste utanför kontorstid"),
}


def what_is_read(code: str) -> str:
    """What was read, of a code in the log."""
    return str(WHAT.get(code, THE_PLAN))
