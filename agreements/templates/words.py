"""The words for what an edition of a template says otherwise than the one before it."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.county_templates.editions import EditionChange, Part, Turn

PARTS: dict[Part, LazyString] = {
    Part.HEAD: _l("mallen"),
    Part.SECTION: _l("avsnittet"),
    Part.QUESTION: _l("frågan"),
    Part.FACT: _l("uppgiften"),
    Part.LAW: _l("lagrummet"),
    Part.COLUMN: _l("kolumnen"),
    Part.PHASE: _l("fasen"),
    Part.MEASURE: _l("insatsen"),
}

# what is said otherwise, by the name of the field
FIELDS: dict[str, LazyString] = {
    "name": _l("namn"),
    "owner": _l("vem som förvaltar den"),
    "contact": _l("vem man frågar"),
    "next_revision": _l("nästa översyn"),
    "review_every": _l("hur ofta den som gäller tills vidare följs upp"),
    "parties": _l("parter"),
    "adopted": _l("vem som antagit den"),
    "heading": _l("rubrik"),
    "short_heading": _l("kort rubrik"),
    "guidance": _l("vägledning"),
    "starter": _l("text att börja från"),
    "legal": _l("lagstöd"),
    "question": _l("fråga"),
    "help": _l("hjälptext"),
    "label": _l("namn"),
    "short_label": _l("kort namn"),
    "party": _l("part"),
    "title": _l("namn"),
    "hint": _l("förklaring"),
    "phase_key": _l("fas"),
    "source": _l("källa"),
    "seed_owner": _l("vem källan ger ansvaret"),
    "default": _l("förslag"),
    "kind": _l("slag"),
    "prompt": _l("vilken fråga den svarar på"),
    "many": _l("om den får ha flera värden"),
    "options": _l("vad som går att välja"),
    "most": _l("det längsta som lagen tillåter"),
    "not_longer_than": _l("vad den ska rymmas i"),
    "place": _l("plats i ordningen"),
    "act": _l("lagens namn"),
    "abbreviation": _l("förkortning"),
    "sfs": _l("SFS-nummer"),
    "section": _l("paragraf"),
    "summary": _l("sammanfattning"),
    "valid_from": _l("första dag"),
    "valid_until": _l("sista dag"),
    "replaced_by": _l("vad som ersätter det"),
    "verified": _l("om det är kontrollerat"),
    "note": _l("anmärkning"),
}


def change_line(change: EditionChange) -> str:
    """One line: what became of what, and what it says otherwise."""
    what = _("%(part)s ”%(name)s”", part=PARTS[change.part], name=change.name)
    if change.within:
        what = _("%(what)s i ”%(section)s”", what=what, section=change.within)
    match change.turn:
        case Turn.ADDED:
            return _("Nytt: %(what)s", what=what)
        case Turn.TAKEN_OUT:
            return _("Borttaget: %(what)s", what=what)
        case Turn.CHANGED:
            said = ", ".join(dict.fromkeys(str(FIELDS[name]) for name in change.fields))
            return _("Ändrat: %(what)s (%(fields)s)", what=what, fields=said)
