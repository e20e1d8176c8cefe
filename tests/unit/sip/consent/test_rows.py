"""Who has a part in a plan, and sees and writes what stands beside its content, as examples."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.authz import Role
from sip.kernel.vocabulary import AskedAbout, How, KeptFor
from sip.ledger.rules import PLAN, invite, relative, share
from tests.unit.sip.consent import rows
from tests.unit.sip.consent.rows import (
    Code,
    Door,
    Kept,
    Named,
    Place,
    Reader,
    Situation,
    StandIn,
)
from tests.unit.sip.consent.story import (
    ADA,
    DAD,
    GOD_MAN,
    MUM,
    MUNICIPALITY,
    POLICE,
    REGION,
    SCHOOL,
    SISTER,
    Story,
    hour,
    mandate,
    needed,
)

TODAY = date(2026, 11, 29)
DAY = timedelta(days=1)


def at_work(number: int, party: UUID, *roles: Role) -> Reader:
    return Reader(
        account=UUID(int=number),
        party=party,
        is_staff=True,
        roles=frozenset(roles or {Role.CASEWORKER}),
    )


def at_home(person: UUID) -> Reader:
    return Reader(account=UUID(int=person.int + 500), party=person, is_staff=False)


MAJA, NILS, PETRA, LISA = (
    at_work(number, party)
    for number, party in enumerate((MUNICIPALITY, REGION, POLICE, SCHOOL), start=300)
)
EVA, OLLE, IDA = at_work(310, MUNICIPALITY), at_work(311, REGION), at_work(312, REGION)
CHIEF = at_work(320, MUNICIPALITY, Role.ADMINISTRATOR)
ANNA, DAD_HERE, PROXY, SIS = (at_home(person) for person in (ADA, DAD, GOD_MAN, SISTER))
NAMES = {
    "maja": MAJA,
    "nils": NILS,
    "petra": PETRA,
    "lisa": LISA,
    "eva": EVA,
    "olle": OLLE,
    "ida": IDA,
    "chief": CHIEF,
    "anna": ANNA,
    "dad": DAD_HERE,
    "proxy": PROXY,
    "sister": SIS,
}
WORKING = frozenset((one.account, one.party) for one in NAMES.values() if one.makes_plans)
ECONOMY = mandate("plan", "share:economy", until=10)


def place_of(reader: Reader, until: date | None = None, *, has_left: bool = False) -> Place:
    return Place(
        account=reader.account, organisation=reader.party, until_on=until, has_left=has_left
    )


def those(may: Callable[[Reader], object]) -> set[str]:
    """Who may, of everybody."""
    return {name for name, reader in NAMES.items() if may(reader)}


def who(rule: Callable[..., object], now: Situation, *about: object) -> set[str]:
    return those(lambda reader: rule(now, reader, *about))


def a_story() -> Story:
    """Ada, her dad and a proxy with a mandate for the plan and economy let the region in, and her
    sister; the region sees what the municipality says on economy."""
    story = Story(needed(ADA), needed(DAD), needed(GOD_MAN, mandate=ECONOMY))
    for by in (ADA, DAD, GOD_MAN):
        shared = (share(MUNICIPALITY, REGION, "economy"), invite(SCHOOL))
        story.grants(PLAN, invite(REGION), relative(SISTER), *shared, by=by)
    return story


def situation(story: Story | None = None, **more: Any) -> Situation:
    """Maja, Nils and Petra take part; of them consent lets in the first two."""
    now = Situation(
        ledger=(story or a_story()).ledger,
        at=hour(2),
        today=TODAY,
        places=tuple(map(place_of, (MAJA, NILS, PETRA))),
        working=WORKING,
        was_consented_to=True,
    )
    return replace(now, **more)


def withdrawn(**more: Any) -> Situation:
    """Ada has taken it all back."""
    story = a_story()
    story.withdraws(PLAN, at=1)
    return situation(story, **more)


def stands_in(absent: Reader, colleague: Reader, first: int = 0, last: int = 0) -> StandIn:
    return StandIn(
        absent=absent.account,
        colleague=colleague.account,
        organisation=absent.party,
        from_on=TODAY + first * DAY,
        until_on=TODAY + last * DAY,
    )


def with_place(place: Place, **more: Any) -> Situation:
    now = situation(**more)
    return replace(now, places=(*now.places, place))


# -- who has a part ------------------------------------------------------------------------------


def test_staff_take_part_until_they_leave_and_a_stand_in_until_the_day() -> None:
    first = {"maja", "nils", "petra", "anna", "dad", "proxy", "sister"}
    assert who(rows.takes_part, situation()) == first
    for place, is_in in (
        (place_of(EVA), True),
        (place_of(EVA, TODAY), True),
        (place_of(EVA, TODAY + DAY), True),
        (place_of(EVA, TODAY - DAY), False),
        (place_of(EVA, has_left=True), False),
        (place_of(EVA, TODAY, has_left=True), False),
        (replace(place_of(EVA), organisation=REGION), False),
        (place_of(CHIEF), False),  # who makes no plans
    ):
        assert who(rows.takes_part, with_place(place)) == first | ({"eva"} if is_in else set())


def test_who_has_left_or_is_kept_out_has_no_part() -> None:
    now = situation(has_left=frozenset({DAD}), kept_out=frozenset({SISTER}))
    for rule in (rows.takes_part, rows.finds):
        assert who(rule, now) & {"anna", "dad", "proxy", "sister"} == {"anna", "proxy"}
    for rule in (rows.stands_open, rows.is_own, rows.is_wholly_own):
        assert not who(rule, now) & {"dad", "sister"}


def test_those_of_whoever_found_the_need_handle_it() -> None:
    assert who(rows.handles, situation()) == {"maja"}
    assert who(rows.handles, with_place(place_of(EVA, TODAY))) == {"maja", "eva"}


def test_consent_opens_it_to_those_who_take_part() -> None:
    assert who(rows.stands_open, situation()) == {"maja", "nils", "sister"}
    assert who(rows.stands_open, withdrawn()) == set()


def test_whose_own_it_is_and_wholly_but_for_a_mandate_while_it_runs() -> None:
    assert who(rows.is_own, situation()) == {"anna", "dad", "proxy"}
    assert who(rows.is_wholly_own, situation()) == {"anna", "dad"}
    assert who(rows.is_own, situation(at=hour(10))) == {"anna", "dad"}
    assert who(rows.is_own, withdrawn()) == {"anna", "dad", "proxy"}
    # neither for somebody else's
    alone = Story(needed(DAD), needed(GOD_MAN, mandate=mandate("share:economy")))
    assert who(rows.is_own, situation(alone)) == {"anna", "dad"}
    assert who(rows.is_wholly_own, situation(alone)) == {"anna", "dad"}


def test_it_goes_on_until_it_or_the_consent_it_was_begun_on_has_ended() -> None:
    assert rows.goes_on(situation())
    assert not rows.goes_on(situation(has_ended=True))
    assert not rows.goes_on(withdrawn())
    assert rows.goes_on(withdrawn(was_consented_to=False))


def test_nothing_is_written_where_nothing_goes_on() -> None:
    owners = {"anna", "dad", "proxy"}
    assert who(rows.may_write, situation()) == owners | {"maja", "nils", "sister"}
    assert who(rows.may_write, withdrawn(was_consented_to=False)) == owners | {"maja"}
    assert who(rows.may_write, withdrawn()) == set()
    assert who(rows.may_write, situation(has_ended=True)) == set()


def test_its_staff_find_it_whatever_consent_says() -> None:
    found = {"maja", "nils", "petra", "anna", "dad", "proxy"}
    assert who(rows.finds, situation()) == found | {"sister"}
    assert who(rows.finds, withdrawn()) == found
    assert who(rows.finds, situation(called=frozenset({SCHOOL}))) == found | {"sister", "lisa"}


def test_who_is_called_is_told_where_consent_lets_it_be() -> None:
    at_school = {"called": frozenset({SCHOOL, REGION})}
    assert who(rows.is_called, situation(**at_school)) == {"lisa", "olle", "ida"}
    assert who(rows.is_called, withdrawn(**at_school)) == set()
    assert who(rows.is_called, situation()) == set()
    # whose day is over has a place all the same, until the daily work
    for place, called in (
        (place_of(LISA), {"olle", "ida"}),
        (place_of(LISA, TODAY - DAY), {"olle", "ida"}),
        (place_of(LISA, has_left=True), {"olle", "ida", "lisa"}),
    ):
        assert who(rows.is_called, with_place(place, **at_school)) == called
    idle = replace(LISA, roles=frozenset())
    assert not rows.is_called(situation(**at_school), idle)


def test_who_holds_it_together_and_who_stands_in_for_them_lead() -> None:
    assert who(rows.leads, situation()) == {"maja"}
    led = {"coordinator": NILS.account}
    assert who(rows.leads, situation(**led)) == {"maja", "nils"}
    stood = {**led, "stand_ins": (stands_in(NILS, OLLE),)}
    assert who(rows.leads, situation(**stood)) == {"maja", "nils"}  # not there yet
    assert who(rows.leads, with_place(place_of(OLLE, TODAY), **stood)) == {"maja", "nils", "olle"}
    assert who(rows.leads, with_place(place_of(OLLE, TODAY), **led)) == {"maja", "nils"}
    assert who(rows.leads, situation(has_ended=True, **led)) == set()
    assert who(rows.leads, withdrawn(was_consented_to=False, **led)) == set()
    # a private person holds nothing together
    assert who(rows.leads, situation(coordinator=SIS.account)) == {"maja"}


def test_content_is_read_by_those_with_a_part_whom_it_is_disclosed_to() -> None:
    def read(now: Situation, source: UUID, category: str) -> set[str]:
        return who(rows.reads, now, source, category)

    owners = {"anna", "dad"}
    assert read(situation(), MUNICIPALITY, "economy") == {"maja", "nils", "proxy"} | owners
    assert read(situation(), MUNICIPALITY, "health") == {"maja"} | owners
    assert read(withdrawn(), MUNICIPALITY, "economy") == {"maja", "proxy"} | owners
    assert read(situation(kept_out=frozenset({DAD})), POLICE, "health") == {"petra", "anna"}
    assert read(situation(), SISTER, "health") == {"sister"} | owners


# -- who stands in -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "today"),
    [(0, 0, 1), (-1, 1, 1), (-1, 0, 1), (0, 1, 1), (1, 2, 0), (-2, -1, 0)],
)
def test_somebody_stands_in_on_the_days_that_were_said(first: int, last: int, today: int) -> None:
    one = stands_in(MAJA, EVA, first, last)
    assert rows.stands_in(situation(), one) is bool(today)
    assert not rows.stands_in(situation(), replace(one, is_ended=True))
    two = frozenset((one.account, one.party) for one in (MAJA, EVA))
    assert rows.stands_in(situation(working=two), one) is bool(today)
    for gone in (MAJA, EVA):
        working = WORKING - {(gone.account, gone.party)}
        assert not rows.stands_in(situation(working=working), one)


def test_for_whom_somebody_stands_in_is_in_the_plan() -> None:
    stood = (stands_in(NILS, OLLE), stands_in(MAJA, EVA, 1, 2))
    now = situation(stand_ins=stood)
    assert rows.stood_in_for(now, OLLE) == {NILS.account}
    assert rows.stood_in_for(now, EVA) == set()
    assert rows.stood_in_for(now, NILS) == set()
    elsewhere = replace(OLLE, party=MUNICIPALITY)
    assert rows.stood_in_for(now, elsewhere) == set()
    gone = replace(place_of(NILS), has_left=True)
    assert rows.stood_in_for(replace(now, places=(gone,)), OLLE) == set()
    other = replace(place_of(NILS), organisation=POLICE)
    assert rows.stood_in_for(replace(now, places=(other,)), OLLE) == set()


def test_who_stands_in_is_told_to_the_two_and_to_the_administrator() -> None:
    for one, told in (
        (stands_in(MAJA, EVA), {"maja", "eva", "chief"}),
        (stands_in(MAJA, EVA, 3, 4), {"maja", "eva", "chief"}),
        (stands_in(MAJA, EVA, -2, -1), set()),
        (replace(stands_in(MAJA, EVA), is_ended=True), set()),
        (stands_in(NILS, OLLE), {"nils", "olle"}),
        (replace(stands_in(MAJA, EVA), organisation=REGION), set()),
    ):
        assert who(rows.sees_stand_in, situation(), one) == told
    idle = replace(EVA, roles=frozenset())
    assert not rows.sees_stand_in(situation(), idle, stands_in(MAJA, EVA))


def test_somebody_is_let_stand_in_by_themself_or_the_administrator_for_a_year() -> None:
    def let(absent: Reader, colleague: Reader, first: int = 0, last: int = 5) -> set[str]:
        days = TODAY + first * DAY, TODAY + last * DAY
        two = absent.account, colleague.account
        return those(lambda reader: rows.lets_stand_in(reader, TODAY, WORKING, *two, *days))

    assert let(MAJA, EVA) == {"maja", "chief"}
    assert let(MAJA, EVA, 366, 366) == {"maja", "chief"}
    assert let(NILS, OLLE) == {"nils"}
    for absent, colleague in ((MAJA, OLLE), (NILS, MAJA), (MAJA, MAJA), (MAJA, CHIEF)):
        assert let(absent, colleague) == set()
    for first, last in ((-1, 5), (2, 1), (0, 367)):
        assert let(MAJA, EVA, first, last) == set()
    days, two = (TODAY, TODAY), (MAJA.account, EVA.account)
    both = frozenset((one.account, one.party) for one in (MAJA, EVA))
    assert rows.lets_stand_in(MAJA, TODAY, both, *two, *days)
    idle = replace(MAJA, roles=frozenset())
    assert not rows.lets_stand_in(idle, TODAY, both, *two, *days)


def places_after(now: Situation) -> list[tuple[UUID, date | None]]:
    """Who takes part when the day's work is done, and until when."""
    left = (place for place in rows.day_begins(now).places if not place.has_left)
    return [(place.account, place.until_on) for place in left]


FIRST = [(one.account, None) for one in (MAJA, NILS, PETRA)]


def test_whose_time_has_come_takes_part_until_the_longest_that_was_said() -> None:
    stood = (stands_in(MAJA, EVA, 0, 1), stands_in(MAJA, EVA, 0, 3), stands_in(MAJA, EVA, 0, 2))
    assert places_after(situation(stand_ins=stood)) == [*FIRST, (EVA.account, TODAY + 3 * DAY)]
    (place,) = rows.day_begins(situation(stand_ins=stood)).places[3:]
    assert place == place_of(EVA, TODAY + 3 * DAY)
    for none in (
        (stands_in(MAJA, EVA, 1, 2),),
        (stands_in(OLLE, IDA),),  # who has no place
        (replace(stands_in(MAJA, EVA), organisation=REGION),),
    ):
        assert places_after(situation(stand_ins=none)) == FIRST
    assert places_after(situation(stand_ins=stood, has_ended=True)) == FIRST
    # nor does anybody stand in for who only stands in
    two = (stands_in(NILS, OLLE, 0, 1), stands_in(OLLE, IDA, 0, 1))
    there = with_place(place_of(OLLE, TODAY + DAY), stand_ins=two)
    assert places_after(there) == [*FIRST, (OLLE.account, TODAY + DAY)]


def test_nobody_stands_in_for_who_stands_in_or_takes_part_twice() -> None:
    now = with_place(place_of(EVA), stand_ins=(stands_in(MAJA, EVA, 0, 2),))
    assert places_after(now) == [*FIRST, (EVA.account, None)]
    left = with_place(place_of(EVA, has_left=True), stand_ins=(stands_in(MAJA, EVA, 0, 2),))
    assert places_after(left) == [*FIRST, (EVA.account, TODAY + 2 * DAY)]
    two = (stands_in(NILS, OLLE, 0, 1), stands_in(OLLE, NILS, 0, 4))
    again = with_place(place_of(OLLE, TODAY + DAY), stand_ins=two)
    assert places_after(again) == [*FIRST, (OLLE.account, TODAY + DAY)]
    chain = replace(again, places=(place_of(OLLE, TODAY + DAY),), stand_ins=two)
    # nobody else is left there: he stays, and somebody stands in for him
    assert places_after(chain) == [(OLLE.account, None), (NILS.account, TODAY + 4 * DAY)]


def test_whose_time_is_over_leaves_unless_nobody_else_is_left() -> None:
    ran = (stands_in(MAJA, EVA, -3, 2),)
    stays = with_place(place_of(EVA, TODAY + 2 * DAY), stand_ins=ran)
    assert rows.day_begins(stays) == stays
    last = with_place(place_of(EVA, TODAY), stand_ins=(stands_in(MAJA, EVA, -3, 0),))
    assert rows.day_begins(last) == last
    for over in (
        with_place(place_of(EVA, TODAY - DAY), stand_ins=(stands_in(MAJA, EVA, -3, -1),)),
        with_place(place_of(EVA, TODAY + DAY)),
        with_place(place_of(EVA, TODAY + DAY), stand_ins=(stands_in(NILS, EVA),)),
        with_place(place_of(EVA, TODAY), stand_ins=(stands_in(MAJA, OLLE),)),
        with_place(place_of(EVA, TODAY), stand_ins=(stands_in(MAJA, EVA, 1, 2),)),
        with_place(place_of(OLLE, TODAY), stand_ins=(stands_in(IDA, OLLE),)),
    ):
        assert places_after(over) == FIRST
    # who goes on by another word of it comes anew
    longer = with_place(place_of(EVA, TODAY - DAY), stand_ins=ran)
    assert places_after(longer) == [*FIRST, (EVA.account, TODAY + 2 * DAY)]
    assert [place.has_left for place in rows.day_begins(longer).places[3:]] == [True, False]
    gone = replace(place_of(MAJA), has_left=True)
    alone = replace(stays, places=(gone, place_of(EVA, TODAY + 2 * DAY)))
    assert places_after(alone) == [(EVA.account, None)]
    # neither somebody of another organisation nor another stand-in is there for good
    lone = replace(alone, places=(gone, place_of(NILS), place_of(EVA, TODAY + DAY)))
    assert (EVA.account, None) in places_after(lone)
    # and who has left does not come back by it
    left = replace(alone, places=(gone, place_of(EVA, TODAY, has_left=True)))
    assert places_after(left) == []


# -- what stands beside the content --------------------------------------------------------------


def test_a_message_is_between_one_person_and_the_handlers() -> None:
    for now in (situation(), withdrawn()):
        assert who(rows.reads_message, now, SISTER) == {"maja", "sister"}
        assert who(rows.reads_message, now, ADA) == {"maja", "anna"}
    assert who(rows.reads_message, situation(kept_out=frozenset({SISTER})), SISTER) == {"maja"}


def test_each_writes_in_their_own_name_while_the_plan_lasts() -> None:
    def write(now: Situation, person: UUID, party: UUID) -> set[str]:
        return who(rows.writes_message, now, person, party)

    assert write(situation(), SISTER, SISTER) == {"sister"}
    assert write(withdrawn(), SISTER, SISTER) == set()
    assert write(withdrawn(), ADA, ADA) == {"anna"}
    assert write(situation(), ADA, SISTER) == set()
    assert write(situation(), SISTER, MUNICIPALITY) == {"maja"}
    assert write(withdrawn(), SISTER, MUNICIPALITY) == set()
    assert write(withdrawn(), ADA, MUNICIPALITY) == {"maja"}
    assert write(situation(), SISTER, REGION) == set()
    out = frozenset({SISTER})
    for now in (situation(has_ended=True), situation(has_left=out), situation(kept_out=out)):
        assert write(now, SISTER, MUNICIPALITY) == set()
        assert write(now, SISTER, SISTER) == set()


def test_what_a_right_rests_on_is_read_by_handlers_owners_and_whoever_has_it() -> None:
    for now in (situation(), withdrawn(), situation(has_ended=True)):
        assert who(rows.reads_of_answer, now, GOD_MAN) == {"maja", "anna", "dad", "proxy"}
        assert who(rows.reads_of_answer, now, MUM) == {"maja", "anna", "dad"}
    assert who(rows.reads_of_answer, situation(at=hour(10)), GOD_MAN) == {"maja", "anna", "dad"}
    assert who(rows.reads_of_answer, situation(), SISTER) == {"maja", "anna", "dad"}


def test_handlers_note_documents_and_keep_papers_of_their_own_organisation() -> None:
    assert who(rows.writes_check, situation(), MUNICIPALITY) == {"maja"}
    assert who(rows.writes_check, situation(), REGION) == set()

    def keep(party: UUID, how: How, recorded_for: UUID | None) -> set[str]:
        return who(rows.writes_paper, situation(), party, how, recorded_for)

    assert keep(MUNICIPALITY, How.WRITTEN, MUNICIPALITY) == {"maja"}
    assert keep(MUNICIPALITY, How.ORAL, MUNICIPALITY) == set()
    assert keep(MUNICIPALITY, How.WRITTEN, REGION) == set()
    assert keep(REGION, How.WRITTEN, REGION) == set()
    assert keep(REGION, How.WRITTEN, MUNICIPALITY) == set()
    assert keep(MUNICIPALITY, How.ELECTRONIC, None) == set()


def test_a_decision_is_read_by_the_two_and_with_a_mandate_within_it() -> None:
    def read(*categories: str, by: UUID = REGION, to: UUID = POLICE, **more: Any) -> set[str]:
        story = a_story()
        basis = story.decides(by, to, *categories, until=0.5)
        return who(rows.reads_basis, situation(story, **more), basis)

    assert read("economy") == {"maja", "nils", "petra", "anna", "dad", "proxy"}
    assert read("health") == {"maja", "nils", "petra", "anna", "dad"}
    assert read("economy", "health") == {"maja", "nils", "petra", "anna", "dad"}
    assert read("economy", by=SCHOOL, to=POLICE) == {"maja", "petra", "anna", "dad", "proxy"}
    assert read("economy", by=SCHOOL, to=SISTER) == {"maja", "anna", "dad", "proxy"}
    assert read("health", places=()) == {"anna", "dad"}
    # to see what it is about is not enough
    story = Story()
    story.grants(PLAN, relative(SISTER), share(REGION, SISTER, "health"))
    basis = story.decides(REGION, POLICE, "health", until=1000)
    now = situation(story)
    assert rows.reads(now, SIS, REGION, "health")
    assert not rows.reads_basis(now, SIS, basis)
    assert read("economy", at=hour(10)) == {"maja", "nils", "petra", "anna", "dad"}


def test_what_is_an_organisations_own_its_staff_in_the_plan_see() -> None:
    assert who(rows.reads_own, withdrawn(), POLICE) == {"petra"}
    assert who(rows.reads_own, situation(places=()), POLICE) == set()
    assert who(rows.reads_own, situation(), ADA) == set()


def test_of_violence_only_those_who_asked_see_anything() -> None:
    children = who(rows.reads_asked, withdrawn(), POLICE, AskedAbout.CHILDREN)
    assert children == {"petra", "anna", "dad"}
    assert who(rows.reads_asked, situation(), POLICE, AskedAbout.VIOLENCE) == {"petra"}
    assert who(rows.reads_discharge, withdrawn(), REGION) == {"nils", "anna", "dad"}


def test_what_was_asked_is_said_by_whoever_may_write() -> None:
    assert who(rows.writes_asked, situation(), MUNICIPALITY) == {"maja"}
    assert who(rows.writes_asked, situation(), REGION) == {"nils"}
    assert who(rows.writes_asked, situation(), POLICE) == set()
    assert who(rows.writes_asked, situation(), ADA) == set()
    assert who(rows.writes_asked, withdrawn(), MUNICIPALITY) == set()


def test_a_part_is_kept_longer_by_those_of_the_municipality() -> None:
    assert who(rows.keeps_longer, withdrawn(), MUNICIPALITY, KeptFor.PLACED) == {"maja"}
    assert who(rows.keeps_longer, situation(), MUNICIPALITY, KeptFor.RESEARCH) == set()
    assert who(rows.keeps_longer, situation(), REGION, KeptFor.PLACED) == set()


def test_handlers_give_codes_to_those_in_the_plan() -> None:
    assert who(rows.reads_code, withdrawn()) == {"maja"}
    assert who(rows.writes_code, situation(), ADA) == {"maja"}
    assert who(rows.writes_code, situation(has_left=frozenset({SISTER})), SISTER) == set()


def test_a_request_is_read_by_those_who_make_plans_where_it_was_sent() -> None:
    assert those(lambda reader: rows.reads_request(reader, MUNICIPALITY)) == {"maja", "eva"}
    assert those(lambda reader: rows.reads_request(reader, ADA)) == set()


# -- codes, and how long a part is kept ----------------------------------------------------------

ONE, OTHER = b"1", b"2"


@pytest.mark.parametrize(
    ("code", "person", "door"),
    [
        (Code(), Named(), Door.IN),
        (Code(is_used=True), Named(), Door.NO_CODE),
        (Code(is_revoked=True), Named(), Door.NO_CODE),
        (Code(is_over=True), Named(), Door.NO_CODE),
        (Code(), Named(is_kept_out=True), Door.NO_CODE),
        (Code(), Named(has_left=True, is_kept_out=True), Door.NO_CODE),
        (Code(), Named(has_left=True), Door.SOMEBODY_ELSE),
        (Code(), Named(is_linked_to_another=True), Door.SOMEBODY_ELSE),
        (Code(), Named(number=ONE), Door.NO_CODE),
        (Code(number=ONE), Named(number=OTHER), Door.NO_CODE),
        (Code(number=ONE), Named(number=ONE), Door.IN),
        (Code(number=OTHER), Named(number=OTHER), Door.SOMEBODY_ELSE),
    ],
)
def test_a_code_is_one_persons_and_good_once(code: Code, person: Named, door: Door) -> None:
    for tells_number in (True, False):
        assert rows.comes_in(code, person, ONE, tells_number=tells_number) is door


def test_where_a_number_is_noted_one_has_to_be_shown_unless_it_never_is() -> None:
    code, person = Code(number=ONE), Named(number=ONE)
    assert rows.comes_in(code, person, None, tells_number=True) is Door.SOMEBODY_ELSE
    assert rows.comes_in(code, person, None, tells_number=False) is Door.IN
    assert rows.comes_in(Code(), Named(), None, tells_number=True) is Door.IN


def test_a_part_is_not_shredded_while_something_keeps_it() -> None:
    def may(*kept: Kept) -> bool:
        return rows.may_shred(TODAY, MUNICIPALITY, kept)

    assert may()
    assert not may(Kept(of=MUNICIPALITY))
    assert may(Kept(of=MUNICIPALITY, is_undone=True), Kept(of=REGION))
    assert may(Kept(of=MUNICIPALITY, until=TODAY))
    assert not may(Kept(of=MUNICIPALITY, until=TODAY + DAY))
    assert not may(Kept(of=MUNICIPALITY, until=TODAY), Kept(of=MUNICIPALITY))
