"""From ticks to items and acts: exactly what was ticked, and nothing that was not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from sip.kernel.vocabulary import ActKind
from sip.ledger.items import (
    Parties,
    PartyItems,
    Receiver,
    Standing,
    Wish,
    answer,
    granted_until,
    latest_acts,
    offered,
    spoken_for,
    standing,
    wanted,
)
from sip.ledger.rules import (
    PLAN,
    Act,
    Consenter,
    Item,
    Ledger,
    State,
    consent,
    invite,
    relative,
    share,
    state,
)
from tests.unit.sip.consent.story import ADA, GOD_MAN, Story, hour, mandate, needed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
END = NOW + timedelta(days=90)
MUNICIPALITY, REGION, SCHOOL, KIM, ANNA = (UUID(int=number) for number in range(1, 6))
ONE = UUID(int=9)
PARTIES = Parties(MUNICIPALITY, frozenset({MUNICIPALITY, REGION, KIM}))
FROM_REGION = Receiver(REGION, is_organisation=True)


def ledger(*acts: Act) -> Ledger:
    since = NOW - timedelta(days=1)
    return Ledger(
        initiator=MUNICIPALITY, subject=KIM, consenters=(Consenter(ONE, KIM, since),), acts=acts
    )


def act(seq: int, kind: ActKind, *items: Item, until: datetime = END) -> Act:
    is_grant = kind is ActKind.GRANT
    return Act(
        id=UUID(int=100 + seq),
        seq=seq,
        at=NOW - timedelta(hours=10 - seq),
        kind=kind,
        consenter=ONE,
        items=frozenset(items),
        valid_from=NOW - timedelta(hours=10 - seq) if is_grant else None,
        valid_to=until if is_grant else None,
    )


def test_a_tick_names_one_item_for_each_source_but_the_receiver() -> None:
    wish = Wish(FROM_REGION, takes_part=True, categories=frozenset({"health"}))
    assert wanted(PARTIES, [wish]) == {
        invite(REGION),
        share(MUNICIPALITY, REGION, "health"),
        share(KIM, REGION, "health"),
    }


def test_who_may_not_take_part_may_not_see_anything_either() -> None:
    wish = Wish(FROM_REGION, takes_part=False, categories=frozenset({"health"}))
    assert wanted(PARTIES, [wish]) == frozenset()


def test_who_found_the_need_is_not_invited_to_itself() -> None:
    finder = Receiver(MUNICIPALITY, is_organisation=True)
    wish = Wish(finder, takes_part=True, categories=frozenset({"health"}))
    assert wanted(PARTIES, [wish]) == {
        share(REGION, MUNICIPALITY, "health"),
        share(KIM, MUNICIPALITY, "health"),
    }


def test_a_relative_takes_part_as_a_relative() -> None:
    items = offered(PARTIES, [Receiver(ANNA, is_organisation=False)], [])
    assert items == {relative(ANNA)}


def test_what_was_never_asked_is_asked_before_it_is_given() -> None:
    acts = answer(
        ledger(), ONE, yes={PLAN}, asked_about={PLAN, invite(REGION)}, valid_to=END, at=NOW
    )
    assert acts.ask == {PLAN}
    assert acts.grant == {PLAN}
    assert acts.withdraw == frozenset()


def test_nobody_says_no_to_what_was_never_asked_but_to_the_plan() -> None:
    both = {PLAN, invite(REGION)}
    acts = answer(ledger(), ONE, yes=set(), asked_about=both, valid_to=END, at=NOW)
    assert acts.ask == acts.refuse == {PLAN}
    asked = ledger(act(1, ActKind.ASK, invite(REGION)))
    acts = answer(asked, ONE, yes=set(), asked_about={invite(REGION)}, valid_to=END, at=NOW)
    assert acts.ask == frozenset()
    assert acts.refuse == {invite(REGION)}


def test_an_open_question_is_not_asked_again() -> None:
    said = ledger(act(1, ActKind.ASK, PLAN))
    acts = answer(said, ONE, yes={PLAN}, asked_about={PLAN}, valid_to=END, at=NOW)
    assert acts.ask == frozenset()
    assert acts.grant == {PLAN}


def test_what_was_given_and_is_no_longer_ticked_is_taken_back() -> None:
    said = ledger(act(1, ActKind.GRANT, PLAN, invite(REGION)))
    acts = answer(said, ONE, yes={PLAN}, asked_about={PLAN, invite(REGION)}, valid_to=END, at=NOW)
    assert acts.withdraw == {invite(REGION)}
    assert (acts.ask, acts.refuse, acts.grant) == (frozenset(),) * 3


def test_what_stands_already_changes_nothing() -> None:
    said = ledger(act(1, ActKind.GRANT, PLAN), act(2, ActKind.REFUSE, invite(REGION)))
    acts = answer(said, ONE, yes={PLAN}, asked_about={PLAN, invite(REGION)}, valid_to=END, at=NOW)
    assert acts.is_empty


def test_another_period_is_taken_back_asked_for_and_given_anew() -> None:
    said = ledger(act(1, ActKind.GRANT, PLAN))
    later = END + timedelta(days=1)
    acts = answer(said, ONE, yes={PLAN}, asked_about={PLAN}, valid_to=later, at=NOW)
    assert acts.withdraw == acts.ask == acts.grant == {PLAN}


def test_a_period_that_ends_sooner_is_said_at_once() -> None:
    said = ledger(act(1, ActKind.GRANT, PLAN), act(2, ActKind.ASK, invite(REGION)))
    both, sooner = {PLAN, invite(REGION)}, END - timedelta(days=1)
    acts = answer(said, ONE, yes=both, asked_about=both, valid_to=sooner, at=NOW)
    assert acts.shorten == {PLAN}
    assert acts.grant == {invite(REGION)}
    assert acts.yes == both
    assert acts.withdraw == acts.ask == acts.refuse == frozenset()


def test_a_yes_that_was_turned_down_in_another_place_is_given_anew() -> None:
    """Said for less it would take the person's no back, as only a yes that was asked for does."""
    other = Consenter(UUID(int=10), KIM, NOW - timedelta(days=1))
    no = replace(act(2, ActKind.REFUSE, PLAN), consenter=other.id)
    said = ledger(act(1, ActKind.GRANT, PLAN), no)
    said = replace(said, consenters=(*said.consenters, other))
    sooner = END - timedelta(days=1)
    acts = answer(said, ONE, yes={PLAN}, asked_about={PLAN}, valid_to=sooner, at=NOW)
    assert acts.shorten == frozenset()
    assert acts.grant == {PLAN}


def test_when_nothing_is_said_of_the_period_what_stands_keeps_its_own_end() -> None:
    both = {PLAN, invite(REGION)}
    said = ledger(act(1, ActKind.GRANT, *both))
    acts = answer(said, ONE, yes={PLAN}, asked_about=both, valid_to=None, at=NOW)
    assert acts.withdraw == {invite(REGION)}
    assert (acts.ask, acts.refuse, acts.grant) == (frozenset(),) * 3


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((), Standing.NOT_ASKED),
        ((act(1, ActKind.ASK, PLAN, invite(REGION)),), Standing.ASKED),
        ((act(1, ActKind.GRANT, PLAN, invite(REGION)),), Standing.GRANTED),
        ((act(1, ActKind.GRANT, PLAN),), Standing.PARTLY),
        ((act(1, ActKind.REFUSE, PLAN, invite(REGION)),), Standing.REFUSED),
        ((act(1, ActKind.WITHDRAW, PLAN), act(2, ActKind.REFUSE, PLAN)), Standing.REFUSED),
        ((act(1, ActKind.GRANT, PLAN, invite(REGION), until=NOW),), Standing.EXPIRED),
    ],
)
def test_a_box_says_how_all_behind_it_stands(acts: tuple[Act, ...], expected: Standing) -> None:
    assert standing(ledger(*acts), ONE, {PLAN, invite(REGION)}, NOW) is expected


def test_the_first_end_of_several_is_when_it_ends() -> None:
    soon = NOW + timedelta(days=3)
    said = ledger(act(1, ActKind.GRANT, PLAN), act(2, ActKind.GRANT, invite(REGION), until=soon))
    assert granted_until(said, ONE, {PLAN, invite(REGION)}, NOW) == soon


def test_a_source_that_comes_later_has_not_been_asked_about() -> None:
    before = PartyItems.of(PARTIES, FROM_REGION, ["health"])
    said = ledger(act(1, ActKind.GRANT, *before.everything))
    later = Parties(MUNICIPALITY, PARTIES.sources | {SCHOOL})
    after = PartyItems.of(later, FROM_REGION, ["health"])
    assert standing(said, ONE, before.shares["health"], NOW) is Standing.GRANTED
    assert standing(said, ONE, after.shares["health"], NOW) is Standing.PARTLY


def test_the_latest_acts_answer_as_the_whole_ledger_does() -> None:
    wrong = act(4, ActKind.GRANT, share(KIM, REGION, "health"))
    error = replace(act(5, ActKind.ERROR), corrects=wrong.id)
    said = ledger(
        act(1, ActKind.ASK, PLAN, invite(REGION), share(KIM, REGION, "health")),
        act(2, ActKind.GRANT, PLAN, invite(REGION)),
        act(3, ActKind.WITHDRAW, invite(REGION)),
        wrong,
        error,
    )
    short = latest_acts(said, NOW)
    assert sum(len(one.items) for one in short.acts) == 3
    for item in (PLAN, invite(REGION), share(KIM, REGION, "health"), invite(SCHOOL)):
        assert state(short, ONE, item, NOW) is state(said, ONE, item, NOW)
    before = NOW - timedelta(hours=7, minutes=30)
    assert state(latest_acts(said, before), ONE, invite(REGION), before) is State.GRANTED


def test_who_is_spoken_for_may_say_no_to_what_others_answer() -> None:
    story = Story(needed(ADA), needed(GOD_MAN, mandate=mandate("plan"), replaces=True))
    story.grants(PLAN, by=GOD_MAN)
    mine, theirs = (one.id for one in story.ledger.consenters)
    items = {PLAN, invite(REGION)}

    assert spoken_for(story.ledger, mine, items, hour(1)) == {PLAN}
    assert spoken_for(story.ledger, theirs, items, hour(1)) == frozenset()
    story.refuses(PLAN, at=1)
    assert spoken_for(story.ledger, mine, items, hour(1)) == frozenset()


def test_who_answers_for_themself_is_spoken_for_by_nobody() -> None:
    story = Story(needed(ADA), needed(GOD_MAN, mandate=mandate("plan")))
    story.asks(PLAN)
    story.asks(PLAN, by=GOD_MAN)

    assert spoken_for(story.ledger, story.ledger.consenters[0].id, {PLAN}, hour(1)) == frozenset()


def test_the_latest_acts_keep_a_no_that_a_new_question_came_after() -> None:
    story = Story(needed(ADA), needed(GOD_MAN, mandate=mandate("plan"), replaces=True))
    story.grants(PLAN, by=GOD_MAN)
    story.refuses(PLAN, at=1)
    story.asks(PLAN, at=2)
    wrong = story.grants(PLAN, at=3)
    story.annuls(wrong, at=4)

    for at in (1, 2, 3, 4):
        latest = latest_acts(story.ledger, hour(at))
        assert consent(latest, PLAN, hour(at)) == consent(story.ledger, PLAN, hour(at))
    assert not consent(story.ledger, PLAN, hour(4))
