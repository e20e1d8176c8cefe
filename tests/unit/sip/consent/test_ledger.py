"""Who may see what, and why: the rules of consent told as examples."""

from dataclasses import replace
from enum import StrEnum
from uuid import UUID

import pytest

from sip.kernel.vocabulary import ActKind, How
from sip.ledger import rules
from sip.ledger.rules import (
    PLAN,
    Consenter,
    Item,
    ItemKind,
    State,
    invite,
    is_annulled,
    is_word,
    relative,
    share,
    speakers,
)
from tests.unit.sip.consent.specification import (
    OWN,
    Ground,
    Sight,
    consent,
    discloses,
    ends_at,
    opens,
    owns,
    owns_words,
    who_sees,
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

HEALTH = share(REGION, MUNICIPALITY, "health")
TO_REGION = share(MUNICIPALITY, REGION, "housing")


def open_story() -> Story:
    """Ada says yes to a plan with the region, which sees what the municipality says on housing."""
    story = Story()
    story.grants(PLAN, invite(REGION), TO_REGION)
    return story


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        (ActKind, "ask grant refuse withdraw error"),
        (How, "oral written electronic"),
        (State, "not_asked asked granted refused withdrawn expired"),
        (ItemKind, "plan invite relative share"),
    ],
)
def test_the_words_of_the_ledger_are_stored_for_good(words: type[StrEnum], stored: str) -> None:
    """What has been recorded under one of them has to be understood always."""
    assert [word.value for word in words] == stored.split()


KEYS = (
    (PLAN, "plan"),
    (invite(REGION), f"invite:{REGION}"),
    (relative(SISTER), f"relative:{SISTER}"),
    (HEALTH, f"share:{REGION}:{MUNICIPALITY}:health"),
)


def test_every_kind_of_item_has_a_key() -> None:
    assert {item.kind for item, _key in KEYS} == set(ItemKind)


@pytest.mark.parametrize(("item", "key"), KEYS)
def test_an_item_is_stored_as_its_key_and_read_back(item: Item, key: str) -> None:
    assert item.key == key
    assert Item.parse(key) == item


def test_an_item_names_what_it_is_about() -> None:
    assert Item(ItemKind.SHARE, to=MUNICIPALITY, source=REGION, category="health") == HEALTH
    assert invite(REGION) == Item(ItemKind.INVITE, to=REGION)
    assert relative(SISTER) == Item(ItemKind.RELATIVE, to=SISTER)
    assert invite(REGION) != invite(SCHOOL)
    assert PLAN.key != PLAN


@pytest.mark.parametrize(
    "key",
    [
        *("", "everything", "plan:all", "invite", "invite:*", f"invite:{REGION}:health"),
        *(f"relative:{SISTER}:x", f"share:{REGION}:{MUNICIPALITY}"),
        *(f"share:{REGION}:{MUNICIPALITY}:", f"share:*:{MUNICIPALITY}:health"),
        f"share:{REGION}:{MUNICIPALITY}:health:more",
    ],
)
def test_there_are_no_wildcards_and_nothing_half_said(key: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Item.parse(key)


def test_a_key_that_is_no_item_is_told_as_such() -> None:
    with pytest.raises(ValueError, match="not an item of consent: plan:all"):
        Item.parse("plan:all")


def test_who_has_said_nothing_has_not_been_asked() -> None:
    assert Story().state() is State.NOT_ASKED


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ActKind.ASK, State.ASKED),
        (ActKind.REFUSE, State.REFUSED),
        (ActKind.WITHDRAW, State.WITHDRAWN),
    ],
)
def test_the_last_word_says_where_somebody_stands(kind: ActKind, expected: State) -> None:
    story = Story()
    story.grants(PLAN)
    story.record(story.act(kind, [PLAN], at=1))

    assert story.state(at=1) is expected


def test_of_two_acts_at_the_same_instant_the_later_recorded_counts() -> None:
    story = Story()
    story.asks(PLAN)
    story.grants(PLAN)

    assert story.state() is State.GRANTED


def test_a_consent_holds_from_its_first_instant_up_to_but_not_including_its_last() -> None:
    story = Story()
    story.record(story.act(ActKind.GRANT, [PLAN], at=0, since=2, until=4))

    assert story.state(at=1.99) is State.ASKED
    assert story.state(at=2) is State.GRANTED
    assert story.state(at=3.99) is State.GRANTED
    assert story.state(at=4) is State.EXPIRED


@pytest.mark.parametrize(("since", "until"), [(None, 4), (0, None), (None, None)])
def test_a_consent_without_a_period_is_none(since: float | None, until: float | None) -> None:
    story = Story()
    story.record(story.act(ActKind.GRANT, [PLAN], since=since, until=until))

    assert story.state(at=1) is State.ASKED


def test_what_was_said_later_does_not_change_what_held_before() -> None:
    story = Story()
    story.grants(PLAN, at=1)
    story.withdraws(PLAN, at=3)

    assert story.state(at=0.99) is State.NOT_ASKED
    assert story.state(at=1) is State.GRANTED
    assert story.state(at=2.99) is State.GRANTED
    assert story.state(at=3) is State.WITHDRAWN


def test_an_annulled_consent_ends_when_it_is_annulled_and_not_before() -> None:
    story = Story()
    wrong = story.grants(PLAN)
    story.annuls(wrong, at=2)

    assert story.state(at=1.99) is State.GRANTED
    assert story.state(at=2) is State.NOT_ASKED
    assert not is_annulled(story.ledger, wrong, hour(1.99))
    assert is_annulled(story.ledger, wrong, hour(2))


def test_to_annul_a_withdrawal_does_not_bring_the_consent_back() -> None:
    story = Story()
    story.grants(PLAN)
    wrong = story.withdraws(PLAN, at=1)
    story.annuls(wrong, at=2)

    assert story.state(at=2) is State.NOT_ASKED


def test_to_annul_what_was_replaced_leaves_the_last_word() -> None:
    story = Story()
    first = story.asks(PLAN)
    story.grants(PLAN)
    story.annuls(first, at=1)

    assert story.state(at=1) is State.GRANTED


def test_an_error_is_no_word_even_when_it_names_an_item() -> None:
    story = Story()
    story.grants(PLAN)
    story.record(story.act(ActKind.ERROR, [PLAN], at=1))

    assert story.state(at=1) is State.GRANTED


def test_each_consenter_and_item_stands_by_itself() -> None:
    story = Story(needed(MUM), needed(DAD))
    story.grants(PLAN, by=MUM)

    assert story.state(of=DAD) is State.NOT_ASKED
    assert story.state(invite(REGION), of=MUM) is State.NOT_ASKED


def test_nothing_is_consented_to_where_nobody_is_required() -> None:
    story = Story(needed(ADA, since=5))

    assert consent(story.ledger, PLAN, hour(0)) is None


def test_without_consent_there_are_no_acts_to_rest_on() -> None:
    story = Story(needed(MUM), needed(DAD))
    story.grants(PLAN, by=MUM)

    assert rules.consent(story.ledger, PLAN, hour(0)) == ()


def test_both_guardians_have_to_say_yes() -> None:
    story = Story(needed(MUM), needed(DAD))
    first = story.grants(PLAN, by=MUM)

    assert consent(story.ledger, PLAN, hour(0)) is None

    second = story.grants(PLAN, by=DAD, at=1)
    ground = consent(story.ledger, PLAN, hour(1))
    assert ground is not None
    assert ground.acts == (first.id, second.id)
    assert ground.basis is None


def test_either_guardian_can_withdraw_for_all() -> None:
    story = Story(needed(MUM), needed(DAD))
    story.grants(PLAN, by=MUM)
    story.grants(PLAN, by=DAD)
    story.withdraws(PLAN, by=DAD, at=2)

    assert consent(story.ledger, PLAN, hour(1.99)) is not None
    assert consent(story.ledger, PLAN, hour(2)) is None


def test_at_eighteen_the_childs_own_word_takes_over_at_midnight() -> None:
    story = Story(needed(MUM, until=24), needed(ADA, since=24))
    story.grants(PLAN, by=MUM)

    assert consent(story.ledger, PLAN, hour(23.99)) is not None
    assert consent(story.ledger, PLAN, hour(24)) is None

    own = story.grants(PLAN, by=ADA, at=25)
    ground = consent(story.ledger, PLAN, hour(25))
    assert ground is not None
    assert ground.acts == (own.id,)


def test_a_proxys_word_holds_within_the_mandate_and_its_term() -> None:
    term = mandate("plan", "share:health", since=1, until=9)
    story = Story(needed(GOD_MAN, mandate=term, replaces=True))
    story.grants(PLAN, HEALTH, TO_REGION, invite(REGION), by=GOD_MAN, at=1)

    assert consent(story.ledger, PLAN, hour(1)) is not None
    assert consent(story.ledger, HEALTH, hour(1)) is not None
    assert consent(story.ledger, TO_REGION, hour(1)) is None
    assert consent(story.ledger, invite(REGION), hour(1)) is None
    assert consent(story.ledger, PLAN, hour(8.99)) is not None
    assert consent(story.ledger, PLAN, hour(9)) is None


def test_a_yes_from_before_the_givers_own_time_never_counts() -> None:
    """The one class in which the oracle of the examination and the product disagreed."""
    term = mandate("plan", since=5)
    for late in (needed(GOD_MAN, since=5), needed(GOD_MAN, mandate=term, replaces=True)):
        story = Story(late)
        story.grants(PLAN, by=GOD_MAN, at=4.99)

        assert consent(story.ledger, PLAN, hour(5)) is None
        assert story.state(of=GOD_MAN, at=5) is State.EXPIRED

        story.asks(PLAN, by=GOD_MAN, at=5)
        story.grants(PLAN, by=GOD_MAN, at=5)
        assert consent(story.ledger, PLAN, hour(5)) is not None


def test_who_stands_beside_the_person_opens_nothing_without_them() -> None:
    story = Story(needed(ADA), needed(GOD_MAN, mandate=mandate("plan")))
    story.grants(PLAN, by=GOD_MAN)
    assert consent(story.ledger, PLAN, hour(0)) is None

    story.grants(PLAN)
    assert consent(story.ledger, PLAN, hour(0)) is not None

    alone = Story(needed(GOD_MAN, mandate=mandate("plan")))
    alone.grants(PLAN, by=GOD_MAN)
    assert consent(alone.ledger, PLAN, hour(0)) is None


def test_the_person_decides_alone_on_what_a_mandate_leaves_out() -> None:
    for replaces in (False, True):
        paper = mandate("plan")
        story = Story(needed(ADA), needed(GOD_MAN, mandate=paper, replaces=replaces))
        story.grants(invite(REGION))
        assert consent(story.ledger, invite(REGION), hour(0)) is not None
        story.grants(PLAN)
        assert consent(story.ledger, PLAN, hour(0)) is None


def _replaced() -> Story:
    return Story(needed(ADA), needed(GOD_MAN, mandate=mandate("plan", until=50), replaces=True))


def test_who_replaces_the_person_says_yes_in_their_place() -> None:
    story = _replaced()
    yes = story.grants(PLAN, by=GOD_MAN)

    ground = consent(story.ledger, PLAN, hour(0))
    assert ground is not None
    assert ground.acts == (yes.id,)


@pytest.mark.parametrize("kind", [ActKind.REFUSE, ActKind.WITHDRAW])
def test_the_persons_no_counts_whoever_says_yes_in_their_place(kind: ActKind) -> None:
    story = _replaced()
    story.grants(PLAN, by=GOD_MAN)
    no = story.record(story.act(kind, [PLAN], at=2))

    assert consent(story.ledger, PLAN, hour(1.99)) is not None
    assert consent(story.ledger, PLAN, hour(2)) is None
    # neither a new question, a correction nor a new yes by the other takes it back
    story.asks(PLAN, at=3)
    assert consent(story.ledger, PLAN, hour(3)) is None
    story.annuls(no, at=4)
    assert consent(story.ledger, PLAN, hour(4)) is None
    story.grants(PLAN, by=GOD_MAN, at=5)
    assert consent(story.ledger, PLAN, hour(5)) is None

    own = story.grants(PLAN, at=6)
    assert consent(story.ledger, PLAN, hour(6)) is not None
    story.annuls(own, at=7)
    assert consent(story.ledger, PLAN, hour(7)) is None


def test_the_no_of_a_child_who_is_not_asked_counts() -> None:
    story = Story(needed(MUM, until=24), needed(ADA, since=24))
    story.grants(PLAN, by=MUM)
    story.refuses(PLAN, at=1)

    assert consent(story.ledger, PLAN, hour(0)) is not None
    assert consent(story.ledger, PLAN, hour(1)) is None
    assert [one.person for one in speakers(story.ledger, hour(1))] == [MUM, ADA]


def test_the_person_is_heard_once_and_those_who_are_asked_each_in_their_time() -> None:
    def heard(*consenters: Consenter, at: float) -> list[Consenter]:
        return list(speakers(Story(*consenters).ledger, hour(at)))

    mum, dad = needed(MUM, until=9), needed(DAD, since=5)
    child, grown = needed(ADA, since=4, until=9), needed(ADA, since=9)
    assert heard(mum, dad, child, grown, at=1) == [mum, child]
    assert heard(mum, dad, child, grown, at=4) == [mum, child]
    assert heard(mum, dad, child, grown, at=9) == [dad, grown]
    # a term that was cut off before it began has no beginning
    assert heard(mum, needed(ADA, since=4, until=4), at=4) == [mum]


def test_an_error_and_a_question_are_no_words() -> None:
    story = Story()
    asked, said = story.asks(PLAN), story.grants(PLAN)
    error = story.annuls(asked)

    heard = [is_word(story.ledger, act, hour(1)) for act in (asked, said, error)]
    assert heard == [False, True, False]


def test_nothing_opens_because_somebody_who_said_no_is_let_go() -> None:
    gone = (needed(DAD, until=5), needed(GOD_MAN, until=5, mandate=mandate("plan")))
    for one in gone:
        story = Story(needed(MUM), one)
        story.grants(PLAN, by=MUM)
        story.refuses(PLAN, by=one.person)

        assert consent(story.ledger, PLAN, hour(5)) is None
        assert story.state(of=MUM, at=4.99) is State.GRANTED
        assert story.state(of=MUM, at=5) is State.EXPIRED

        story.asks(PLAN, by=MUM, at=5)
        story.grants(PLAN, by=MUM, at=5)
        assert consent(story.ledger, PLAN, hour(5)) is not None


@pytest.mark.parametrize("proxy", [False, True])
def test_what_everybody_had_said_yes_to_goes_on_without_who_is_let_go(*, proxy: bool) -> None:
    paper = mandate("plan", "invite") if proxy else None
    story = Story(needed(ADA), needed(GOD_MAN, until=5, mandate=paper))
    story.grants(PLAN, invite(REGION))
    yes = story.grants(PLAN, by=GOD_MAN, until=5)

    assert consent(story.ledger, PLAN, hour(5)) is not None
    assert story.state(at=5) is State.GRANTED
    # of what the other had not said yes to those left are asked anew
    assert consent(story.ledger, invite(REGION), hour(4.99)) is None
    assert consent(story.ledger, invite(REGION), hour(5)) is None
    # that it was not meant is not too late to say
    story.annuls(yes, by=GOD_MAN, at=6)
    assert consent(story.ledger, PLAN, hour(5.99)) is not None
    assert consent(story.ledger, PLAN, hour(6)) is None


@pytest.mark.parametrize(
    ("given", "until"), [(0, 4.99), (4.99, 5), (0, 1000)], ids=["ran out", "late", "stood"]
)
def test_only_a_yes_that_stood_to_the_last_lets_it_go_on(given: float, until: float) -> None:
    story = Story(needed(MUM), needed(DAD, until=5))
    story.grants(PLAN, by=MUM)
    story.grants(PLAN, by=DAD, at=given, until=until)

    assert (consent(story.ledger, PLAN, hour(5)) is not None) is (until >= 5)


def test_a_yes_that_begins_when_its_giver_is_let_go_lets_nothing_go_on() -> None:
    for since, at in ((5, 0), (5, 5), (4, 5)):
        story = Story(needed(MUM), needed(DAD, until=5))
        story.grants(PLAN, by=MUM)
        story.record(story.act(ActKind.GRANT, [PLAN], by=DAD, at=at, since=since, until=9))

        assert consent(story.ledger, PLAN, hour(5)) is None


@pytest.mark.parametrize(("since", "until"), [(0, None), (None, 9)])
def test_a_yes_without_a_period_lets_nothing_go_on(
    since: float | None, until: float | None
) -> None:
    story = Story(needed(MUM), needed(DAD, until=5))
    story.grants(PLAN, by=MUM)
    story.record(story.act(ActKind.GRANT, [PLAN], by=DAD, since=since, until=until))

    assert consent(story.ledger, PLAN, hour(5)) is None


def test_a_yes_said_the_moment_somebody_else_goes_is_said_anew() -> None:
    story = Story(needed(ADA), needed(MUM, until=8), needed(DAD, until=5))
    for one in (ADA, MUM):
        story.grants(PLAN, by=one, at=5)

    assert consent(story.ledger, PLAN, hour(8)) is not None


def test_a_yes_from_before_the_givers_own_term_lets_nothing_go_on() -> None:
    story = Story(needed(MUM), needed(DAD, since=2, until=5))
    story.grants(PLAN, by=MUM)
    story.grants(PLAN, by=DAD, at=1)

    assert consent(story.ledger, PLAN, hour(5)) is None


def test_a_yes_that_had_to_be_given_anew_lets_nothing_go_on() -> None:
    """Whoever goes last had not said yes since somebody else went with a no."""
    story = Story(needed(MUM), needed(DAD, until=5), needed(SISTER, until=3))
    story.grants(PLAN, by=DAD)
    story.refuses(PLAN, by=SISTER)
    story.grants(PLAN, by=MUM, at=4)

    assert consent(story.ledger, PLAN, hour(4.99)) is None
    assert consent(story.ledger, PLAN, hour(5)) is None
    story.grants(PLAN, by=DAD, at=4.5)
    assert consent(story.ledger, PLAN, hour(4.5)) is not None
    assert consent(story.ledger, PLAN, hour(5)) is not None


def test_two_who_go_one_after_the_other_with_a_yes_leave_it_open() -> None:
    story = Story(needed(MUM), needed(DAD, until=5), needed(SISTER, until=3))
    for one in (MUM, DAD, SISTER):
        story.grants(PLAN, by=one)

    assert consent(story.ledger, PLAN, hour(3)) is not None
    assert consent(story.ledger, PLAN, hour(5)) is not None


def test_when_who_replaced_the_person_is_let_go_the_persons_own_yes_is_needed() -> None:
    for own in (False, True):
        paper = mandate("plan", until=5)
        story = Story(needed(ADA), needed(GOD_MAN, mandate=paper, replaces=True))
        story.grants(PLAN, by=GOD_MAN)
        if own:
            story.grants(PLAN)

        assert consent(story.ledger, PLAN, hour(4.99)) is not None
        assert (consent(story.ledger, PLAN, hour(5)) is not None) is own


def test_nothing_opens_because_the_mandate_of_somebody_who_said_no_runs_out() -> None:
    story = Story(needed(ADA), needed(GOD_MAN, mandate=mandate("plan", until=5)))
    story.grants(PLAN)
    story.refuses(PLAN, by=GOD_MAN)

    assert consent(story.ledger, PLAN, hour(5)) is None
    story.asks(PLAN, at=5)
    story.grants(PLAN, at=5)
    assert consent(story.ledger, PLAN, hour(5)) is not None


def test_who_was_let_go_before_their_time_began_has_left_no_one_to_ask_anew() -> None:
    never = needed(DAD, since=3, until=3)
    story = Story(needed(ADA), never)
    story.grants(PLAN)

    assert consent(story.ledger, PLAN, hour(4)) is not None
    assert never.ceased_at(PLAN, hour(4)) is None
    assert needed(DAD, until=3).ceased_at(PLAN, hour(3)) == hour(3)


def test_who_is_not_asked_yet_has_not_gone() -> None:
    story = Story(needed(ADA), needed(DAD, since=3, until=5))
    story.grants(PLAN)

    assert consent(story.ledger, PLAN, hour(2.99)) is not None
    assert consent(story.ledger, PLAN, hour(3)) is None


def test_what_a_mandate_left_out_is_not_asked_anew_when_it_ends() -> None:
    story = Story(needed(ADA), needed(GOD_MAN, mandate=mandate("invite", until=5)))
    story.grants(PLAN)

    assert consent(story.ledger, PLAN, hour(5)) is not None


def test_a_new_mandate_for_the_same_proxy_leaves_the_others_word() -> None:
    first = needed(GOD_MAN, until=5, mandate=mandate("plan"))
    second = replace(needed(GOD_MAN, since=5, mandate=mandate("plan")), id=UUID(int=999))
    story = Story(needed(ADA), first, second)
    story.grants(PLAN)
    again = replace(story.act(ActKind.GRANT, [PLAN], at=6, since=6, until=9), consenter=second.id)
    story.record(again)

    assert consent(story.ledger, PLAN, hour(5)) is None
    assert consent(story.ledger, PLAN, hour(6)) is not None


def test_at_eighteen_a_no_of_the_guardians_opens_nothing() -> None:
    story = Story(needed(MUM, until=24), needed(ADA))
    story.grants(PLAN)
    story.refuses(PLAN, by=MUM)

    assert consent(story.ledger, PLAN, hour(24)) is None
    story.asks(PLAN, at=24)
    story.grants(PLAN, at=24)
    assert consent(story.ledger, PLAN, hour(24)) is not None


def test_a_mandate_for_shares_of_no_kind_covers_none() -> None:
    story = Story(needed(GOD_MAN, mandate=mandate("share")))
    story.grants(HEALTH, by=GOD_MAN)

    assert consent(story.ledger, HEALTH, hour(0)) is None


def test_the_plan_opens_to_who_found_the_need_by_consent_to_the_plan_alone() -> None:
    story = Story()
    assert opens(story.ledger, MUNICIPALITY, hour(0)) is None

    yes = story.grants(PLAN)

    ground = opens(story.ledger, MUNICIPALITY, hour(0))
    assert ground is not None
    assert ground.acts == (yes.id,)
    assert opens(story.ledger, REGION, hour(0)) is None


def test_to_anybody_else_it_opens_by_the_plan_and_their_own_invitation() -> None:
    story = Story()
    called = story.grants(invite(REGION), relative(SISTER))
    assert opens(story.ledger, REGION, hour(0)) is None

    yes = story.grants(PLAN, at=1)

    for party in (REGION, SISTER):
        ground = opens(story.ledger, party, hour(1))
        assert ground is not None
        assert ground.acts == (yes.id, called.id)
    assert opens(story.ledger, POLICE, hour(1)) is None


def test_what_is_shared_is_seen_by_whom_it_names_and_nobody_else() -> None:
    story = open_story()
    at = hour(0)

    assert discloses(story.ledger, MUNICIPALITY, REGION, "housing", at) is not None
    assert discloses(story.ledger, MUNICIPALITY, REGION, "health", at) is None
    assert discloses(story.ledger, REGION, MUNICIPALITY, "housing", at) is None
    assert discloses(story.ledger, MUNICIPALITY, POLICE, "housing", at) is None


def test_a_disclosure_cites_every_act_it_rests_on() -> None:
    story = Story()
    yes, called = story.grants(PLAN), story.grants(invite(REGION))
    shared = story.grants(TO_REGION)

    ground = discloses(story.ledger, MUNICIPALITY, REGION, "housing", hour(0))

    assert ground is not None
    assert ground.acts == (yes.id, called.id, shared.id)


def test_a_share_does_nothing_without_the_plan_and_the_invitation() -> None:
    for items in ([TO_REGION], [PLAN, TO_REGION], [invite(REGION), TO_REGION]):
        story = Story()
        story.grants(*items)
        assert discloses(story.ledger, MUNICIPALITY, REGION, "housing", hour(0)) is None


def test_a_party_sees_its_own_writing_while_the_plan_is_open_to_it() -> None:
    story = open_story()

    ground = discloses(story.ledger, REGION, REGION, "economy", hour(0))

    assert ground is not None
    assert ground == opens(story.ledger, REGION, hour(0))
    assert discloses(story.ledger, POLICE, POLICE, "economy", hour(0)) is None


def test_a_basis_discloses_without_consent_but_opens_nothing() -> None:
    story = Story()
    basis = story.decides(MUNICIPALITY, POLICE, "health", at=1, until=3)

    ground = discloses(story.ledger, MUNICIPALITY, POLICE, "health", hour(1))

    assert ground is not None
    assert (ground.basis, ground.acts) == (basis.id, ())
    assert opens(story.ledger, POLICE, hour(1)) is None
    for source, to, category, at in [
        (MUNICIPALITY, POLICE, "health", 0.99),
        (MUNICIPALITY, POLICE, "health", 3),
        (MUNICIPALITY, POLICE, "economy", 1),
        (MUNICIPALITY, REGION, "health", 1),
        (POLICE, MUNICIPALITY, "health", 1),
    ]:
        assert discloses(story.ledger, source, to, category, hour(at)) is None
    assert discloses(story.ledger, MUNICIPALITY, POLICE, "health", hour(2.99)) is not None


def test_a_basis_can_be_ended_before_its_time() -> None:
    story = Story()
    basis = story.decides(MUNICIPALITY, POLICE, "health", until=9)
    story.ends(basis, at=4)

    assert discloses(story.ledger, MUNICIPALITY, POLICE, "health", hour(3.99)) is not None
    assert discloses(story.ledger, MUNICIPALITY, POLICE, "health", hour(4)) is None


def test_the_second_of_two_bases_holds_when_the_first_does_not() -> None:
    story = Story()
    story.decides(MUNICIPALITY, POLICE, "economy", until=9)
    second = story.decides(MUNICIPALITY, POLICE, "health", until=9)

    ground = discloses(story.ledger, MUNICIPALITY, POLICE, "health", hour(1))

    assert ground is not None
    assert ground.basis == second.id


def test_the_plan_is_its_persons_whatever_anybody_consents_to() -> None:
    story = Story(needed(MUM))

    assert owns(story.ledger, ADA, hour(0))


def test_who_stands_in_for_the_person_owns_the_plan_while_they_do() -> None:
    story = Story(
        needed(MUM, since=1, until=9),
        needed(GOD_MAN, mandate=mandate("plan", since=0, until=5)),
        needed(SISTER, mandate=mandate("share:health")),
    )

    assert not owns(story.ledger, MUM, hour(0.99))
    assert owns(story.ledger, MUM, hour(1))
    assert not owns(story.ledger, MUM, hour(9))
    assert owns(story.ledger, GOD_MAN, hour(4.99))
    assert not owns(story.ledger, GOD_MAN, hour(5))
    assert not owns(story.ledger, SISTER, hour(1))
    assert not owns(story.ledger, DAD, hour(1))


def test_a_proxy_reads_what_the_mandate_names_and_no_more() -> None:
    paper = mandate("plan", "share:economy", since=0, until=5)
    without_plan = needed(DAD, mandate=mandate("share:economy"))
    later = needed(SISTER, since=8)
    story = Story(needed(MUM, until=9), needed(GOD_MAN, mandate=paper), later, without_plan)
    reads = [
        (one, category, at)
        for one in (ADA, MUM, GOD_MAN, SISTER, DAD)
        for category in ("economy", "health")
        for at in (4.99, 5)
        if owns_words(story.ledger, one, category, hour(at))
    ]

    both = [(category, at) for category in ("economy", "health") for at in (4.99, 5)]
    assert reads == [
        *((ADA, *one) for one in both),
        *((MUM, *one) for one in both),
        (GOD_MAN, "economy", 4.99),
    ]


def test_a_page_can_list_who_sees_what_and_until_when() -> None:
    story = Story()
    story.grants(PLAN, until=50)
    story.grants(invite(REGION), until=40)
    story.grants(TO_REGION, share(POLICE, REGION, "health"), until=60)
    basis = story.decides(REGION, SCHOOL, "health", until=30)

    seen = who_sees(
        story.ledger,
        [SCHOOL, REGION],
        [MUNICIPALITY, REGION, POLICE],
        ["health", "housing"],
        hour(1),
    )

    grounds = {
        category: discloses(story.ledger, source, REGION, category, hour(1))
        for source, category in [(MUNICIPALITY, "housing"), (POLICE, "health")]
    }
    assert [(one.party, one.source, one.category) for one in seen] == [
        (SCHOOL, REGION, "health"),
        (REGION, MUNICIPALITY, "housing"),
        (REGION, POLICE, "health"),
    ]
    assert seen[0].ground.basis == basis.id
    assert [one.until for one in seen] == [hour(30), hour(40), hour(40)]
    assert [one.ground for one in seen[1:]] == [grounds["housing"], grounds["health"]]
    assert all(isinstance(one, Sight) for one in seen)


def test_what_is_somebodys_own_has_no_end() -> None:
    story = open_story()
    story.decides(MUNICIPALITY, POLICE, "health", until=3)

    assert ends_at(story.ledger, OWN) is None


def test_what_has_no_end_of_its_own_does_not_end_the_rest() -> None:
    story = Story()
    asked, yes = story.asks(PLAN), story.grants(PLAN, until=7)

    assert ends_at(story.ledger, Ground((asked.id, yes.id))) == hour(7)


def test_an_error_from_the_past_does_not_reach_a_like_act_of_today() -> None:
    story = Story()
    first = story.grants(PLAN)
    story.annuls(first, at=1)
    story.grants(PLAN, at=2)

    assert story.state(at=2) is State.GRANTED
