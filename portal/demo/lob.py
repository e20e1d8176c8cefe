"""The demo's figures of LOB. All are invented but the county's of 2013, which its file has."""

from datetime import UTC, datetime

from agreements.lob import queries, service
from agreements.lob.rules import Counts
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.demo.agreement_writer import AgreementWriter
from portal.demo.county import LOCAL_POLICE

# how many are taken into care in a year, about
USUAL = {
    "Umeå": 940,
    "Skellefteå": 610,
    "Lycksele": 120,
    "Vännäs": 48,
    "Vilhelmina": 44,
    "Storuman": 41,
    "Nordmaling": 30,
    "Robertsfors": 26,
    "Åsele": 22,
    "Norsjö": 19,
    "Malå": 15,
    "Sorsele": 13,
    "Dorotea": 12,
    "Vindeln": 12,
    "Bjurholm": 6,
}
INLAND = ("Dorotea", "Vilhelmina", "Åsele")
FIRST = 2014
NOT_YET = {"Malå", "Sorsele", *INLAND}  # last year


class LobOfCounty(AgreementWriter):
    """What is done about LOB in the county."""

    def count(self) -> None:
        """The yearly figures of two police areas, of which some of the last year are lacking."""
        police = self._member(OrganisationKind.POLICE)
        _count(police, self._actor(self._named(LOCAL_POLICE)))


def _count(police: Actor, local: Actor) -> None:
    now = clock.now()
    places = {one.short_name: one for one in queries.get_counting(police).municipalities}
    service.say_area(local, [places[name].id for name in INLAND], now=now)
    db.session.flush()
    for year in range(FIRST, clock.today().year):
        for number, (name, usual) in enumerate(USUAL.items()):
            if name in NOT_YET and year == clock.today().year - 1:
                continue
            _enter(
                local if name in INLAND else police,
                queries.YearOf(places[name], year),
                _counts(usual, year, number),
            )
    wanted = queries.YearOf(places["Skellefteå"], clock.today().year - 1)
    _correct(police, wanted)


def _enter(actor: Actor, wanted: queries.YearOf, counts: Counts) -> None:
    service.enter(
        actor,
        wanted,
        counts,
        reason="",
        base_version=0,
        now=datetime(wanted.year + 1, 2, 3, 9, tzinfo=UTC),
        today=clock.today(),
    )
    db.session.flush()


def _correct(actor: Actor, wanted: queries.YearOf) -> None:
    """A few more came to care than had been counted."""
    found = queries.find_own(actor, wanted)
    if found is None:
        return
    counts = queries.counts_of(found)
    service.enter(
        actor,
        wanted,
        Counts(counts.taken, counts.cared_for + 12, counts.young, counts.violent),
        reason="Tolv som bedömdes i ambulans i december hade inte kommit med.",
        base_version=found.version,
        now=clock.now(),
        today=clock.today(),
    )


def _counts(usual: int, year: int, number: int) -> Counts:
    """Fewer each year, and more of them to care; a little up and down by place and year."""
    since = year - FIRST
    taken = max(
        3, round(usual * (1 - 0.02 * since) * (1 + ((year * 7 + number * 5) % 11 - 5) / 60))
    )
    return Counts(
        taken,
        cared_for=round(taken * min(0.62, 0.15 + 0.035 * since)),
        young=round(taken * (0.48 - 0.01 * since)),
        violent=round(taken * (0.24 - 0.004 * since)),
    )
