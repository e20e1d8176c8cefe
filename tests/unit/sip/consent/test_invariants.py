"""The invariants of consent, held against the clerk of oracle.py while a plan lives on.

Two organisations, the police, a sister; a grown person, a child of two guardians who turns 18, or
a person with a proxy. They are asked, say yes and no, take back, make mistakes, and time passes.
That an action goes only to who sees its goal (12) is for the database: see test_three_ways.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from portal.authz import OrganisationKind
from sip.kernel.legal_grounds import Activity, LegalGround, Receiver
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import ActKind
from sip.ledger.recording import Proposal, check_act, check_basis
from sip.ledger.rules import (
    PLAN,
    Act,
    Consenter,
    Item,
    State,
    invite,
    relative,
    share,
    state,
)
from sip.ledger.rules import needed as needed_for
from tests.unit.sip.consent import oracle
from tests.unit.sip.consent.specification import (
    Ground,
    Sight,
    consent,
    discloses,
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
    START,
    Story,
    hour,
    mandate,
    needed,
)

PARTIES = (MUNICIPALITY, REGION, POLICE, SISTER)
SOURCES = (MUNICIPALITY, REGION)
CATEGORIES = ("health", "housing")
STRANGER = SCHOOL  # in no act and no decision: another county's, say
LONGEST = 6
CODE = LegalGround(
    code="ground",
    label="Grund",
    law="1 kap. 1 § OSL",
    longest=hour(LONGEST) - START,
    hint="…",
    may_decide=frozenset({Activity.HEALTH_CARE}),
    may_receive=frozenset({Receiver.AUTHORITY}),
    conditions=frozenset(),
    needs=frozenset(),
    is_verified=True,
    english="Ground",
    hint_english="…",
)

ITEMS = (
    PLAN,
    invite(REGION),
    invite(POLICE),
    relative(SISTER),
    share(MUNICIPALITY, REGION, "health"),
    share(MUNICIPALITY, REGION, "housing"),
    share(REGION, MUNICIPALITY, "health"),
    share(REGION, POLICE, "housing"),
    share(MUNICIPALITY, SISTER, "housing"),
)
SCOPES = ("plan", "invite", "relative", "share:health", "share:housing")
GRANTS: dict[str, tuple[Item, ...]] = {
    "everything": ITEMS,
    "the plan": (PLAN,),
    "the region": (PLAN, ITEMS[1], *ITEMS[4:6]),
    "the sister": (PLAN, ITEMS[3], ITEMS[8]),
}

wished = st.one_of(
    st.sampled_from(list(GRANTS.values())), st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3)
)
KINDS: Mapping[ActKind, oracle.Word] = {
    ActKind.ASK: "ask",
    ActKind.GRANT: "grant",
    ActKind.REFUSE: "refuse",
    ActKind.WITHDRAW: "withdraw",
}


def _plain(item: Item) -> oracle.Item:
    """An item in the clerk's words."""
    named = (item.kind.value, item.source, item.to, item.category)
    return tuple(part for part in named if part is not None)


class LivingPlan(RuleBasedStateMachine):
    """One plan, the rules and the clerk side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.story = Story()
        self.clerk = oracle.Clerk(MUNICIPALITY, ADA)
        self.answers: dict[int, object] = {}  # what was answered at hours that are over
        self.hours: set[int] = set()  # where something begins or ends

    # how it begins

    @initialize(
        kind=st.sampled_from(
            ["adult", "child", "mature child", "replaced", "adult and proxy", "proxy alone"]
        ),
        birthday=st.integers(2, 12),
        scope=st.sets(st.sampled_from(SCOPES), min_size=2),
        term=st.integers(3, 12),
    )
    def begin(self, kind: str, birthday: int, scope: set[str], term: int) -> None:
        """Who has to consent, and when."""
        paper = mandate("plan", *scope, since=0, until=term)
        consenters = {
            "adult": [needed(ADA)],
            "child": [needed(MUM, 0, birthday), needed(DAD, 0, birthday), needed(ADA, birthday)],
            "mature child": [needed(MUM, 0, birthday), needed(ADA, 1)],
            "replaced": [needed(ADA), needed(GOD_MAN, mandate=paper, replaces=True)],
            "proxy alone": [needed(GOD_MAN, mandate=paper), needed(ADA, birthday)],
            "adult and proxy": [needed(ADA), needed(GOD_MAN, 1, mandate=paper)],
        }[kind]
        self.story = Story(*consenters)
        for one in consenters:
            self._tell(one)
        self.hours |= {birthday, term}

    def _tell(self, one: Consenter) -> None:
        may = None
        if one.mandate is not None:
            edges = one.mandate.valid_from, one.mandate.valid_to
            since, until = ((edge - START).total_seconds() // 3600 for edge in edges)
            may = (one.mandate.scope, int(since), int(until))
        since = (one.required_from - START).total_seconds() // 3600
        until = oracle.FOREVER
        if one.required_to is not None:
            until = int((one.required_to - START).total_seconds() // 3600)
        person = oracle.Person(one.id, one.person, int(since), until, may, one.replaces)
        self.clerk.people.append(person)

    # what can happen

    @rule(hours=st.sampled_from([1, 1, 2, 3, 7]))
    def wait(self, hours: int) -> None:
        """Time passes; what was answered until now is over and noted."""
        for at in range(self.now, self.now + hours):
            self.answers[at] = self._answer(at)
        self.now += hours

    @rule(data=st.data(), kind=st.sampled_from(list(KINDS)), items=wished, length=st.integers(0, 9))
    def somebody_says(
        self, data: st.DataObject, kind: ActKind, items: list[Item], length: int
    ) -> None:
        """Somebody is asked or answers, whether it is in order or not."""
        one = data.draw(st.sampled_from(self.story.ledger.consenters))
        since = self.now + data.draw(st.sampled_from([0, 0, 0, 1, -1]))
        self._say(kind, one, items, since, since + length)

    @rule(items=wished, length=st.integers(1, 12))
    def everybody_agrees(self, items: list[Item], length: int) -> None:
        """All who can are asked, and say yes: so that there is something to see."""
        for one in self.story.ledger.consenters:
            paper = self._person(one).may
            end = self.now + length if paper is None else min(self.now + length, paper[2])
            for item in items:
                self._say(ActKind.ASK, one, [item], self.now, end)
                self._say(ActKind.GRANT, one, [item], self.now, end)

    @precondition(lambda self: self._granted())
    @rule(data=st.data())
    def somebody_takes_back(self, data: st.DataObject) -> None:
        """Invariant 3: consent by a required consenter ends at that very instant."""
        one, item = data.draw(st.sampled_from(self._granted()))
        assert self._say(ActKind.WITHDRAW, one, [item], 0, 0) or not self._may_speak(one)
        if one.is_needed(item, hour(self.now)) or one.person == ADA:
            assert consent(self.story.ledger, item, hour(self.now)) is None

    def _say(
        self, kind: ActKind, one: Consenter, items: list[Item], since: int, until: int
    ) -> bool:
        """Try to record; the rules and the clerk agree on whether it may be."""
        is_grant = kind is ActKind.GRANT
        act = self.story.act(
            kind,
            items,
            by=one.person,
            at=self.now,
            since=since if is_grant else None,
            until=until if is_grant else None,
        )
        slip = oracle.Slip(
            act.seq, self.now, one.id, KINDS[kind], tuple(map(_plain, items)), since, until
        )
        before = self._sights(self.now)
        is_less = not is_grant or all((one, item) in self._granted() for item in items)
        is_accepted = _is_allowed(self.story, act, self.now)
        assert is_accepted == self.clerk.accepts(slip)
        if is_accepted:
            self.story.record(act)
            self.clerk.diary.append(slip)
            self.hours |= {since, until} if is_grant else set()
            if is_less:
                assert self._sights(self.now) <= before  # invariant 2
        return is_accepted

    @precondition(lambda self: self.story.ledger.acts)
    @rule(data=st.data())
    def somebody_made_a_mistake(self, data: st.DataObject) -> None:
        """An act is annulled: both stay, and nothing opens by it."""
        wrong = data.draw(st.sampled_from(self.story.ledger.acts))
        [one] = [one for one in self.story.ledger.consenters if one.id == wrong.consenter]
        error = self.story.act(ActKind.ERROR, by=one.person, at=self.now, corrects=wrong)
        known = {line.wrong for line in self.clerk.diary if isinstance(line, oracle.Correction)}
        before = self._sights(self.now)
        is_right = wrong.kind is not ActKind.ERROR and wrong.seq not in known
        assert _is_allowed(self.story, error, self.now) == is_right
        if is_right:
            self.story.record(error)
            self.clerk.diary.append(oracle.Correction(error.seq, self.now, wrong.seq))
            assert self._sights(self.now) <= before

    @rule(
        organisation=st.sampled_from(SOURCES),
        receiver=st.sampled_from(PARTIES),
        categories=st.sets(st.sampled_from(CATEGORIES)),
        length=st.integers(0, LONGEST + 1),
    )
    def an_organisation_decides(
        self, organisation: UUID, receiver: UUID, categories: set[str], length: int
    ) -> None:
        """Invariant 10: for its own disclosures, and not for longer than the ground allows."""
        try:
            check_basis(
                [CODE],
                Proposal(
                    organisation=organisation,
                    kind=OrganisationKind.REGION,
                    activity=Activity.HEALTH_CARE,
                    to=receiver,
                    to_kind=OrganisationKind.MUNICIPALITY,
                    code="ground",
                    categories=categories,
                    condition=None,
                    provision="",
                    assessment="",
                    born=None,
                    decided_at=hour(self.now),
                    valid_to=hour(self.now + length),
                ),
            )
        except SipRuleError:
            assert organisation == receiver or not categories or length not in range(1, LONGEST + 1)
            return
        assert organisation != receiver
        assert categories
        assert 0 < length <= LONGEST
        until = self.now + length
        self.story.decides(organisation, receiver, *categories, at=self.now, until=until)
        number = len(self.clerk.decisions)
        self.clerk.decisions.append(
            oracle.Decision(number, organisation, receiver, frozenset(categories), self.now, until)
        )
        self.hours.add(until)

    @precondition(lambda self: self.clerk.decisions)
    @rule(data=st.data())
    def a_decision_ends_early(self, data: st.DataObject) -> None:
        """It is ended now."""
        decision = data.draw(st.sampled_from(self.clerk.decisions))
        basis = self.story.ledger.bases[decision.number]
        if basis.ended_at is None and self.now < decision.until:
            self.story.ends(basis, at=self.now)
            decision.until = self.now

    @precondition(lambda self: len(self.story.ledger.consenters) < 4)
    @rule(scope=st.sets(st.sampled_from(SCOPES)), length=st.integers(1, 9), replaces=st.booleans())
    def a_proxy_comes_in(self, scope: set[str], length: int, *, replaces: bool) -> None:
        """From now on somebody else's word is needed too, or instead."""
        taken = {one.person for one in self.story.ledger.consenters}
        if SISTER in taken:
            return
        paper = mandate(*scope, since=self.now, until=self.now + length)
        one = needed(SISTER, self.now, mandate=paper, replaces=replaces)
        before = self._sights(self.now)
        consenters = (*self.story.ledger.consenters, one)
        self.story.ledger = replace(self.story.ledger, consenters=consenters)
        self._tell(one)
        self.hours.add(self.now + length)
        assert self._sights(self.now) <= before  # 13: who comes in opens nothing

    @rule(data=st.data())
    def somebody_is_no_longer_needed(self, data: st.DataObject) -> None:
        """Their time ends now, and nothing opens by it (15): those left are asked anew."""
        one = data.draw(st.sampled_from(self.story.ledger.consenters))
        if not one.is_required(hour(self.now)) or len(self.story.ledger.consenters) == 1:
            return
        ended, before = replace(one, required_to=hour(self.now)), self._sights(self.now)
        consenters = tuple(
            ended if other.id == one.id else other for other in self.story.ledger.consenters
        )
        self.story.ledger = replace(self.story.ledger, consenters=consenters)
        self._person(one).until = self.now
        assert self._sights(self.now) <= before

    # what always holds

    @invariant()
    def rules_and_clerk_agree(self) -> None:
        """Now, and at the edges of everything that begins or ends (6: expiry is exact)."""
        edges = {at + step for at in self.hours for step in (-1, 0)}
        ahead = sorted(at for at in edges if at > self.now)[:2]
        for at in (self.now, *ahead):
            ledger, when = self.story.ledger, hour(at)
            assert self._sights(at) == self.clerk.sights(
                at, set(PARTIES), set(SOURCES), set(CATEGORIES)
            )
            inside = {party for party in PARTIES if opens(ledger, party, when)}
            assert inside == self.clerk.inside(at, set(PARTIES))
            people = {ADA, MUM, DAD, GOD_MAN, SISTER}
            assert {one for one in people if owns(ledger, one, when)} == self.clerk.owners(at)
            for category in CATEGORIES:
                read = {one for one in people if owns_words(ledger, one, category, when)}
                assert read == {one for one in people if self.clerk.reads(one, category, at)}

    @invariant()
    def everybody_stands_where_the_clerk_says(self) -> None:
        for one in self.story.ledger.consenters:
            for item in ITEMS[:5]:
                stands = state(self.story.ledger, one.id, item, hour(self.now))
                assert stands.value == self.clerk.stands(one.id, _plain(item), self.now)

    @invariant()
    def a_stranger_sees_nothing(self) -> None:
        """1: deny by default; 11: whoever is of another county is in no act and no decision."""
        ledger, at = self.story.ledger, hour(self.now)
        assert opens(ledger, STRANGER, at) is None
        assert not owns(ledger, STRANGER, at)
        assert who_sees(ledger, [STRANGER], SOURCES, CATEGORIES, at) == ()
        assert who_sees(ledger, PARTIES, [STRANGER], CATEGORIES, at) == ()

    @invariant()
    def the_past_answers_as_it_did(self) -> None:
        """5: what is said later never changes what held before."""
        for at in sorted(self.answers)[-3:]:
            assert self._answer(at) == self.answers[at]

    @invariant()
    def each_disclosure_rests_on_what_holds_now(self) -> None:
        """4, 7, 8, 9, 10: all that it cites is there, valid, enough and within its bounds."""
        for sight in self._seen(self.now):
            if sight.ground.basis is not None:
                self._holds_basis(sight)
            else:
                self._holds_consent(sight)

    def _holds_basis(self, sight: Sight) -> None:
        [basis] = [one for one in self.story.ledger.bases if one.id == sight.ground.basis]
        assert basis.organisation == sight.source  # 10: its own disclosures
        assert basis.decided_at <= hour(self.now) < basis.valid_to
        assert basis.valid_to - basis.decided_at <= CODE.longest
        assert sight.ground.acts == ()
        assert sight.until == basis.valid_to

    def _holds_consent(self, sight: Sight) -> None:
        now, ledger = hour(self.now), self.story.ledger
        acts = [act for act in ledger.acts if act.id in sight.ground.acts]
        items = {item for act in acts for item in act.items}
        assert {PLAN, share(sight.source, sight.party, sight.category)} <= items
        entries = {invite(sight.party), relative(sight.party)}
        assert sight.party == MUNICIPALITY or entries & items  # 7
        assert all(act.kind is ActKind.GRANT for act in acts)
        assert all(_is_running(act, self.now) for act in acts)  # 8
        what = share(sight.source, sight.party, sight.category)
        for item in (PLAN, what):
            givers = {act.consenter for act in acts if item in act.items}
            assert {one.id for one in needed_for(ledger, item, now)} <= givers  # 4
            for one in needed_for(ledger, item, now):
                self._is_last_word(one, item)
                self._within_mandate(one, item)
            assert not self.clerk.says_no(_plain(item), self.now)  # 13
        assert sight.until == min(act.valid_to for act in acts if act.valid_to)
        assert not self._still_rests(sight)  # 6

    def _is_last_word(self, one: Consenter, item: Item) -> None:
        words = [
            act
            for act in self.story.ledger.acts
            if act.consenter == one.id and item in act.items and act.at <= hour(self.now)
        ]
        assert words[-1].kind is ActKind.GRANT

    def _within_mandate(self, one: Consenter, item: Item) -> None:
        if one.mandate is not None:  # 9, 16
            assert oracle.name_of(_plain(item)) in one.mandate.scope
            assert one.mandate.valid_from <= hour(self.now) < one.mandate.valid_to

    def _still_rests(self, sight: Sight) -> bool:
        """Whether the same disclosure rests on the same acts when the first of them has ended."""
        assert sight.until is not None
        ledger = self.story.ledger
        later = discloses(ledger, sight.source, sight.party, sight.category, sight.until)
        return later == sight.ground

    # help

    def _seen(self, at: int) -> tuple[Sight, ...]:
        return who_sees(self.story.ledger, PARTIES, SOURCES, CATEGORIES, hour(at))

    def _sights(self, at: int) -> set[tuple[UUID, UUID, str]]:
        return {(one.party, one.source, one.category) for one in self._seen(at)}

    def _answer(self, at: int) -> tuple[tuple[Sight, ...], list[Ground | None]]:
        """Everything that is answered at an hour, with its grounds."""
        return self._seen(at), [opens(self.story.ledger, party, hour(at)) for party in PARTIES]

    def _granted(self) -> list[tuple[Consenter, Item]]:
        return [
            (one, item)
            for one in self.story.ledger.consenters
            for item in ITEMS
            if state(self.story.ledger, one.id, item, hour(self.now)) is State.GRANTED
        ]

    def _person(self, one: Consenter) -> oracle.Person:
        [person] = [person for person in self.clerk.people if person.consenter == one.id]
        return person

    def _may_speak(self, one: Consenter) -> bool:
        return one.required_to is None or hour(self.now) < one.required_to


def _is_allowed(story: Story, act: Act, now: int) -> bool:
    try:
        check_act(story.ledger, act, hour(now), hour(oracle.LONGEST) - START)
    except SipRuleError:
        return False
    return True


def _is_running(act: Act, now: int) -> bool:
    assert act.valid_from is not None
    assert act.valid_to is not None
    return act.valid_from <= hour(now) < act.valid_to


LivingPlan.TestCase.settings = settings(
    derandomize=True,
    max_examples=60,
    stateful_step_count=18,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestLivingPlan = LivingPlan.TestCase
