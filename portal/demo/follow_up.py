"""The demo's follow-up of agreements over several years. All values are invented."""

from collections.abc import Callable
from datetime import date, timedelta

from agreements.follow_up import comparing, queries, service
from agreements.indicators import ELEMENTS, ValueUnit, VoiceKind, due_on
from agreements.tables.agreement import Agreement
from agreements.tables.follow_up import UserVoice
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.demo.agreement_writer import AgreementWriter, at_ten
from portal.ids import new_id
from portal.tenancy.queries import list_organisations

YEARS, YEARS_COMPARED = 6, 5
PLACES = {
    "Umeå kommun": 64,
    "Skellefteå kommun": 41,
    "Lycksele kommun": 12,
    "Malå kommun": 4,
    "Storumans kommun": 6,
}
"""About how many plans begin in a year, where somebody counts."""

NOT_YET = {"Lycksele kommun", "Malå kommun"}  # last year
HEARD = "Umeå kommun"
PLANS, OPEN, ASI, DAYS = (
    "Antal samordnade individuella planer",
    "Öppna jämförelser",
    "ASI",
    "Dagar från behov till första mötet",
)

NOTE = "Andel av frågorna som besvarats med ja."


class FollowUp(AgreementWriter):
    """What the agreements follow up, each step in a transaction of its own."""

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """Each for a transaction of its own, in this order."""
        return (self.enter_values, self.hear, self.compare)

    def enter_values(self) -> None:
        """Values of several years in some municipalities; some of the last year are lacking."""
        for name, usual in PLACES.items():
            actor, agreement = self._holding(name, clock.today())
            asked = {one.indicator.name for one in queries.plan_of(agreement, clock.today()).asked}
            last = clock.today().year - (2 if name in NOT_YET else 1)
            for year in range(last - YEARS + 1, last + 1):
                for said in _of_year(agreement, usual, year):
                    if said.indicator in asked:
                        _enter(actor, agreement, said)
        self._put_right()

    def _put_right(self) -> None:
        actor, agreement = self._holding(HEARD, clock.today())
        year = clock.today().year - 1
        found = next(
            one
            for one in queries.list_values(agreement)
            if one.indicator == PLANS and one.year == year
        )
        said = service.Entered(
            found.municipality_id,
            PLANS,
            year,
            ValueUnit.COUNT,
            str(int(found.value) + 3),
            "Samsyn",
            "",
            "Tre planer från beroendemottagningen hade inte kommit med.",
            found.version,
        )
        service.enter(actor, agreement, said, now=clock.now(), today=clock.today())

    def hear(self) -> None:
        """A survey with its answer, a user audit without one, and where the results were shown."""
        actor, agreement = self._holding(HEARD, clock.today())
        region = self._member(OrganisationKind.REGION)
        audit = clock.today() - timedelta(days=25)
        survey = clock.today() - timedelta(days=190)
        found = service.Heard(
            new_id(),
            VoiceKind.SURVEY,
            "Enkät till dem som har haft en plan",
            survey,
            31,
            "Två av tre tycker att mötet var väl förberett. Flera visste inte vem de skulle ringa"
            " mellan mötena.",
        )
        service.answer_voice(
            region,
            _note(actor, agreement, found),
            "Vem som håller ihop planen står nu överst på den, med telefontider.",
            now=at_ten(survey + timedelta(days=30)),
        )
        found = service.Heard(
            new_id(),
            VoiceKind.AUDIT,
            "Brukarrevision på beroendemottagningen",
            audit,
            9,
            "Väntrummet delas med andra mottagningar, och några avstår från att komma. De vill"
            " kunna anmäla sig utan att säga varför.",
        )
        _note(region, agreement, found)
        shown = clock.today() - timedelta(days=40)
        said = service.Shown(
            new_id(),
            "Lokala styrgruppen",
            shown,
            "Styrgruppen ser att tiden till första mötet har blivit kortare. Enheterna går igenom"
            " de möten som ändå dröjde mer än tre veckor.",
        )
        service.note_showing(actor, agreement, said, now=at_ten(shown), today=shown)

    def compare(self) -> None:
        """What municipalities have answered Öppna jämförelser: more of them whole each year."""
        places = list_organisations(self._coordinator(HEARD), OrganisationKind.MUNICIPALITY)
        last = clock.today().year
        for at, place in enumerate(one for one in places if one.is_offered):
            actor = self._actor(place)
            for year in range(last - YEARS_COMPARED, last):
                since = year - last + YEARS_COMPARED
                lacks = (at * 7) % 11 - 2 * since
                answers = dict(zip(ELEMENTS, (True, lacks < 3, lacks < 7, lacks < 5), strict=True))
                now = at_ten(date(year, 5, 12))
                wanted = comparing.YearOf(place, year)
                comparing.enter(actor, wanted, answers, reason="", base_version=0, now=now)
                db.session.flush()


def _note(actor: Actor, agreement: Agreement, said: service.Heard) -> UserVoice:
    day = said.held_on
    service.note_voice(actor, agreement, said, now=at_ten(day), today=day)
    db.session.flush()
    return db.session.get_one(UserVoice, said.id)


def _enter(actor: Actor, agreement: Agreement, said: service.Entered) -> None:
    now = at_ten(due_on(said.year, 2) - timedelta(days=6))
    service.enter(actor, agreement, said, now=now, today=clock.today())
    db.session.flush()


def _of_year(agreement: Agreement, usual: int, year: int) -> list[service.Entered]:
    """More plans each year and sooner; a little up and down by year."""
    since, wave = year - clock.today().year + YEARS, (year * 7 + usual) % 5 - 2
    plans = max(1, round(usual * (0.6 + 0.08 * since)) + wave)
    met = round(34 + 4.5 * since + wave, 1)
    every = (
        (PLANS, ValueUnit.COUNT, str(plans), "Samsyn", ""),
        (ASI, ValueUnit.COUNT, str(round(plans * 1.4)), "ASI Grund", ""),
        (OPEN, ValueUnit.PERCENT, str(met), f"Öppna jämförelser {year + 1}", NOTE),
        (DAYS, ValueUnit.OTHER, str(33 - 2.5 * since - wave / 2), "LOKE", ""),
    )
    place = agreement.municipality_ids[0]
    return [
        service.Entered(place, name, year, unit, value, source, note, "", 0)
        for name, unit, value, source, note in every
    ]
