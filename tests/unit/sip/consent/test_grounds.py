"""A ground is used by whom the law gives it to, toward those it names, with what it requires."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from portal.authz import OrganisationKind
from portal.ids import new_id
from sip.kernel.legal_grounds import Activity, Condition, LegalGround, Need, Receiver
from sip.kernel.refusals import SipRuleError
from sip.kernel.settings import load_settings
from sip.ledger.by_age import comes_of_age
from sip.ledger.recording import Proposal, check_basis
from sip.ledger.refusals import ConsentRefusal
from tests.unit.sip.consent import statute
from tests.unit.sip.consent.story import MUM, POLICE, REGION, hour

BASES = load_settings().bases
GROUND = LegalGround(
    code="ground",
    label="Grund",
    law="1 kap. 1 § OSL",
    longest=timedelta(hours=10),
    hint="…",
    may_decide=frozenset({Activity.HEALTH_CARE}),
    may_receive=frozenset({Receiver.AUTHORITY}),
    conditions=frozenset({Condition.UNDER_18, Condition.DEPENDENCE}),
    needs=frozenset(Need),
    is_verified=True,
    english="Ground",
    hint_english="…",
)
PROPOSAL = Proposal(
    organisation=REGION,
    kind=OrganisationKind.REGION,
    activity=Activity.HEALTH_CARE,
    to=POLICE,
    to_kind=OrganisationKind.POLICE,
    code="ground",
    categories=frozenset({"health"}),
    condition=Condition.UNDER_18,
    provision="19 kap. 1 § SoL",
    assessment="Vägt mot varandra.",
    born=None,
    decided_at=hour(10),
    valid_to=hour(20),
)


def _said_of(code: str) -> Proposal:
    """All that the statute requires of a decision on that ground, and no more."""
    return replace(
        PROPOSAL,
        code=code,
        condition=Condition.DEPENDENCE if code in statute.WITH_CONDITION else None,
        provision="19 kap. 1 § SoL" if code in statute.WITH_PROVISION else "",
        assessment="Ingen lider men." if code in statute.WITH_ASSESSMENT else "",
        valid_to=hour(11),
    )


def _is_allowed(proposed: Proposal) -> bool:
    try:
        check_basis(BASES, proposed)
    except SipRuleError:
        return False
    return True


def test_every_ground_of_the_settings_is_in_the_statute() -> None:
    assert {one.code for one in BASES} == set(statute.STATUTE)


@pytest.mark.parametrize("code", statute.STATUTE)
def test_each_ground_is_for_whom_the_statute_gives_it_to_toward_those_it_names(code: str) -> None:
    cells = list(product(statute.KINDS, statute.ACTIVITIES, statute.RECEIVERS))
    found = {
        cell: _is_allowed(
            replace(
                _said_of(code),
                kind=OrganisationKind(cell[0]),
                activity=Activity(cell[1]),
                to_kind=OrganisationKind(cell[2]),
                to=new_id(),
            )
        )
        for cell in cells
    }
    assert found == {cell: statute.allows(code, *cell) for cell in cells}


# neither a private provider, a shelter nor an association is one
OTHER_AUTHORITIES = {
    OrganisationKind.PROBATION,
    OrganisationKind.STATE_CARE,
    OrganisationKind.SOCIAL_INSURANCE,
    OrganisationKind.EMPLOYMENT,
    OrganisationKind.OTHER_AUTHORITY,
}


@pytest.mark.parametrize(
    "kind", [one for one in OrganisationKind if one.value not in statute.RECEIVERS]
)
@pytest.mark.parametrize("code", statute.STATUTE)
def test_nobody_else_is_disclosed_to_but_another_authority(
    kind: OrganisationKind, code: str
) -> None:
    is_authority = kind in OTHER_AUTHORITIES
    expected = is_authority and "police" in statute.STATUTE[code][1]
    decider = {"kind": OrganisationKind.REGION, "activity": Activity.HEALTH_CARE}
    if Activity.HEALTH_CARE not in statute.STATUTE[code][0]:
        decider = {"kind": OrganisationKind.MUNICIPALITY, "activity": Activity.SOCIAL_SERVICES}
    if code == "osl_10_27":
        decider = {"kind": OrganisationKind.POLICE, "activity": Activity.OTHER}
    assert _is_allowed(replace(_said_of(code), to_kind=kind, to=new_id(), **decider)) == expected


@pytest.mark.parametrize("code", statute.STATUTE)
def test_each_ground_requires_what_the_statute_says(code: str) -> None:
    (ground,) = [one for one in BASES if one.code == code]
    conditions = statute.CONDITIONS if code in statute.WITH_CONDITION else set()
    assert set(ground.conditions) == conditions
    assert (Need.PROVISION in ground.needs) == (code in statute.WITH_PROVISION)
    assert (Need.ASSESSMENT in ground.needs) == (code in statute.WITH_ASSESSMENT)


def test_a_decision_with_all_that_its_ground_requires_may_be_made() -> None:
    assert check_basis([GROUND], PROPOSAL) is GROUND


@pytest.mark.parametrize(
    ("changed", "why", "field"),
    [
        ({"code": "osl_10_15a"}, ConsentRefusal.BASIS_UNKNOWN, "code"),
        ({"activity": Activity.OTHER}, ConsentRefusal.BASIS_NOT_YOURS, "code"),
        ({"kind": OrganisationKind.POLICE}, ConsentRefusal.BASIS_NOT_YOURS, "code"),
        ({"kind": OrganisationKind.COORDINATION_GROUP}, ConsentRefusal.BASIS_NOT_YOURS, "code"),
        ({"to": REGION}, ConsentRefusal.BASIS_TO_ONESELF, "to"),
        (
            {"to": MUM, "to_kind": OrganisationKind.INDIVIDUALS},
            ConsentRefusal.BASIS_NOT_THEIRS,
            "to",
        ),
        ({"categories": frozenset()}, ConsentRefusal.BASIS_OF_NOTHING, "categories"),
        ({"condition": None}, ConsentRefusal.BASIS_CONDITION_NEEDED, "condition"),
        (
            {"condition": Condition.UNBORN_CHILD},
            ConsentRefusal.BASIS_CONDITION_UNKNOWN,
            "condition",
        ),
        ({"provision": ""}, ConsentRefusal.BASIS_PROVISION_NEEDED, "provision"),
        ({"assessment": ""}, ConsentRefusal.BASIS_ASSESSMENT_NEEDED, "assessment"),
        ({"valid_to": hour(10)}, ConsentRefusal.BASIS_REVERSED, "valid_to"),
        ({"valid_to": hour(9)}, ConsentRefusal.BASIS_REVERSED, "valid_to"),
        ({"valid_to": hour(20.01)}, ConsentRefusal.BASIS_TOO_LONG, "valid_to"),
    ],
)
def test_a_decision_that_may_not_be_made_says_why(
    changed: dict[str, object], why: ConsentRefusal, field: str
) -> None:
    with pytest.raises(SipRuleError) as refused:
        check_basis([GROUND], replace(PROPOSAL, **changed))  # type: ignore[arg-type]
    assert (refused.value.refusal, refused.value.field) == (why, field)


BIRTH = date(2008, 6, 1)
GROWN = comes_of_age(BIRTH)
DAYS = timedelta(days=1)


@pytest.mark.parametrize(
    ("decided_at", "valid_to", "why"),
    [
        (GROWN - 2 * DAYS, GROWN, None),
        (GROWN - 2 * DAYS, GROWN + timedelta(microseconds=1), ConsentRefusal.BASIS_BEYOND_18),
        (GROWN - timedelta(microseconds=1), GROWN, None),
        (GROWN, GROWN + DAYS, ConsentRefusal.BASIS_OF_AGE),
        (GROWN + DAYS, GROWN + 2 * DAYS, ConsentRefusal.BASIS_OF_AGE),
    ],
)
def test_who_is_known_to_be_grown_up_is_no_child(
    decided_at: object, valid_to: object, why: ConsentRefusal | None
) -> None:
    ground = replace(GROUND, longest=timedelta(days=10))
    times: dict[str, object] = {"born": BIRTH, "decided_at": decided_at, "valid_to": valid_to}
    proposed = replace(PROPOSAL, **times)  # type: ignore[arg-type]
    check_basis([ground], replace(proposed, condition=Condition.DEPENDENCE))
    check_basis([ground], replace(proposed, born=None))
    if why is None:
        check_basis([ground], proposed)
        return
    with pytest.raises(SipRuleError) as refused:
        check_basis([ground], proposed)
    assert refused.value.refusal is why
    is_of_age = why is ConsentRefusal.BASIS_OF_AGE
    assert refused.value.field == ("condition" if is_of_age else "valid_to")


def test_the_database_is_told_who_may_decide_by_kind_and_activity() -> None:
    assert GROUND.deciders == {
        *("municipality:health_care", "region:health_care", "school:health_care")
    }
    of_authorities = replace(GROUND, may_decide=frozenset({Activity.OTHER})).deciders
    assert of_authorities == {
        *("police:other", "school:other", "other_authority:other"),
        *("probation:other", "social_insurance:other", "employment:other"),
    }
    assert GROUND.receivers == {
        *("municipality", "region", "school", "police", "other_authority"),
        *("probation", "state_care", "social_insurance", "employment"),
    }


@pytest.mark.parametrize(
    ("named", "kinds"),
    [
        (Receiver.HEALTH_CARE, {"municipality", "region"}),
        (Receiver.SOCIAL_SERVICES, {"municipality"}),
        (Receiver.INDIVIDUAL, {"individuals"}),
    ],
)
def test_a_receiver_is_what_it_does(named: Receiver, kinds: set[str]) -> None:
    assert replace(GROUND, may_receive=frozenset({named})).receivers == kinds


def test_another_authority_decides_as_the_police_do() -> None:
    for code in statute.STATUTE:
        proposed = replace(_said_of(code), activity=Activity.OTHER, to=REGION, organisation=POLICE)
        proposed = replace(proposed, to_kind=OrganisationKind.REGION)
        allowed = [
            _is_allowed(replace(proposed, kind=kind))
            for kind in (OrganisationKind.POLICE, OrganisationKind.OTHER_AUTHORITY)
        ]
        assert allowed[0] == allowed[1] == statute.allows(code, "police", "other", "region")
