"""What was changed, or is suggested, of an agreement's outline: annexes, rows, columns, parties."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.outlines import COLUMN_KINDS, PARTY_KINDS, OutlineKind
from agreements.words import area, what_it_does

_OUTLINES: dict[OutlineKind, LazyString] = {
    OutlineKind.ANNEX_ADDED: _l("Bilagan ”%(name)s” lades till"),
    OutlineKind.ANNEX_REPLACED: _l("Bilagan ”%(name)s” ändrades"),
    OutlineKind.ANNEX_MOVED: _l(
        "Bilagan ”%(name)s” flyttades från plats %(before)s till %(after)s"
    ),
    OutlineKind.ANNEX_REMOVED: _l("Bilagan ”%(name)s” togs bort"),
    OutlineKind.ANNEX_RESTORED: _l("Bilagan ”%(name)s” togs tillbaka"),
    OutlineKind.ROW_ADDED: _l("Insatsen ”%(name)s” lades till"),
    OutlineKind.ROW_MOVED: _l(
        "Insatsen ”%(name)s” flyttades från plats %(before)s till %(after)s i sin grupp"
    ),
    OutlineKind.ROW_REMOVED: _l("Insatsen ”%(name)s” togs bort"),
    OutlineKind.ROW_RESTORED: _l("Insatsen ”%(name)s” togs tillbaka"),
    OutlineKind.COLUMN_ADDED: _l("Kolumnen ”%(name)s” lades till för %(after)s"),
    OutlineKind.COLUMN_CHANGED: _l("Kolumnen ”%(before)s” heter ”%(name)s” och hör till %(after)s"),
    OutlineKind.COLUMN_REMOVED: _l("Kolumnen ”%(name)s” togs bort"),
    OutlineKind.COLUMN_RESTORED: _l("Kolumnen ”%(name)s” togs tillbaka"),
    OutlineKind.RENAMED: _l("Namnet ändrades från ”%(before)s” till ”%(name)s”"),
    OutlineKind.AREA_CHANGED: _l("Området ändrades från %(before)s till %(after)s"),
    OutlineKind.PARTY_ADDED: _l("%(name)s kom med: %(after)s"),
    OutlineKind.PARTY_CHANGED: _l("%(name)s: %(before)s blev %(after)s"),
    OutlineKind.PARTY_REMOVED: _l("%(name)s är inte längre med"),
    OutlineKind.REPLACES_CHANGED: _l("Vad den ersätter ändrades från %(before)s till %(after)s"),
    OutlineKind.FACT_CHANGED: _l("Uppgiften ”%(name)s” ändrades"),
}


def outline(kind: OutlineKind, name: str, before: str, after: str) -> str:
    """What became of a part of an agreement, in a sentence without who did it."""
    if kind in PARTY_KINDS:
        before, after = (what_it_does(one) if one else "" for one in (before, after))
    if kind is OutlineKind.AREA_CHANGED:
        before, after = (area([one], covers_county=one == "*") for one in (before, after))
    if kind is OutlineKind.REPLACES_CHANGED:
        before, after = (f"”{one}”" if one else _("ingenting") for one in (before, after))
    if kind in COLUMN_KINDS:
        after = after or _("varje kommun i området, för sig")
    if kind is OutlineKind.ANNEX_REPLACED and before != name:
        return _("Bilagan ”%(before)s” ändrades och heter ”%(name)s”", before=before, name=name)
    return str(_OUTLINES[kind]) % {"name": name, "before": before, "after": after}


_SUGGESTED: dict[OutlineKind, LazyString] = {
    OutlineKind.ROW_ADDED: _l("Förslag att lägga till insatsen ”%(name)s”"),
    OutlineKind.ROW_MOVED: _l("Förslag att flytta insatsen ”%(name)s”"),
    OutlineKind.ROW_REMOVED: _l("Förslag att ta bort insatsen ”%(name)s”"),
    OutlineKind.ROW_RESTORED: _l("Förslag att ta tillbaka insatsen ”%(name)s”"),
    OutlineKind.COLUMN_ADDED: _l("Förslag att lägga till kolumnen ”%(name)s”"),
    OutlineKind.COLUMN_REMOVED: _l("Förslag att ta bort kolumnen ”%(name)s”"),
    OutlineKind.COLUMN_RESTORED: _l("Förslag att ta tillbaka kolumnen ”%(name)s”"),
    OutlineKind.ANNEX_ADDED: _l("Förslag att lägga till bilagan ”%(name)s”"),
    OutlineKind.ANNEX_MOVED: _l("Förslag att flytta bilagan ”%(name)s”"),
    OutlineKind.ANNEX_REPLACED: _l("Förslag att ändra bilagan ”%(name)s”"),
    OutlineKind.ANNEX_REMOVED: _l("Förslag att ta bort bilagan ”%(name)s”"),
    OutlineKind.RENAMED: _l("Förslag att överenskommelsen ska heta ”%(name)s”"),
    OutlineKind.FACT_CHANGED: _l("Förslag att ändra uppgiften ”%(name)s”"),
}


def suggested(kind: OutlineKind, outline: Mapping[str, str]) -> str:
    """What a suggestion of a row, an annex or the name is about, as a heading."""
    return str(_SUGGESTED[kind]) % {"name": outline["name"]}
