"""Who may do what, written out by hand: a change of the policy table must be made here, too."""

from dataclasses import dataclass, replace
from itertools import product
from uuid import UUID, uuid4

import pytest

from agreements.permissions import AgreementPermission as A
from agreements.permissions import CountyPermission as C
from agreements.permissions import GroupPermission as G
from agreements.permissions import TransferPermission as Moves
from portal.authz import Actor, OrganisationKind, Permission, Policy, Role
from portal.identity.permissions import OrganisationPermission as O
from portal.policy import POLICY
from portal.tenancy.permissions import TenancyPermission as T
from sip.kernel.permissions import MyPlanPermission as M
from sip.kernel.permissions import SipPermission as S

K, R = OrganisationKind, Role
PARTIES = {K.MUNICIPALITY, K.REGION, K.POLICE, K.SCHOOL}
AGREE = set(K) - {K.INDIVIDUALS}

# Without a subject: permission -> role -> the kinds of organisation where the role is enough.
PLAIN: dict[Permission, dict[Role, set[OrganisationKind]]] = {
    A.LIST: {R.COORDINATOR: AGREE, R.SIGNATORY: AGREE},
    A.SEARCH: {role: set(K) for role in R},
    A.CREATE: {R.COORDINATOR: AGREE},
    C.BOARD: {R.COORDINATOR: PARTIES | {K.COORDINATION_GROUP}},
    C.TEMPLATES: {R.COORDINATOR: PARTIES | {K.COORDINATION_GROUP}},
    C.PATTERNS: {R.COORDINATOR: {K.COORDINATION_GROUP, K.MUNICIPALITY, K.REGION}},
    C.SETTLE_PROPOSALS: {R.COORDINATOR: {K.COORDINATION_GROUP}},
    A.DEVIATIONS: {R.COORDINATOR: set(K), R.CASEWORKER: set(K)},
    C.LOB: {role: set(K) for role in R},
    C.FOLLOW_UP: {role: set(K) for role in R},
    C.COMPARE: {R.COORDINATOR: {K.MUNICIPALITY}},
    C.REPORT_LOB: {R.COORDINATOR: {K.POLICE}},
    G.LIST: {role: set(K) for role in (R.COORDINATOR, R.SIGNATORY, R.CASEWORKER)},
    G.FORM: {R.COORDINATOR: AGREE},
    A.MANDATES: {R.ADMINISTRATOR: set(K)},
    Moves.LIST: {R.COORDINATOR: {K.MUNICIPALITY}, R.CASEWORKER: {K.MUNICIPALITY}},
    Moves.ASK: {R.COORDINATOR: {K.MUNICIPALITY}},
    O.ADMINISTER: {R.ADMINISTRATOR: set(K)},
    O.REVIEW_LOG: {R.REVIEWER: set(K)},
    T.ADMINISTER: {R.ADMINISTRATOR: {K.COORDINATION_GROUP}},
    S.LIST: {R.CASEWORKER: set(K)},
    S.START: {R.CASEWORKER: {K.MUNICIPALITY, K.REGION}},
    S.OWN_RECORDS: {R.CASEWORKER: set(K)},
    S.ANSWER_CALL: {R.CASEWORKER: set(K)},
    S.DECIDE_BASIS: {R.CASEWORKER: set(K)},
    S.REVIEW_READINGS: {R.REVIEWER: set(K)},
    S.FIGURES: {R.COORDINATOR: {K.COORDINATION_GROUP, K.MUNICIPALITY, K.REGION}},
    M.LIST: {R.INDIVIDUAL: set(K)},
}
# On an agreement: permission -> the roles that are enough, and for which of those below.
CREATOR, DRAFTER, PARTY, DECIDER, SIGNER, CONSULTED, OUTSIDER = range(7)
TAKE_PART = {CREATOR, DRAFTER, PARTY, DECIDER, SIGNER, CONSULTED}
BOUND = TAKE_PART - {CONSULTED}
BOTH = {R.COORDINATOR, R.SIGNATORY}
ON_AGREEMENT: dict[Permission, tuple[set[Role], set[int]]] = {
    A.VIEW: (BOTH, TAKE_PART),
    A.DRAFT: ({R.COORDINATOR}, {CREATOR, DRAFTER}),
    A.LEAD: ({R.COORDINATOR}, {CREATOR}),
    A.NEGOTIATE: ({R.COORDINATOR}, TAKE_PART),
    A.ANSWER: ({R.COORDINATOR}, BOUND),
    A.DECIDE: ({R.COORDINATOR}, BOUND - {SIGNER}),
    A.SIGN: ({R.SIGNATORY}, BOUND - {DECIDER}),
    A.FOLLOW_UP: ({R.COORDINATOR}, BOUND),
    A.WORK_WITH_LOB: ({R.COORDINATOR, R.CASEWORKER}, BOUND),
    A.GIVE_NOTICE: ({R.COORDINATOR}, BOUND),
    A.RETURN: (BOTH, BOUND),
    A.REPORT: ({R.COORDINATOR, R.CASEWORKER}, TAKE_PART),
}
# On a deviation: permission -> to whom of the two sides.
ON_DEVIATION: dict[Permission, set[str]] = {
    A.ANSWER_DEVIATION: {"concerned"},
    A.CLOSE_DEVIATION: {"concerned", "reporter"},
    A.END_ACTIVITY: {"concerned", "reporter"},
    A.WRITE_DISPUTE: {"concerned", "reporter"},
}
# On a case that is to be moved: permission -> the roles that are enough, and to whom of the two.
ON_TRANSFER: dict[Permission, tuple[set[Role], set[str]]] = {
    Moves.VIEW: ({R.COORDINATOR, R.CASEWORKER}, {"concerned", "asker"}),
    Moves.ANSWER: ({R.COORDINATOR}, {"concerned"}),
    Moves.WITHDRAW: ({R.COORDINATOR}, {"asker"}),
    Moves.APPLY: ({R.COORDINATOR}, {"asker"}),
}
# In a group: permission -> the roles that are enough, and what the organisation has to be to it.
CONVENER, MEMBER, READER = range(3)
WORKS = {R.COORDINATOR, R.SIGNATORY, R.CASEWORKER}
ON_GROUP: dict[Permission, tuple[set[Role], set[int]]] = {
    G.VIEW: (WORKS, {CONVENER, MEMBER, READER}),
    G.TAKE_PART: (WORKS, {CONVENER, MEMBER}),
    G.CONVENE: ({R.COORDINATOR}, {CONVENER}),
}
# On a plan: permission -> the role it takes, and any of what the plan has to be to the actor.
ON_PLAN: dict[Permission, tuple[Role, set[str]]] = {
    S.HANDLE: (R.CASEWORKER, {"is_handler"}),
    S.VIEW: (R.CASEWORKER, {"is_open", "is_handler"}),
    S.WRITE: (R.CASEWORKER, {"is_open", "is_handler"}),
    S.LEAD: (R.CASEWORKER, {"leads"}),
    M.VIEW: (R.INDIVIDUAL, {"is_open", "is_owner"}),
    M.WRITE: (R.INDIVIDUAL, {"is_open", "is_owner"}),
    M.CONSENT: (R.INDIVIDUAL, {"is_owner"}),
}


@dataclass(frozen=True)
class Opened:
    is_open: bool = False
    is_owner: bool = False
    is_handler: bool = False
    leads: bool = False


@dataclass(frozen=True)
class Subject:
    creator_id: UUID
    drafter_ids: frozenset[UUID]
    party_ids: frozenset[UUID]
    decider_ids: frozenset[UUID]
    signer_ids: frozenset[UUID]
    is_signed: bool = False
    concerns_id: UUID | None = None
    side_ids: frozenset[UUID] = frozenset()
    opener_id: UUID | None = None

    @property
    def bound_ids(self) -> frozenset[UUID]:
        return self.decider_ids | self.signer_ids


@dataclass(frozen=True)
class Group:
    convener_id: UUID
    member_ids: frozenset[UUID]


def _actor(kind: OrganisationKind, *roles: Role) -> Actor:
    return Actor(
        account_id=uuid4(),
        name="Maja Öhlund",
        organisation_id=uuid4(),
        organisation_name="Åsele kommun",
        organisation_kind=kind,
        county_id=uuid4(),
        roles=frozenset(roles),
        session_id=uuid4(),
    )


def _subject(actor: Actor, relation: int) -> Subject:
    own, other = actor.organisation_id, uuid4()
    theirs, both = frozenset({other}), frozenset({own, other})
    return Subject(
        creator_id=own if relation == CREATOR else other,
        drafter_ids=both if relation in {CREATOR, DRAFTER} else theirs,
        party_ids=both if relation in TAKE_PART else theirs,
        decider_ids=both if relation in BOUND - {SIGNER} else theirs,
        signer_ids=both if relation in BOUND - {DECIDER} else theirs,
    )


@pytest.mark.parametrize("permission", PLAIN)
def test_what_a_role_opens_in_each_kind_of_organisation(permission: Permission) -> None:
    wanted = {(role, kind) for role, kinds in PLAIN[permission].items() for kind in kinds}
    actors = {(role, kind): _actor(kind, role) for role, kind in product(Role, K)}

    assert {
        one for one, actor in actors.items() if POLICY.allows(actor, permission, actor)
    } == wanted


@pytest.mark.parametrize("permission", ON_AGREEMENT)
def test_what_a_role_opens_on_ones_own_and_on_others_agreements(permission: Permission) -> None:
    roles, relations = ON_AGREEMENT[permission]
    opens = set()
    for role, kind, relation in product(Role, K, (*TAKE_PART, OUTSIDER)):
        actor = _actor(kind, role)
        if POLICY.allows(actor, permission, _subject(actor, relation)):
            opens.add((role, kind, relation))

    assert opens == set(product(roles, K, relations))


@pytest.mark.parametrize(
    ("permission", "role", "relation"), list(product(ON_GROUP, Role, (CONVENER, MEMBER, READER)))
)
def test_what_a_role_opens_in_a_group(permission: Permission, role: Role, relation: int) -> None:
    actor = _actor(K.REGION, role)
    own, other = actor.organisation_id, uuid4()
    group = Group(
        convener_id=own if relation == CONVENER else other,
        member_ids=frozenset({own, other} if relation == MEMBER else {other}),
    )
    roles, relations = ON_GROUP[permission]

    assert POLICY.allows(actor, permission, group) is (role in roles and relation in relations)


@pytest.mark.parametrize(("role", "kind"), list(product(Role, K)))
def test_what_has_been_signed_everybody_reads(role: Role, kind: OrganisationKind) -> None:
    actor = _actor(kind, role)
    signed = replace(_subject(actor, OUTSIDER), is_signed=True)
    opens = {one for one in ON_AGREEMENT if POLICY.allows(actor, one, signed)}

    assert opens == {A.VIEW}


@pytest.mark.parametrize(("permission", "role"), list(product(ON_PLAN, Role)))
def test_what_a_role_opens_on_a_plan(permission: Permission, role: Role) -> None:
    wanted, any_of = ON_PLAN[permission]
    every = [Opened(*flags) for flags in product([False, True], repeat=4)]
    enough = [one for one in every if any(getattr(one, flag) for flag in any_of)]
    actor = _actor(K.MUNICIPALITY, role)

    assert [one for one in every if POLICY.allows(actor, permission, one)] == (
        enough if role is wanted else []
    )


@pytest.mark.parametrize(("permission", "role"), list(product(ON_DEVIATION, Role)))
@pytest.mark.parametrize("side", ["concerned", "reporter", "municipality"])
def test_what_a_role_opens_on_a_deviation(permission: Permission, role: Role, side: str) -> None:
    actor = _actor(K.REGION, role)
    own, other = actor.organisation_id, uuid4()
    concerned = own if side == "concerned" else other
    subject = replace(
        _subject(actor, PARTY),
        concerns_id=concerned,
        side_ids=frozenset({concerned, own if side == "reporter" else other}),
    )
    expected = role is R.COORDINATOR and side in ON_DEVIATION[permission]

    assert POLICY.allows(actor, permission, subject) is expected


@pytest.mark.parametrize(("permission", "role"), list(product(ON_TRANSFER, Role)))
@pytest.mark.parametrize("side", ["concerned", "asker", "neither"])
def test_what_a_role_opens_on_a_transfer(permission: Permission, role: Role, side: str) -> None:
    actor = _actor(K.MUNICIPALITY, role)
    own, one, other = actor.organisation_id, uuid4(), uuid4()
    concerned = own if side == "concerned" else one
    asker = own if side == "asker" else other
    sides = frozenset({concerned, asker})
    subject = replace(
        _subject(actor, PARTY), concerns_id=concerned, opener_id=asker, side_ids=sides
    )
    roles, whom = ON_TRANSFER[permission]

    assert POLICY.allows(actor, permission, subject) is (role in roles and side in whom)


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("relation", [CREATOR, PARTY, OUTSIDER])
def test_without_a_role_nothing_is_open(kind: OrganisationKind, relation: int) -> None:
    actor = _actor(kind)
    subject = _subject(actor, relation)
    group = Group(actor.organisation_id, frozenset({actor.organisation_id}))

    assert not [one for one in ON_GROUP if POLICY.allows(actor, one, group)]
    assert not [one for one in {*POLICY.table} - {*ON_GROUP} if POLICY.allows(actor, one, subject)]


def test_every_permission_has_a_row_and_every_row_stands_in_this_matrix() -> None:
    every = {one for kind in Permission.__subclasses__() for one in kind}

    assert every == set(POLICY.table)
    every_matrix = (PLAIN, ON_AGREEMENT, ON_GROUP, ON_PLAN, ON_DEVIATION, ON_TRANSFER)
    assert every == {one for matrix in every_matrix for one in matrix}


def test_a_permission_without_a_row_is_an_error_and_never_a_yes() -> None:
    empty = Policy({})

    with pytest.raises(LookupError, match="agreement:view"):
        empty.allows(_actor(K.MUNICIPALITY, R.COORDINATOR), A.VIEW)


@pytest.mark.parametrize("clauses", [[], [[]], [[lambda _actor, _subject: True], []]])
def test_an_empty_clause_would_let_everybody_in_and_is_refused(clauses: list[list]) -> None:
    with pytest.raises(ValueError, match="agreement:view"):
        Policy({A.VIEW: clauses})


def test_all_conditions_of_one_clause_must_hold_and_one_clause_is_enough() -> None:
    def yes(_actor: Actor, _subject: object) -> bool:
        return True

    def no(_actor: Actor, _subject: object) -> bool:
        return False

    actor = _actor(K.REGION)

    assert not Policy({A.VIEW: [[yes, no], [no]]}).allows(actor, A.VIEW)
    assert Policy({A.VIEW: [[no], [yes, yes]]}).allows(actor, A.VIEW)
