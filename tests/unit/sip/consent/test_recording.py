"""What may be recorded, and what each refusal is about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from sip.kernel.days import day_of
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import ActKind
from sip.ledger.recording import (
    MAY_COME_FROM,
    check_act,
    check_disinterested,
    check_paper,
    latest_end,
)
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import PLAN, Act, State, invite, stands_beyond
from tests.unit.sip.consent.story import (
    ADA,
    DAD,
    GOD_MAN,
    MUM,
    MUNICIPALITY,
    POLICE,
    REGION,
    Story,
    hour,
    mandate,
    needed,
)

LONGEST = timedelta(hours=30)


def _allowed(story: Story, act: Act, now: float = 10) -> None:
    check_act(story.ledger, act, hour(now), LONGEST)


def _refused(
    story: Story, act: Act, why: Refusal, *, field: str | None = None, now: float = 10
) -> None:
    with pytest.raises(SipRuleError) as refused:
        check_act(story.ledger, act, hour(now), LONGEST)
    assert (refused.value.refusal, refused.value.field) == (why, field)


def _nothing(_story: Story) -> None:
    pass


def _expired(story: Story) -> None:
    story.grants(PLAN, until=5)


STANDING: dict[State, Callable[[Story], object]] = {
    State.NOT_ASKED: _nothing,
    State.ASKED: lambda story: story.asks(PLAN),
    State.GRANTED: lambda story: story.grants(PLAN, until=20),
    State.REFUSED: lambda story: story.refuses(PLAN),
    State.WITHDRAWN: lambda story: story.withdraws(PLAN),
    State.EXPIRED: _expired,
}
FOLLOWS = {
    ActKind.ASK: {State.NOT_ASKED, State.REFUSED, State.WITHDRAWN, State.EXPIRED},
    ActKind.GRANT: {State.ASKED},
    ActKind.REFUSE: {State.NOT_ASKED, State.ASKED, State.EXPIRED},
    ActKind.WITHDRAW: {State.GRANTED},
}


@pytest.mark.parametrize("kind", [kind for kind in ActKind if kind is not ActKind.ERROR])
@pytest.mark.parametrize("before", list(State))
def test_every_act_from_every_state(kind: ActKind, before: State) -> None:
    story = Story()
    STANDING[before](story)
    assert story.state(at=10) is before
    is_grant = kind is ActKind.GRANT
    act = story.act(
        kind, [PLAN], at=10, since=10 if is_grant else None, until=20 if is_grant else None
    )

    if before in FOLLOWS[kind]:
        _allowed(story, act)
    else:
        _refused(story, act, ConsentRefusal.OUT_OF_ORDER)


@pytest.mark.parametrize("until", [15, 20, 20.01])
def test_a_yes_that_stands_is_only_said_anew_to_end_sooner(until: float) -> None:
    story = Story()
    story.grants(PLAN, until=20)
    act = story.act(ActKind.GRANT, [PLAN], at=10, since=10, until=until)

    if until < 20:
        _allowed(story, act)
    else:
        _refused(story, act, ConsentRefusal.OUT_OF_ORDER)


def test_a_yes_that_counts_no_longer_is_not_said_anew_to_end_sooner() -> None:
    """Whoever said no is asked no more: by the same yes, said for less, it would open."""
    story = Story(needed(ADA), needed(MUM, until=5))
    story.grants(PLAN, until=20)
    act = story.act(ActKind.GRANT, [PLAN], at=10, since=10, until=15)

    _refused(story, act, ConsentRefusal.OUT_OF_ORDER)


def test_a_yes_stands_beyond_a_day_while_it_lasts_longer() -> None:
    story = Story()
    ada = story.ledger.consenters[0].id

    def beyond(until: float, at: float = 10) -> bool:
        return stands_beyond(story.ledger, ada, PLAN, hour(until), hour(at))

    assert beyond(15) is False
    story.grants(PLAN, until=20)
    assert beyond(15) is True
    assert beyond(20) is False
    assert beyond(15, at=25) is False


def test_the_persons_no_in_another_place_holds_against_their_yes_and_nobody_elses() -> None:
    there = replace(needed(ADA), id=UUID(int=4321))
    story = Story(needed(ADA), there, needed(MUM))
    story.grants(PLAN, until=20)
    story.grants(PLAN, by=MUM, until=20)
    story.record(replace(story.act(ActKind.REFUSE, [PLAN], at=2), consenter=there.id))
    ada, mum = story.ledger.consenters[0].id, story.ledger.consenters[2].id

    assert not stands_beyond(story.ledger, ada, PLAN, hour(15), hour(10))
    assert stands_beyond(story.ledger, mum, PLAN, hour(15), hour(10))


def test_only_a_yes_with_an_end_is_said_anew_to_end_sooner() -> None:
    story = Story()
    story.grants(PLAN, until=20)

    for kind, until in ((ActKind.GRANT, None), (ActKind.ASK, 15)):
        act = story.act(kind, [PLAN], at=10, since=10, until=until)
        _refused(story, act, ConsentRefusal.OUT_OF_ORDER)


def test_the_table_knows_every_word_and_no_error() -> None:
    assert set(MAY_COME_FROM) == set(ActKind) - {ActKind.ERROR}


def test_one_item_out_of_order_stops_the_whole_act() -> None:
    story = Story()
    story.asks(PLAN)

    act = story.act(ActKind.GRANT, [PLAN, invite(REGION)], at=10, since=10, until=20)

    _refused(story, act, ConsentRefusal.OUT_OF_ORDER)


def test_an_act_that_follows_at_once_sees_the_one_before_it() -> None:
    story = Story()
    story.asks(PLAN, at=10.5)

    _allowed(story, story.act(ActKind.GRANT, [PLAN], at=10, since=10, until=20))


def test_nothing_is_back_dated() -> None:
    story = Story()

    _refused(story, story.act(ActKind.ASK, [PLAN], at=9.99), ConsentRefusal.ACT_BACK_DATED)
    _allowed(story, story.act(ActKind.ASK, [PLAN], at=10))
    _allowed(story, story.act(ActKind.ASK, [PLAN], at=10.01))


def test_no_two_acts_have_the_same_number() -> None:
    story = Story()
    first = story.asks(PLAN)
    act = replace(story.act(ActKind.ASK, [invite(REGION)], at=10), seq=first.seq)

    _refused(story, act, ConsentRefusal.ACT_NUMBER_TAKEN)
    _allowed(story, replace(act, seq=0))


def test_an_act_names_what_it_is_about() -> None:
    story = Story()

    _refused(story, story.act(ActKind.ASK, at=10), ConsentRefusal.NO_ITEMS, field="items")


def test_only_who_is_asked_to_consent_in_this_plan_says_anything() -> None:
    story = Story(needed(ADA), needed(MUM, until=10))

    _refused(
        story, story.act(ActKind.ASK, [PLAN], by=GOD_MAN, at=10), ConsentRefusal.NOT_A_CONSENTER
    )
    _refused(story, story.act(ActKind.ASK, [PLAN], by=MUM, at=10), ConsentRefusal.NOT_A_CONSENTER)
    _allowed(story, story.act(ActKind.ASK, [PLAN], by=MUM, at=9.99), now=9.99)


def test_who_is_soon_required_may_be_asked_and_refuse_but_says_yes_when_the_day_has_come() -> None:
    story = Story(needed(MUM, until=24), needed(GOD_MAN, since=24))
    story.asks(PLAN, by=GOD_MAN)

    def grant(at: float) -> Act:
        return story.act(ActKind.GRANT, [PLAN], by=GOD_MAN, at=at, since=at, until=30)

    _allowed(story, story.act(ActKind.ASK, [invite(REGION)], by=GOD_MAN, at=10))
    _allowed(story, story.act(ActKind.REFUSE, [PLAN], by=GOD_MAN, at=10))
    _refused(story, grant(23.99), ConsentRefusal.NOT_YET_REQUIRED, now=23.99)
    _allowed(story, grant(24), now=24)


def test_the_person_may_take_back_a_no_of_their_own_before_they_are_required() -> None:
    story = Story(needed(MUM, until=24), needed(ADA, since=24))
    story.asks(PLAN)

    _allowed(story, story.act(ActKind.GRANT, [PLAN], at=10, since=10, until=20))


def test_a_consent_ends_no_later_than_the_giver_is_required() -> None:
    story = Story(needed(MUM, until=24))
    story.asks(PLAN, by=MUM)

    def grant(until: float) -> Act:
        return story.act(ActKind.GRANT, [PLAN], by=MUM, at=10, since=10, until=until)

    _allowed(story, grant(24))
    _refused(story, grant(24.01), ConsentRefusal.PERIOD_BEYOND_NEED, field="valid_to")


def test_a_consent_has_a_period() -> None:
    story = Story()
    story.asks(PLAN)

    for since, until in [(None, 20), (10, None)]:
        act = story.act(ActKind.GRANT, [PLAN], at=10, since=since, until=until)
        _refused(story, act, ConsentRefusal.PERIOD_NEEDED, field="valid_to")


@pytest.mark.parametrize(
    ("since", "until", "why", "field"),
    [
        (9.99, 20, ConsentRefusal.PERIOD_IN_PAST, "valid_from"),
        (15, 15, ConsentRefusal.PERIOD_REVERSED, "valid_to"),
        (15, 14, ConsentRefusal.PERIOD_REVERSED, "valid_to"),
    ],
)
def test_a_consent_cannot_begin_in_the_past_or_end_before_it_begins(
    since: float, until: float, why: Refusal, field: str
) -> None:
    story = Story()
    story.asks(PLAN)

    act = story.act(ActKind.GRANT, [PLAN], at=10, since=since, until=until)

    _refused(story, act, why, field=field)


def test_a_consent_lasts_no_longer_than_the_settings_allow() -> None:
    story = Story()
    story.asks(PLAN)

    _allowed(story, story.act(ActKind.GRANT, [PLAN], at=10, since=15, until=40))
    late = story.act(ActKind.GRANT, [PLAN], at=10, since=15, until=40.01)
    _refused(story, late, ConsentRefusal.PERIOD_TOO_LONG, field="valid_to")


def _latest(story: Story, person: UUID, longest: timedelta = timedelta(hours=100)) -> datetime:
    [one] = [one for one in story.ledger.consenters if one.person == person]
    return latest_end(story.ledger, one, hour(10), longest)


def test_a_consent_lasts_as_long_as_the_settings_the_mandate_and_the_need_allow() -> None:
    story = Story(needed(ADA), needed(MUM, until=60), needed(GOD_MAN, mandate=mandate(until=40)))

    assert _latest(Story(), ADA) == hour(110)
    assert _latest(story, ADA, LONGEST) == hour(40)
    assert _latest(story, MUM) == hour(60)
    assert _latest(story, GOD_MAN) == hour(40)


def test_a_child_says_yes_until_the_guardians_are_no_longer_asked() -> None:
    """Until the day of turning 18; how long a proxy or the child is asked says nothing."""
    proxy = needed(GOD_MAN, until=90, mandate=mandate("plan"))
    story = Story(needed(ADA, until=70), needed(MUM, until=24), needed(DAD), proxy)
    story.asks(PLAN)

    def grant(until: float) -> Act:
        return story.act(ActKind.GRANT, [PLAN], at=10, since=10, until=until)

    assert _latest(story, ADA) == hour(24)
    assert _latest(story, GOD_MAN) == hour(90)
    _allowed(story, grant(24))
    _refused(story, grant(24.01), ConsentRefusal.PERIOD_BEYOND_18, field="valid_to")
    # of two the later; the guardians themselves are asked for as long as each of them is
    both = Story(needed(ADA), needed(MUM, until=24), needed(DAD, until=30))
    assert _latest(both, ADA) == hour(30)
    assert _latest(both, MUM) == hour(24)


def test_a_paper_counts_when_nothing_else_was_said_after_it_was_signed() -> None:
    story = Story(needed(ADA), needed(MUM))
    consenter = story.ledger.consenters[0].id
    day = day_of(hour(30))
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    story.refuses(PLAN, at=2)
    story.grants(PLAN, at=30)
    story.refuses(PLAN, by=MUM, at=80)
    check_paper(story.ledger, consenter, [PLAN], before)

    no = story.withdraws(PLAN, at=31)
    story.refuses(invite(REGION), at=31)
    for items in ([PLAN], [invite(REGION)], [invite(POLICE), PLAN]):
        with pytest.raises(SipRuleError) as refused:
            check_paper(story.ledger, consenter, items, before)
        assert (refused.value.refusal, refused.value.field) == (
            ConsentRefusal.PAPER_OVERTAKEN,
            "signed_on",
        )
        check_paper(story.ledger, consenter, items, day)
        check_paper(story.ledger, consenter, items, after)
    check_paper(story.ledger, consenter, [invite(POLICE)], before)
    story.annuls(no, at=32)
    check_paper(story.ledger, consenter, [PLAN], before)


def test_a_paper_answers_nothing_that_was_asked_after_it_was_signed() -> None:
    story = Story()
    consenter = story.ledger.consenters[0].id
    story.asks(PLAN, at=30)
    day = day_of(hour(30))
    before = day - timedelta(days=1)
    for items in ([PLAN], [invite(POLICE), PLAN]):
        with pytest.raises(SipRuleError) as refused:
            check_paper(story.ledger, consenter, items, before)
        assert (refused.value.refusal, refused.value.field) == (
            ConsentRefusal.PAPER_BEFORE_QUESTION,
            "signed_on",
        )
        check_paper(story.ledger, consenter, items, day)
    check_paper(story.ledger, consenter, [invite(POLICE)], before)
    story.grants(PLAN, at=31)  # it has been answered: it waits no longer
    check_paper(story.ledger, consenter, [PLAN], before)
    other = Story()
    question = other.asks(PLAN, at=30)
    other.annuls(question, at=31)
    check_paper(other.ledger, other.ledger.consenters[0].id, [PLAN], before)


@pytest.mark.parametrize("kind", ActKind)
def test_staff_who_are_a_private_person_in_the_plan_record_nobodys_answer(kind: ActKind) -> None:
    check_disinterested(None, kind, is_private=True)  # what they say themselves
    check_disinterested(MUNICIPALITY, kind, is_private=False)
    if kind in {ActKind.ASK, ActKind.WITHDRAW}:  # no withdrawal waits for somebody else
        check_disinterested(MUNICIPALITY, kind, is_private=True)
        return
    with pytest.raises(SipRuleError) as refused:
        check_disinterested(MUNICIPALITY, kind, is_private=True)
    assert refused.value.refusal is ConsentRefusal.OWN_MATTER


def test_a_consent_may_begin_now_and_be_short() -> None:
    story = Story()
    story.asks(PLAN)

    _allowed(story, story.act(ActKind.GRANT, [PLAN], at=10, since=10, until=10.01))


def test_a_proxy_stays_within_the_mandate() -> None:
    story = Story(needed(GOD_MAN, mandate=mandate("plan", since=5, until=20)))
    story.asks(PLAN, invite(REGION), by=GOD_MAN)

    def grant(item: object, until: float, at: float = 10) -> Act:
        assert item in {PLAN, invite(REGION)}
        items = [PLAN] if item == PLAN else [invite(REGION)]
        return story.act(ActKind.GRANT, items, by=GOD_MAN, at=at, since=at, until=until)

    _allowed(story, grant(PLAN, 20))
    why = ConsentRefusal.PERIOD_BEYOND_MANDATE
    _refused(story, grant(PLAN, 20.01), why, field="valid_to")
    _refused(story, grant(invite(REGION), 15), ConsentRefusal.BEYOND_MANDATE, field="items")
    early, late = grant(PLAN, 15, at=4.99), grant(PLAN, 25, at=20)
    _refused(story, early, ConsentRefusal.BEYOND_MANDATE, field="items", now=4.99)
    _refused(story, late, ConsentRefusal.BEYOND_MANDATE, field="items", now=20)


@pytest.mark.parametrize("kind", [ActKind.ASK, ActKind.REFUSE])
def test_a_proxy_is_not_asked_about_and_does_not_refuse_what_the_mandate_leaves_out(
    kind: ActKind,
) -> None:
    story = Story(needed(GOD_MAN, mandate=mandate("invite")))
    if kind is ActKind.REFUSE:
        story.asks(PLAN, by=GOD_MAN)

    act = story.act(kind, [PLAN], by=GOD_MAN, at=10)

    _refused(story, act, ConsentRefusal.BEYOND_MANDATE, field="items")


def test_one_item_outside_the_mandate_stops_the_whole_act() -> None:
    story = Story(needed(GOD_MAN, mandate=mandate("plan")))
    act = story.act(ActKind.ASK, [PLAN, invite(REGION)], by=GOD_MAN, at=10)

    _refused(story, act, ConsentRefusal.BEYOND_MANDATE, field="items")


def test_a_proxy_may_take_back_what_the_mandate_does_not_cover() -> None:
    story = Story(needed(GOD_MAN, mandate=mandate("plan")))
    story.grants(invite(REGION), by=GOD_MAN)

    _allowed(story, story.act(ActKind.WITHDRAW, [invite(REGION)], by=GOD_MAN, at=10))


def test_an_act_recorded_in_error_is_annulled_once() -> None:
    story = Story()
    wrong = story.grants(PLAN)

    _allowed(story, story.act(ActKind.ERROR, at=10, corrects=wrong))
    story.annuls(wrong)
    again = story.act(ActKind.ERROR, at=10, corrects=wrong)
    _refused(story, again, ConsentRefusal.ALREADY_CORRECTED)


def test_an_error_corrects_an_act_that_is_there_of_the_same_person_and_no_error() -> None:
    story = Story(needed(ADA), needed(MUM))
    wrong = story.grants(PLAN)
    error = story.annuls(story.asks(invite(REGION)))
    why = ConsentRefusal.NOTHING_TO_CORRECT

    _refused(story, story.act(ActKind.ERROR, at=10), why)
    _refused(story, story.act(ActKind.ERROR, at=10, corrects=error), why)
    _refused(story, story.act(ActKind.ERROR, by=MUM, at=10, corrects=wrong), why)
    elsewhere = Story().act(ActKind.GRANT, [PLAN])
    missing = story.act(ActKind.ERROR, at=10, corrects=replace(elsewhere, id=MUNICIPALITY))
    _refused(story, missing, why)


def test_what_somebody_said_who_is_no_longer_needed_can_still_be_annulled() -> None:
    story = Story(needed(ADA), needed(MUM, until=5))
    wrong = story.grants(PLAN, by=MUM)

    _allowed(story, story.act(ActKind.ERROR, by=MUM, at=10, corrects=wrong))
