"""What a file says of delegation, of mandates, and of a party that has signed in part."""

from dataclasses import replace

from agreements.document import from_json, to_json
from agreements.documents.content import content_of
from tests.unit.documents.example import signed_agreement


def test_a_decision_on_delegation_says_by_which_item() -> None:
    document = signed_agreement()
    first, *others = document.decisions
    told = replace(document, decisions=(replace(first, delegation="punkt 4.2"), *others))

    assert content_of(told).decisions[0][2] == f"{first.paragraph}, på delegation (punkt 4.2)"
    assert content_of(document).decisions[0][2] == first.paragraph
    assert from_json(to_json(told)) == told


def test_a_signature_names_its_mandate_and_a_party_signs_when_it_is_filled() -> None:
    document = signed_agreement()
    first, *others = document.signatures
    joint = replace(first, authority="Kommunstyrelsen, § 7", is_last=False)
    half = replace(document, signatures=(joint, *others))
    whole = replace(document, signatures=(joint, replace(joint, is_last=True), *others))

    assert content_of(half).signed[0].cells[2] == f"{first.title}, enligt Kommunstyrelsen, § 7"
    assert first.party in content_of(half).unsigned
    assert first.party not in content_of(whole).unsigned
    assert from_json(to_json(half)) == half
    # what came later is left out where it says nothing
    assert b"is_last" not in to_json(document)
