"""Two equal answers are one: a double click, the same form again, two colleagues of one mind."""

from sqlalchemy import RowMapping, func, select

from agreements.tables.deviation import Deviation, TemplateProposal
from agreements.tables.dispute import Dispute, DisputeSettlement
from agreements.tables.groups import GroupMeeting, GroupMember
from agreements.tables.transfer import CaseTransfer
from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import Role
from tests.browser import Browser
from tests.integration.agreements.steps import Two
from tests.integration.agreements.test_activities import RESULT, plan
from tests.integration.agreements.test_competence import NOTE
from tests.integration.agreements.test_deviations import PROPOSAL, report
from tests.integration.agreements.test_disputes import begin, propose
from tests.integration.agreements.test_transfers import GROUNDS, WHY_NOT, ask, refuse
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.group import Group

TODAY = clock.today().isoformat()
UNCHANGED = "Inget ändrades."
LESSON = "Det stod inte vem som kallar."


def _acts(county: CountyOfTests) -> int:
    return int(county.execute(select(func.count()).select_from(AuditEntry)).scalar_one())


def _again(county: CountyOfTests, page: Browser) -> None:
    """Send the last form once more: it is told that nothing changed, and nothing did."""
    before = _acts(county)
    page.send_again()
    assert UNCHANGED in page.text
    assert _acts(county) == before


def _only(county: CountyOfTests, model: type) -> RowMapping:
    (row,) = county.execute(select(model.__table__)).mappings()  # type: ignore[attr-defined]
    return row


def test_of_a_deviation(county: CountyOfTests, signed: Parties) -> None:
    report(signed, signed.municipality)
    there = f"{signed.path}/deviations/{_only(county, Deviation)['id']}"
    colleague = county.member(county.region, *COORDINATOR, name="Kollegan")
    late = county.member(county.region, *COORDINATOR, name="Den sena")
    for one in (colleague, late):
        one.open(f"{there}/answer")
    page = signed.region.open(f"{there}/answer").press("Svara", answer="Det stämmer.")
    _again(county, page)
    colleague.press("Svara", answer="Det stämmer.")
    assert UNCHANGED in colleague.text
    late.press("Svara", 422, answer="Det stämmer inte.")
    assert late.value("answer") == "Det stämmer inte."

    for one in (colleague, late):
        one.open(f"{there}/close")
    said = {"lesson": LESSON, "proposal": PROPOSAL}
    page.open(f"{there}/close").press("Avsluta avvikelsen", **said)
    _again(county, page)
    colleague.press("Avsluta avvikelsen", **said)
    assert UNCHANGED in colleague.text
    late.press("Avsluta avvikelsen", 422, lesson=LESSON, proposal="Något helt annat.")
    assert late.value("proposal") == "Något helt annat."
    assert _only(county, TemplateProposal)["proposal"] == PROPOSAL


def test_of_what_is_proposed_for_the_template(county: CountyOfTests, signed: Parties) -> None:
    report(signed, signed.municipality)
    there = f"{signed.path}/deviations/{_only(county, Deviation)['id']}"
    signed.region.open(f"{there}/answer").press("Svara", answer="Det stämmer.")
    signed.region.open(f"{there}/close").press(
        "Avsluta avvikelsen", lesson=LESSON, proposal=PROPOSAL
    )
    page, late = (county.member(county.group, *COORDINATOR, name=one) for one in ("Karin", "Lo"))
    address = f"/county/proposals/{_only(county, TemplateProposal)['id']}"
    late.open(address)
    page.open(address).press("Spara", state="kept")
    _again(county, page)
    late.press("Spara", 422, state="declined", reason="Nej.")


def test_of_a_dispute(county: CountyOfTests, signed: Parties) -> None:
    page = begin(signed, signed.municipality)
    path = f"{signed.path}/disputes/{_only(county, Dispute)['id']}"
    signed.region.open(f"{path}/lift")
    page.open(f"{path}/lift").press("Lyft frågan")
    _again(county, page)
    signed.region.press("Lyft frågan")
    assert UNCHANGED in signed.region.text
    assert _only(county, Dispute)["level"] == 2

    propose(page, path, county)
    region, late = signed.region, county.member(county.region, *COORDINATOR, name="Den sena")
    late.open(f"{path}/answer")
    region.open(f"{path}/answer").press("Svara", answer="no", reason="Inte hälften.")
    _again(county, region)
    late.press("Svara", 422, answer="yes")
    assert late.problems == ["Förslaget är redan besvarat. Öppna sidan på nytt."]

    propose(page, path, county, pays="Regionen")
    late.open(f"{path}/answer")
    region.open(f"{path}/answer").press("Svara", answer="yes")
    _again(county, region)
    late.press("Svara", 422, answer="no", reason="Nej.")


def test_a_yes_is_to_the_proposal_that_was_read(county: CountyOfTests, signed: Parties) -> None:
    page = begin(signed, signed.municipality)
    path = f"{signed.path}/disputes/{_only(county, Dispute)['id']}"
    propose(page, path, county)
    late = county.member(county.region, *COORDINATOR, name="Den sena").open(f"{path}/answer")
    signed.region.open(f"{path}/answer").press("Svara", answer="no", reason="Inte hälften.")
    propose(page, path, county, pays="Regionen")
    late.press("Svara", 422, answer="yes")
    statuses = county.execute(select(DisputeSettlement.status)).scalars().all()
    assert sorted(statuses) == ["open", "refused"]


def test_of_a_transfer(county: CountyOfTests, two: Two) -> None:
    ask(two)
    _again(county, refuse(two))
    there = f"/transfers/{_only(county, CaseTransfer)['id']}"
    assert _only(county, CaseTransfer)["answer"] == "refuses"

    page = two.asker.open(f"{there}/application")
    page.press("Anteckna ansökan", applied_on=TODAY, ivo_reference="8.4-1")
    _again(county, page)
    page.open(f"{there}/ruling").press("Anteckna beslutet", ruling="moved", ruled_on=TODAY)
    _again(county, page)
    page.open(f"{there}/ruling").press("Anteckna beslutet", 422, ruling="not_moved", ruled_on=TODAY)


def test_of_a_request_that_is_taken_back(county: CountyOfTests, two: Two) -> None:
    ask(two, grounds=GROUNDS)
    page = two.asker.open(f"/transfers/{_only(county, CaseTransfer)['id']}/withdrawal")
    page.press("Ta tillbaka begäran", reason=WHY_NOT)
    _again(county, page)


def test_of_minutes(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    group.change(GroupMember, confirms=True)
    group.held()
    _again(county, group.write(minutes="Vi gick igenom."))
    group.hand_over()
    page = shared.region.open(f"{group.meeting}/confirm").press("Justera protokollet")
    _again(county, page)
    # the same once more is no other wording: what has been confirmed still is
    group.write()
    assert UNCHANGED in shared.municipality.text
    assert _only(county, GroupMeeting)["confirmer_ids"] != []


def test_two_that_differ_in_who_came_are_shown_that(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    group.held()
    first = county.member(shared.municipality_id, Role.COORDINATOR, name="Eva Ett")
    form = first.open(f"{group.meeting}/minutes")
    municipality, police = (
        next(
            str(box["value"])
            for box in form.soup.select("input[name=present]")
            if name in form.soup.select_one(f"label[for={box['id']}]").get_text()
        )
        for name in ("Bjurholms kommun", "Polisen")
    )
    group.write(present=[municipality])
    page = form.press("Spara protokollet", 409, present=[police])
    assert "Var med" in page.text
    assert "Bjurholms kommun" in page.text
    assert "Protokoll Det" not in page.text


def test_of_a_decision_and_of_members(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    group.held()
    decided = group.decide("Region").soup.select_one("a[href$='/done']")
    assert decided is not None
    page = shared.region.open(str(decided["href"])).press("Markera som klart", note="Klart.")
    _again(county, page)
    shared.municipality.open(str(decided["href"])).press(
        "Markera som klart", 422, note="Något annat."
    )

    page = shared.municipality.open(f"{group.path}/members/new")
    said: dict[str, str] = {"organisation": str(county.police), "function": "Ungdomspolis"}
    page.press("Spara", **said)
    _again(county, page)
    link = page.open(group.path).soup.select("a[href$='/remove']")[-1]
    page.open(str(link["href"])).press("Ta bort")
    _again(county, page)
    page.open(str(link["href"]), 404)


def test_of_meetings_and_groups(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    group.plan()
    page = shared.municipality.open(f"{group.meeting}/cancel").press("Ställ in mötet", reason="Is")
    _again(county, page)
    page.open(f"{group.path}/end").press("Låt gruppen upphöra", reason="Klart")
    _again(county, page)
    page.open(f"{group.path}/end").press("Låt gruppen upphöra", 422, reason="Något annat")


def test_of_a_method_and_its_steps(county: CountyOfTests, signed: Parties) -> None:
    said = {"other": "Brief MI", "manager": "Enhetschef, vuxenenheten"}
    page = signed.municipality.open(f"{signed.path}/competence/methods/new").press("Börja", **said)
    method = page.url
    colleague = county.member(signed.municipality_id, *COORDINATOR, name="Kollegan")
    colleague.open(f"{signed.path}/competence/methods/new").press("Börja", **said)
    assert colleague.url == method
    assert UNCHANGED in colleague.text

    page.open(f"{method}/steps/1").press("Markera som klart", note=NOTE, done_on=TODAY)
    _again(county, page)
    page.open(f"{method}/steps/1/undo").press("Ångra steget", reason="Det var fel steg.")
    _again(county, page)


def test_of_a_voice_and_an_activity(county: CountyOfTests, signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/follow-up/voices/new")
    page.press(
        "Spara", kind="audit", title="Revision", heard="14", held_on=TODAY, finding="Kön är lång."
    )
    page = signed.region.open(f"{signed.path}/follow-up").follow("Svara : Revision")
    page.press("Spara svaret", answer="Vi svarar inom två veckor.")
    _again(county, page)

    plan(signed, county.region)
    ended = signed.region.open(f"{signed.path}/activities").soup.select("a[href$='/end']")
    page = signed.region.open(str(ended[0]["href"])).press("Spara", how="done", result=RESULT)
    _again(county, page)
