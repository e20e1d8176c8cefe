"""What the codes of following up are called, and why a rule about it said no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.indicators import FollowUpRefusal, FollowUpRuleError, ValueUnit, VoiceKind

_REFUSALS: dict[FollowUpRefusal, LazyString] = {
    FollowUpRefusal.NOT_A_NUMBER: _l("Skriv ett tal med siffror, till exempel 48 eller 12,5."),
    FollowUpRefusal.NEGATIVE: _l("Värdet kan inte vara mindre än noll."),
    FollowUpRefusal.TOO_LARGE: _l("Talet är för stort. Skriv högst en miljard."),
    FollowUpRefusal.TOO_FINE: _l("Skriv högst två decimaler."),
    FollowUpRefusal.NOT_A_PERCENT: _l("En andel är högst 100 procent."),
    FollowUpRefusal.NOT_WHOLE: _l("Ett antal är ett heltal. Välj ”annat tal” om det är ett snitt."),
    FollowUpRefusal.OTHER_UNIT: _l(
        "Andra år är värdet räknat på ett annat sätt. Räkna lika varje år, annars går åren inte att"
        " jämföra."
    ),
    FollowUpRefusal.YEAR_GOES_ON: _l("Året är inte slut än. Fyll i värdet när det är det."),
    FollowUpRefusal.YEAR_TOO_EARLY: _l("Skriv ett år från 2000 och framåt."),
    FollowUpRefusal.NOT_ASKED: _l(
        "Överenskommelsen följer inte upp det längre. Välj något av det som den följer upp."
    ),
    FollowUpRefusal.NO_REASON: _l("Skriv varför värdet rättas. Det står kvar bredvid det."),
    FollowUpRefusal.NOT_YET: _l("Dagen har inte varit än. Välj den dag det var."),
    FollowUpRefusal.ANSWERED_ALREADY: _l("Det är redan besvarat. Öppna sidan på nytt."),
}

UNITS: dict[ValueUnit, LazyString] = {
    ValueUnit.COUNT: _l("Antal (heltal)"),
    ValueUnit.PERCENT: _l("Andel i procent (0–100)"),
    ValueUnit.OTHER: _l("Annat tal, till exempel ett snitt eller dagar"),
}

VOICES: dict[VoiceKind, LazyString] = {
    VoiceKind.SURVEY: _l("Enkät"),
    VoiceKind.AUDIT: _l("Brukarrevision"),
    VoiceKind.DIALOGUE: _l("Samtal eller råd"),
}


def refusal(broken: FollowUpRuleError) -> str:
    """Why a rule said no, in the reader's language."""
    return str(_REFUSALS[broken.refusal])


def unit_choices() -> list[tuple[str, LazyString]]:
    """What a value can be counted in, as choices of a form."""
    return [(one.value, label) for one, label in UNITS.items()]


def unit(value: str) -> ValueUnit:
    """What a form says, which has checked that it is one of them."""
    return ValueUnit(value)


def voice_choices() -> list[tuple[str, LazyString]]:
    """How people can have been asked, as choices of a form."""
    return [(one.value, label) for one, label in VOICES.items()]


def voice(value: str) -> VoiceKind:
    """What a form says, which has checked that it is one of them."""
    return VoiceKind(value)


ELEMENTS: dict[str, tuple[LazyString, LazyString]] = {
    "goals": (_l("Gemensamma mål"), _l("Har ni gemensamma mål med regionen?")),
    "resources": (_l("Resurser"), _l("Har ni delat upp resurserna mellan er?")),
    "responsibility": (_l("Ansvar"), _l("Har ni delat upp ansvaret mellan er?")),
    "routines": (
        _l("Rutiner"),
        _l("Har ni rutiner för samarbetet mellan socialtjänstens och regionens personal?"),
    ),
}
"""What Öppna jämförelser ask of an agreement: as a heading, and as the question."""
