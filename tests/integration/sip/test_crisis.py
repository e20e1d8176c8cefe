"""What to know when the person is getting worse, and who is around them: in their own words."""

import pytest

from sip.kernel.vocabulary import CRISIS, OF_MEETING, OF_PERSON, PersonKind, TextKind
from sip.ledger.rules import PLAN, relative, share
from sip.plan.words import TEXTS
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

WORDS = {
    TextKind.SIGNS: "Jag slutar svara i telefon.",
    TextKind.HELPS: "Att någon går ut med hunden.",
    TextKind.WHOM_TO_CALL: "Ring min syster först.",
    TextKind.NETWORK: "Grannen Berit har nyckel.",
}


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    plan.grant(PLAN, share(plan.subject, sara.organisation_id, "own_words"))
    return plan


def test_each_kind_of_own_words_has_its_test() -> None:
    own = OF_PERSON - OF_MEETING
    assert set(WORDS) == own - {TextKind.MATTERS} == {*CRISIS, TextKind.NETWORK}


@pytest.mark.parametrize("kind", WORDS)
def test_the_person_writes_and_changes_it_from_the_plans_page(
    plan: PlanOfTests, kim: Signed, sara: Signed, kind: TextKind
) -> None:
    page = kim.browser.open(plan.my_path)
    page.open(page.soup.select_one(f"a[href$='kind={kind.value}']")["href"])
    assert page.heading == TEXTS[kind]
    page.press("Spara", text="", status=422)
    page.press("Spara", text=WORDS[kind])
    assert WORDS[kind] in page.text
    page.open(f"{plan.my_path}/words?kind={kind.value}").press("Spara", text="Något annat.")

    assert WORDS[kind] not in page.text
    assert "Något annat." in page.text
    assert "Något annat." in sara.browser.open(plan.path).text


def test_the_texts_do_not_mix_with_what_matters(plan: PlanOfTests, kim: Signed) -> None:
    plan.text(TextKind.MATTERS, "Min hund", plan.subject, "own_words")
    for kind, words in WORDS.items():
        kim.browser.open(f"{plan.my_path}/words?kind={kind.value}").press("Spara", text=words)

    page = kim.browser.open(plan.my_path)
    crisis = page.soup.select_one("section[aria-labelledby=h-crisis]").text
    assert all(WORDS[kind] in crisis for kind in CRISIS)
    assert "112" in crisis
    assert WORDS[TextKind.NETWORK] not in crisis
    assert "Min hund" in page.soup.select_one("section[aria-labelledby=h-words]").text


def test_staff_note_it_in_the_persons_name_and_the_person_confirms(
    plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    page = sara.browser.open(f"{plan.path}/texts/new?kind=signs")
    page.press("Spara", text=WORDS[TextKind.SIGNS], category="own_words")
    assert "inte bekräftat" in page.text

    mine = kim.browser.open(plan.my_path)
    mine.open(mine.soup.select_one("a[href*='/noted/']")["href"]).press("Ja, det stämmer")
    assert "bekräftat av" in sara.browser.open(plan.path).text


def test_only_those_who_may_see_own_words_see_it(
    plan: PlanOfTests, sara: Signed, nils: Signed, sip: SipWorld
) -> None:
    near, other = sip.individual("Syster"), sip.individual("Bror")
    ids = [
        plan.person(PersonKind.RELATIVE, name, one)
        for one, name in ((near, "Syster"), (other, "Bror"))
    ]
    plan.grant(*(relative(one) for one in ids))
    plan.grant(share(plan.subject, ids[0], "own_words"))
    plan.opened_to(nils, share(plan.subject, nils.organisation_id, "health"))
    for kind, words in WORDS.items():
        plan.text(kind, words, plan.subject, "own_words")

    seen, unseen = near.browser.open(plan.my_path), other.browser.open(plan.my_path)
    for words in WORDS.values():
        assert words in seen.text
        assert words not in unseen.text
        assert words not in nils.browser.open(plan.path).text


def test_a_relative_writes_no_words_of_the_persons(plan: PlanOfTests, sip: SipWorld) -> None:
    near = sip.individual("Syster")
    who = plan.person(PersonKind.RELATIVE, "Syster", near)
    plan.grant(relative(who))
    page = near.browser.open(f"{plan.my_path}/words?kind=signs")

    assert page.heading == "Det du vill säga"


def test_a_copy_holds_them(plan: PlanOfTests, sara: Signed) -> None:
    for kind, words in WORDS.items():
        plan.text(kind, words, plan.subject, "own_words")
    page = sara.browser.open(f"{plan.path}/copies").press("Gör kopian", form="text")

    text = page.open(
        page.soup.select_one("main a[href*='/copies/']")["href"]
    ).response.text.replace("\r\n", "\n")
    for kind, words in WORDS.items():
        assert f"{str(TEXTS[kind]).upper()}\n{words}" in text
