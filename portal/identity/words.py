"""The words of roles and departures in the interface."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.authz import Role
from portal.identity.departures import Departure
from portal.identity.functions import Waiting
from portal.identity.rules import (
    DepartureRefusal,
    DepartureRuleError,
    StandInRefusal,
    StandInRuleError,
    is_last_administrator,
)

REFUSALS: dict[DepartureRefusal, LazyString] = {
    DepartureRefusal.LAST_ADMINISTRATOR: _l(
        "Det här är er enda administratör. Bjud först in en till: utan administratör kan ingen"
        " bjuda in någon mer hos er."
    ),
    DepartureRefusal.SUCCESSOR_NEEDED: _l("Välj vem som tar över."),
    DepartureRefusal.NOT_A_SUCCESSOR: _l("Kollegan kan inte ta över längre. Välj någon annan."),
}

STAND_IN_REFUSALS: dict[StandInRefusal, LazyString] = {
    StandInRefusal.IN_PAST: _l("Den dagen har redan varit. Välj i dag eller en dag framåt."),
    StandInRefusal.REVERSED: _l("Det slutar innan det börjar. Ändra någon av dagarna."),
    StandInRefusal.TOO_LONG: _l(
        "Sista dagen får ligga högst ett år fram. Kollegan kan också ta över planerna för gott."
    ),
    StandInRefusal.NOT_A_COLLEAGUE: _l("Kollegan kan inte göra det längre. Välj någon annan."),
}

# what somebody can do no more
LOST: dict[Role, LazyString] = {
    Role.ADMINISTRATOR: _l("bjuda in personer och ta bort roller"),
    Role.COORDINATOR: _l("skriva, förhandla och registrera beslut om överenskommelser"),
    Role.SIGNATORY: _l("skriva under överenskommelser"),
    Role.CASEWORKER: _l("öppna någon samordnad individuell plan"),
    Role.REVIEWER: _l("granska loggen"),
}


def refusal(broken: DepartureRuleError) -> str:
    """Why a role does not end, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def stand_in_refusal(broken: StandInRuleError) -> str:
    """Why nobody stands in, in the reader's language."""
    return str(STAND_IN_REFUSALS[broken.refusal])


@dataclass(frozen=True, slots=True)
class Consequences:
    """What happens when somebody's roles end, line by line."""

    happens: list[str]
    waits: list[str]


def consequences(departure: Departure, organisation: str) -> Consequences:
    """What the page says before it happens."""
    return Consequences([*_happens(departure, organisation)], [*_waits(departure)])


def why_not(departure: Departure) -> str:
    """What has to be done first, before the roles can end; "" when nothing has."""
    if is_last_administrator(departure.lost, departure.waiting):
        return str(REFUSALS[DepartureRefusal.LAST_ADMINISTRATOR])
    if all(departure.candidates(role) for role in departure.needed):
        return ""
    return _(
        "Ingen hos er kan ta över det som väntar. Bjud först in någon som kan det, och ta bort"
        " rollen när personen har loggat in."
    )


def _happens(departure: Departure, organisation: str) -> Iterator[str]:
    name = departure.name
    for one in departure.ending:
        if one.role not in departure.lost:
            yield _("%(name)s har kvar rollen i en annan enhet.", name=name)
    for role in Role:
        if role in departure.lost and role in LOST:
            yield _(
                "%(name)s kan inte längre %(what)s för %(organisation)s.",
                name=name,
                what=str(LOST[role]),
                organisation=organisation,
            )
    yield _("Det slutar gälla direkt, också om %(name)s skriver på något just nu.", name=name)
    if not departure.remaining:
        yield _("%(name)s har ingen roll kvar hos er och ser inget av det ni har.", name=name)
    if Role.REVIEWER in departure.lost and not departure.waiting.has_reviewer:
        yield _("Efter det har ni ingen loggranskare. Bjud in en: loggen ska granskas.")
    yield _("%(name)s får veta det med mejl.", name=name)


def _waits(departure: Departure) -> Iterator[str]:
    waiting = departure.waiting
    if Role.COORDINATOR in departure.lost:
        if waiting.agreements:
            yield ngettext(
                "En överenskommelse är inte klar.",
                "%(num)d överenskommelser är inte klara.",
                waiting.agreements,
            )
        yield from _between_parties(waiting)
        if waiting.suggestions:
            yield ngettext(
                "Ett förslag av %(name)s är inte avgjort. Det ligger kvar hos er.",
                "%(num)d förslag av %(name)s är inte avgjorda. De ligger kvar hos er.",
                waiting.suggestions,
                name=departure.name,
            )
    if Role.SIGNATORY in departure.lost and waiting.signings:
        yield ngettext(
            "En överenskommelse ska skrivas under av er.",
            "%(num)d överenskommelser ska skrivas under av er.",
            waiting.signings,
        )
    if Role.CASEWORKER in departure.lost:
        yield from _in_plans(departure)


def _between_parties(waiting: Waiting) -> Iterator[str]:
    if waiting.in_force:
        yield ngettext(
            "En överenskommelse gäller.",
            "%(num)d överenskommelser gäller.",
            waiting.in_force,
        )
    if waiting.cases:
        yield ngettext(
            "En avvikelse, tvist eller överflyttning är öppen.",
            "%(num)d avvikelser, tvister eller överflyttningar är öppna.",
            waiting.cases,
        )
    if waiting.groups:
        yield ngettext(
            "Ni sammankallar en grupp.", "Ni sammankallar %(num)d grupper.", waiting.groups
        )
    if waiting.duties:
        yield ngettext(
            "Ett protokoll, ett beslut eller en aktivitet väntar på er.",
            "%(num)d protokoll, beslut eller aktiviteter väntar på er.",
            waiting.duties,
        )


def _in_plans(departure: Departure) -> Iterator[str]:
    waiting = departure.waiting
    if waiting.plans:
        yield ngettext(
            "%(name)s är med i en plan.",
            "%(name)s är med i %(num)d planer.",
            waiting.plans,
            name=departure.name,
        )
    if waiting.coordinates:
        yield ngettext("Håller ihop en av dem.", "Håller ihop %(num)d av dem.", waiting.coordinates)
    if waiting.meetings:
        yield ngettext(
            "Håller i ett kommande möte.",
            "Håller i %(num)d kommande möten.",
            waiting.meetings,
        )
    if waiting.follow_ups:
        yield ngettext(
            "Håller i en uppföljning.", "Håller i %(num)d uppföljningar.", waiting.follow_ups
        )
    if waiting.actions:
        yield ngettext(
            "Har en åtgärd kvar att göra.",
            "Har %(num)d åtgärder kvar att göra.",
            waiting.actions,
        )
