"""Whose words are whose: who wrote them, in whose name, and who may change or move them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Executable, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.ids import new_id
from sip.kernel.vocabulary import OF_PERSON, PersonKind, TextKind
from sip.ledger.rules import PLAN, Item, invite, share
from sip.tables import functions
from sip.tables.plan import Action, Change, Goal, Plan, PlanText
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld
from tests.unit.documents.reading import pdf_text

TABLES = {"texts": PlanText, "goals": Goal, "actions": Action}
SHARED = ("own_words", "health", "social_situation")


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed, nils: Signed) -> PlanOfTests:
    """Sara's plan with Kim, where Nils takes part; Kim shares their own words with both."""
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    here, region = sara.organisation_id, nils.organisation_id
    shares: list[Item] = [share(plan.subject, here, one) for one in SHARED]
    shares += [share(here, region, one) for one in SHARED]
    plan.opened_to(nils, share(plan.subject, region, "own_words"), *shares)
    return plan


def row_of(plan: PlanOfTests, table: str, row_id: UUID | None = None) -> Any:
    """The only row of a table of the plan, or one of them."""
    model = TABLES[table].__table__
    found = select(model).where(model.c.plan_id == plan.id)
    found = found if row_id is None else found.where(model.c.id == row_id)
    return plan.world.county.execute(found).mappings().one()


def changes_of(plan: PlanOfTests, row_id: UUID) -> Sequence[Any]:
    found = select(Change.__table__).where(Change.subject_id == row_id).order_by(Change.seq)
    return plan.world.county.execute(found).mappings().all()


def touched(plan: PlanOfTests) -> Any:
    return plan.world.county.execute(select(Plan.changed_at).where(Plan.id == plan.id)).scalar_one()


@dataclass(frozen=True)
class Way:
    """A way to write: in which row, at which page, and what is changed there by pressing what."""

    table: str
    page: str
    button: str
    values: dict[str, str]
    noted: bool = False  # in what staff have noted for the person


WAYS = {
    "text": Way("texts", "texts/{id}", "Spara", {"text": "Annat"}),
    "text's category": Way("texts", "texts/{id}", "Spara", {"category": "health"}),
    "text removed": Way("texts", "texts/{id}/remove", "Ta bort", {}),
    "goal's title": Way("goals", "goals/{id}", "Spara målet", {"title": "Annat"}),
    "goal's measure": Way("goals", "goals/{id}", "Spara målet", {"measure": "Annat"}),
    "goal's status": Way("goals", "goals/{id}", "Spara målet", {"status": "reached"}),
    "goal's category": Way("goals", "goals/{id}", "Spara målet", {"category": "health"}),
    "goal removed": Way("goals", "goals/{id}/remove", "Ta bort", {}),
    "action's title": Way("actions", "actions/{id}", "Spara åtgärden", {"title": "Annat"}),
    "action's day": Way("actions", "actions/{id}", "Spara åtgärden", {"due_on": "2099-01-01"}),
    "action's unit": Way("actions", "actions/{id}", "Spara åtgärden", {"unit": "Vuxenenheten"}),
    "action's unit and title": Way(
        "actions", "actions/{id}", "Spara åtgärden", {"unit": "Vuxenenheten", "title": "Annat"}
    ),
    "action decided": Way("actions", "actions/{id}", "Spara åtgärden", {"is_decided": "yes"}),
    "action's status": Way("actions", "actions/{id}", "Spara åtgärden", {"status": "done"}),
    "action's category": Way("actions", "actions/{id}", "Spara åtgärden", {"category": "health"}),
    "action's report": Way("actions", "actions/{id}/report", "Spara", {"status": "done"}),
    "action removed": Way("actions", "actions/{id}/remove", "Ta bort", {}),
}
NOTED = {
    "noted text": Way("texts", "texts/{id}", "Spara", {"text": "Annat"}, noted=True),
    "noted text removed": Way("texts", "texts/{id}/remove", "Ta bort", {}, noted=True),
    "noted goal's title": Way("goals", "goals/{id}", "Spara målet", {"title": "Annat"}, noted=True),
    "noted goal's status": Way(
        "goals", "goals/{id}", "Spara målet", {"status": "reached"}, noted=True
    ),
    "noted goal removed": Way("goals", "goals/{id}/remove", "Ta bort", {}, noted=True),
}


def enter(plan: PlanOfTests, way: Way) -> UUID:
    """A row by somebody else of the handler's organisation; or noted for the person."""
    party = plan.subject if way.noted else plan.handler.organisation_id
    said = {"changed_by": "Någon Annan", "written_by": "Någon Annan", "is_noted": way.noted}
    if way.table == "texts":
        kind = TextKind.MATTERS if way.noted else TextKind.NOTE
        held = {"from_party": party, "category": "own_words", "kind": kind}
        return plan.add(PlanText, text_sealed="Ord", **held, **said)
    held = {"from_party": party, "category": "own_words"}
    goal = plan.add(Goal, title_sealed="Mål", **held, **(said if way.table == "goals" else {}))
    if way.table == "goals":
        return goal
    return plan.add(
        Action, title_sealed="Åtgärd", goal_id=goal, organisation_id=party, **held, **said
    )


@pytest.mark.parametrize("name", [*WAYS, *NOTED])
def test_every_way_to_write_counts_once_and_names_its_writer(
    plan: PlanOfTests, sara: Signed, name: str
) -> None:
    way = (WAYS | NOTED)[name]
    row_id = enter(plan, way)
    before, at = row_of(plan, way.table, row_id), touched(plan)
    page = sara.browser.open(f"{plan.path}/{way.page.format(id=row_id)}")

    page.fill(way.button, way.values)

    after = row_of(plan, way.table, row_id)
    assert after["version"] == before["version"] + 1
    assert after["changed_by"] == "Sara Nilsson"
    assert after["changed_at"] > before["changed_at"]
    assert touched(plan) > at
    is_moved = set(way.values) <= {"category", "status"}
    assert after["written_by"] == ("Någon Annan" if is_moved else "Sara Nilsson")
    assert after["is_noted"] is way.noted
    assert {one["name"] for one in changes_of(plan, row_id)} == {"Sara Nilsson"}
    assert {one["on_behalf"] for one in changes_of(plan, row_id)} == {way.noted}


@pytest.mark.parametrize(
    "way", [WAYS["text"], WAYS["goal's title"], WAYS["action's unit"], WAYS["action's report"]]
)
def test_saving_what_is_there_already_changes_nothing_and_says_so(
    plan: PlanOfTests, sara: Signed, way: Way
) -> None:
    row_id = enter(plan, way)
    before, at = row_of(plan, way.table, row_id), touched(plan)

    page = sara.browser.open(f"{plan.path}/{way.page.format(id=row_id)}").press(way.button)

    assert "Inget ändrades." in page.text
    assert row_of(plan, way.table, row_id) == before
    assert touched(plan) == at
    assert not changes_of(plan, row_id)


def test_what_staff_note_for_the_person_says_so_until_it_is_confirmed(
    plan: PlanOfTests, sara: Signed, kim: Signed, nils: Signed
) -> None:
    page = sara.browser.open(f"{plan.path}/texts/new?kind=matters")
    page.press("Spara", text="Ring inte före tio", category="own_words")
    page.open(f"{plan.path}/goals/new").press(
        "Spara målet",
        title="Kim vill sova",
        measure="Sju timmar",
        stated_by="person",
        category="own_words",
    )
    noted = "inte bekräftat av Kim Andersson"

    for one, path in ((sara, plan.path), (nils, plan.path), (kim, plan.my_path)):
        said = one.browser.open(path).text
        assert said.count("Antecknat av Sara Nilsson") == 2, one.name
        assert said.count(noted) == 2, one.name
        assert not one.browser.soup.select("blockquote"), one.name
    for copy in copies(sara, kim, plan):
        assert copy.count(noted) == 2

    confirm(kim, plan, row_of(plan, "texts")["id"])
    confirm(kim, plan, row_of(plan, "goals")["id"])

    for one, path in ((sara, plan.path), (nils, plan.path), (kim, plan.my_path)):
        said = one.browser.open(path).text
        assert noted not in said
        assert said.count("bekräftat av Kim Andersson") == 2
    for copy in copies(sara, kim, plan):
        assert noted not in copy
        assert "bekräftat av Kim Andersson" in copy
    row = row_of(plan, "texts")
    assert (row["version"], row["changed_by"]) == (2, "Kim Andersson")
    assert [one["name"] for one in changes_of(plan, row["id"])] == ["Sara Nilsson", "Kim Andersson"]


def confirm(who: Signed, plan: PlanOfTests, row_id: UUID) -> Browser:
    page = who.browser.open(f"{plan.my_path}/noted/{row_id}")
    return page.press("Ja, det stämmer")


@pytest.mark.parametrize("table", TABLES)
def test_who_stands_in_for_somebody_who_does_not_sign_in_takes_back_what_was_confirmed(
    sip: SipWorld, sara: Signed, table: str
) -> None:
    """Else nobody could put it right: the person is the only one to answer a suggestion."""
    plan, eva = child(sip, sara)
    row_id = of_person(plan, table, is_confirmed=True)
    page = eva.browser.open(plan.my_path)
    link = page.soup.select_one(f"a[href$='/noted/{row_id}/reopen']")
    page.open(str(link["href"])).press("Det stämmer inte längre")

    row = row_of(plan, table, row_id)
    assert (row["confirmed_at"], row["confirmed_by"], row["version"]) == (None, None, 2)
    assert row["changed_by"] == "Eva Berg"
    assert [(one["field"], one["name"]) for one in changes_of(plan, row_id)] == [
        ("confirmed", "Eva Berg")
    ]
    confirm(eva, plan, row_id)
    assert row_of(plan, table, row_id)["confirmed_by"] == "Eva Berg"


def child(
    sip: SipWorld, handler: Signed, person: Signed | None = None
) -> tuple[PlanOfTests, Signed]:
    """A plan of a child with one guardian, who has said yes."""
    eva = sip.individual("Eva Berg")
    plan = sip.plan(handler, person=person, person_name="Sam Berg", needs_subject=False)
    plan.require(plan.person(PersonKind.GUARDIAN, "Eva Berg", eva))
    plan.grant(PLAN)
    return plan, eva


def test_what_the_person_can_answer_for_themselves_nobody_takes_back(
    sip: SipWorld, sara: Signed, kim: Signed
) -> None:
    plan, eva = child(sip, sara, kim)
    row_id = of_person(plan, "texts", is_confirmed=True)
    own = of_person(plan, "texts")

    assert "/reopen" not in eva.browser.open(plan.my_path).response.text
    for one, row in ((eva, row_id), (eva, own), (kim, row_id)):
        one.browser.open(f"{plan.my_path}/noted/{row}/reopen", 404)
    with sip.county.app.app_context(), acting_as(eva.token):
        asked = func.app.confirm_words("plan_text", row_id, 1, False)  # noqa: FBT003
        assert db.session.execute(select(asked)).scalar_one() is False
        db.session.rollback()


def test_words_nobody_noted_are_taken_back_by_nobody(sip: SipWorld, sara: Signed) -> None:
    plan, eva = child(sip, sara)
    own = of_person(plan, "texts")
    eva.browser.open(f"{plan.my_path}/noted/{own}/reopen", 404)
    sara.browser.open(f"{plan.my_path}/noted/{own}/reopen", 403)


def copies(sara: Signed, kim: Signed, plan: PlanOfTests) -> Sequence[str]:
    """What the files of the plan say: the person's, and those that staff take."""
    files = [
        pdf_text(kim.browser.open(f"{plan.my_path}/download/pdf").response.data),
        kim.browser.open(f"{plan.my_path}/download/text").response.text,
    ]
    return [" ".join(one.split()) for one in files]


def test_what_has_changed_since_it_was_read_is_not_confirmed(
    plan: PlanOfTests, sara: Signed, kim: Signed
) -> None:
    way = NOTED["noted text"]
    row_id = enter(plan, way)
    page = kim.browser.open(f"{plan.my_path}/noted/{row_id}")
    sara.browser.open(f"{plan.path}/texts/{row_id}").press("Spara", text="Något annat")

    page.press("Ja, det stämmer", 409)

    assert row_of(plan, "texts")["confirmed_at"] is None


@pytest.mark.parametrize("is_confirmed", [False, True])
@pytest.mark.parametrize("name", [*WAYS])
def test_nobody_changes_what_the_person_has_written_or_confirmed(
    plan: PlanOfTests, sara: Signed, kim: Signed, name: str, *, is_confirmed: bool
) -> None:
    way = WAYS[name]
    row_id = of_person(plan, way.table, is_confirmed=is_confirmed)
    before = row_of(plan, way.table, row_id)

    sara.browser.open(f"{plan.path}/{way.page.format(id=row_id)}", 404)

    assert row_of(plan, way.table, row_id) == before


def of_person(plan: PlanOfTests, table: str, *, is_confirmed: bool = False) -> UUID:
    """A row of the person's own; or one that staff noted, which the person has confirmed."""
    held: dict[str, Any] = {"from_party": plan.subject, "category": "own_words"}
    if is_confirmed:
        held |= {"is_noted": True, "confirmed_by": "Kim Andersson", "confirmed_at": clock.now()}
    if table == "texts":
        return plan.add(PlanText, kind=TextKind.MATTERS, text_sealed="Ord", **held)
    goal = plan.add(Goal, title_sealed="Mål", **held)
    if table == "goals":
        return goal
    return plan.add(Action, title_sealed="Åtgärd", goal_id=goal, person_id=plan.subject, **held)


ATTACKS: dict[str, Callable[[Any], Any]] = {
    "words": lambda model: {next(c for c in ("text_sealed", "title_sealed") if c in model.c): b"x"},
    "removal": lambda _model: {"removed_at": text("now()")},
    "category": lambda _model: {"category": "health"},
    "signature": lambda _model: {"version": 9, "changed_by": "Sara Nilsson"},
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_holds_the_person_s_words(
    plan: PlanOfTests, sara: Signed, table: str, attack: str
) -> None:
    row_id = of_person(plan, table)
    model = TABLES[table].__table__
    values = ATTACKS[attack](model)
    change = update(model).where(model.c.id == row_id).values(values)
    assert "the words of somebody else" in refused(plan, sara, change)


@pytest.mark.parametrize("values", [{"version": 2}, {"position": 9, "version": 2}], ids=str)
def test_whoever_carries_out_the_person_s_measure_does_not_take_it_over(
    plan: PlanOfTests, sara: Signed, values: dict[str, int]
) -> None:
    """To count up alone would make it noted by staff, and so theirs to write anew."""
    row_id = measure_of_person(plan, sara)
    change = update(Action).where(Action.id == row_id).values(values)

    assert "the words of somebody else" in refused(plan, sara, change)


def test_who_says_how_the_person_s_measure_goes_moves_nothing(
    plan: PlanOfTests, sara: Signed
) -> None:
    row_id = measure_of_person(plan, sara)
    before = row_of(plan, "actions", row_id)
    said(plan, sara, update(Action).where(Action.id == row_id).values(status="done", position=9))

    after = row_of(plan, "actions", row_id)
    assert (after["status"], after["position"]) == ("done", before["position"])
    assert (after["written_by"], after["is_noted"]) == (before["written_by"], False)


def measure_of_person(plan: PlanOfTests, doer: Signed) -> UUID:
    """The person's own words of what the organisation of `doer` is to do."""
    goal = of_person(plan, "goals")
    held = {"from_party": plan.subject, "category": "own_words", "goal_id": goal}
    doer_id = doer.organisation_id
    return plan.add(Action, title_sealed="Ring mig", organisation_id=doer_id, **held)


def said(plan: PlanOfTests, who: Signed, *statements: Executable) -> None:
    """The database takes somebody's statements."""
    with plan.world.county.app.app_context(), acting_as(who.token):
        for statement in statements:
            db.session.execute(statement)
        db.session.flush()
        db.session.info["audited"] = True
        db.session.commit()


def a_text(plan: PlanOfTests, party: UUID, kind: TextKind) -> Executable:
    forged = {"changed_by": "Kim Andersson", "written_by": "Kim Andersson"}
    confirmed = {"is_noted": False, "confirmed_by": "Kim Andersson", "confirmed_at": clock.now()}
    return insert(PlanText.__table__).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        kind=kind,
        text_sealed=b"x",
        from_party=party,
        category="own_words",
        version=1,
        changed_at=clock.now(),
        written_at=clock.now(),
        **forged,
        **confirmed,
    )


@pytest.mark.parametrize("kind", sorted(OF_PERSON))
def test_staff_write_nothing_under_the_person_s_heading_in_their_own_name(
    plan: PlanOfTests, sara: Signed, nils: Signed, kind: TextKind
) -> None:
    for who in (sara, nils):
        written = a_text(plan, who.organisation_id, kind)
        assert "not the words of the person" in refused(plan, who, written)


def test_who_writes_is_named_whatever_the_row_says(plan: PlanOfTests, sara: Signed) -> None:
    said(plan, sara, a_text(plan, plan.subject, TextKind.MATTERS))

    row = row_of(plan, "texts")
    assert (row["changed_by"], row["written_by"]) == ("Sara Nilsson", "Sara Nilsson")
    assert (row["is_noted"], row["confirmed_by"], row["confirmed_at"]) == (True, None, None)


@pytest.mark.parametrize("table", ["texts", "goals"])
def test_what_staff_noted_is_not_shown_to_more_people_by_staff(
    plan: PlanOfTests, sara: Signed, nils: Signed, table: str
) -> None:
    row_id = of_person(plan, table)
    model = TABLES[table].__table__
    county = plan.world.county
    county.execute(update(model).values(is_noted=True, category="health"))
    button = {"texts": "Spara", "goals": "Spara målet"}[table]
    page = sara.browser.open(f"{plan.path}/{table}/{row_id}")

    page.press(button, 422, category="own_words")  # which Nils sees, too

    assert "Då skulle fler se personens ord" in page.text
    moved = update(model).where(model.c.id == row_id).values(category="own_words")
    assert "would show it to more people" in refused(plan, sara, moved)


def refused(plan: PlanOfTests, who: Signed, statement: Executable) -> str:
    """What the database says to somebody's statement."""
    with plan.world.county.app.app_context(), acting_as(who.token):
        with pytest.raises(DBAPIError) as broken:
            db.session.execute(statement)
        db.session.rollback()
    return str(broken.value.orig)


@pytest.mark.parametrize("table", TABLES)
def test_history_goes_along_to_fewer_readers_and_not_to_more(
    plan: PlanOfTests, sara: Signed, nils: Signed, table: str
) -> None:
    plan.withdraw(share(sara.organisation_id, nils.organisation_id, "health"))
    way = {"texts": WAYS["text"], "goals": WAYS["goal's title"], "actions": WAYS["action's title"]}
    row_id = enter(plan, way[table])
    page, field = f"{plan.path}/{table}/{row_id}", next(iter(way[table].values))
    sara.browser.open(page).press(way[table].button, **{field: "Sa för mycket"})
    assert "Sa för mycket" in nils.browser.open(f"{plan.path}/versions").text

    sara.browser.open(page).press(way[table].button, category="health")

    assert "Sa för mycket" not in nils.browser.open(f"{plan.path}/versions").text
    assert "Sa för mycket" in sara.browser.open(f"{plan.path}/versions").text
    sara.browser.open(page).press(way[table].button, category="own_words", **{field: "Ofarligt"})
    shown = nils.browser.open(f"{plan.path}/versions").text
    assert "Ofarligt" in shown
    assert "Sa för mycket" not in shown


def test_a_party_is_told_of_its_own_readers_alone(
    sip: SipWorld, plan: PlanOfTests, sara: Signed, nils: Signed, kim: Signed
) -> None:
    petra = sip.caseworker(sip.county.police, "Petra Polis")
    region, police = nils.organisation_id, petra.organisation_id
    plan.participant(petra)
    plan.grant(invite(police), share(region, police, "health"))

    def audience(who: Signed, source: UUID) -> set[UUID]:
        with sip.county.app.app_context(), acting_as(who.token):
            return set(functions.audiences(plan.id, source, ["health"])["health"])

    assert audience(nils, region) == {region, police, plan.subject}
    assert audience(sara, region) == {region, plan.subject}
    assert audience(petra, region) == {region, police, plan.subject}
    assert audience(kim, region) == {region, police, plan.subject}
    assert audience(sara, plan.subject) == {sara.organisation_id, plan.subject}
    assert audience(nils, plan.subject) == {plan.subject}
