"""Agreements on different subjects, side by side; and a successor that is named, not inferred."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixColumn
from agreements.terms import is_in_force
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.resources import folder
from portal.tenancy.models import Organisation
from portal.web.statuses import STATUSES
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_mail import remind
from tests.integration.county import CountyOfTests, Parties

TODAY = clock.today()
DISABILITY, CHILDREN = (
    folder("county_templates") / f"{name}-2026.toml"
    for name in ("psykisk-funktionsnedsattning", "placerade-barn")
)
OVERLAPS = (
    "En annan överenskommelse i samma ämne gäller under den tiden, och två kan inte gälla"
    " samtidigt. Välj att den ersätts, eller föreslå en första dag efter dess sista."
)


def _next(before: Parties, template: UUID | None = None) -> Parties:
    """The same municipality's people with nothing begun."""
    return Parties(before.county, municipality=before.municipality_id, template=template)


def _stands(parties: Parties, kind: str) -> bool:
    """Whether the page says that the agreement stands so, in the words of all pages."""
    page = parties.region.open(parties.path)
    return page.soup.select_one(".heading-row .status").text == str(STATUSES[kind].label)


def _holding(parties: Parties, subject: str, day: date) -> list[str]:
    """What the one query says, asked as the application asks it."""
    county = parties.county
    with county.app.app_context(), acting_as(parties.municipality.token):
        asked = func.app.in_force(county.subjects[subject], parties.municipality_id, day, None)
        found = db.session.scalars(select(asked.table_valued("agreement_id").c.agreement_id)).all()
        db.session.rollback()
    return [str(one) for one in found]


def test_two_subjects_are_in_force_side_by_side(county: CountyOfTests, signed: Parties) -> None:
    other = _next(signed, county.publish(DISABILITY))
    other.shared().signing().all_sign()

    assert _holding(signed, "skadligt-bruk-beroende", TODAY) == [signed.id]
    assert _holding(signed, "psykisk-funktionsnedsattning", TODAY) == [other.id]
    assert _stands(signed, "in_force")
    assert _stands(other, "in_force")
    page = signed.municipality.open("/agreements")
    assert page.heading == "2 överenskommelser gäller"
    assert "Skadligt bruk eller beroende" in page.text
    assert "Psykisk funktionsnedsättning" in page.text


def test_work_on_one_subject_does_not_stop_work_on_another(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create()
    other = _next(parties, county.publish(DISABILITY)).create()

    assert other.id != parties.id
    page = parties.municipality.open("/agreements/new")
    assert page.heading == "Vad ska överenskommelsen handla om?"
    assert page.text.count("På gång:") == 2
    assert "Skapa överenskommelse" not in page.open("/agreements").text
    county.publish(CHILDREN)
    assert "Skapa överenskommelse" in page.open("/agreements").text
    title = page.open("/agreements/new").follow("Placerade barn och unga 2026").value("title")
    assert title == "Placerade barn och unga: lokal överenskommelse, Åsele kommun"


def test_an_overlap_is_refused_when_decided_and_nothing_is_lost(signed: Parties) -> None:
    new = _next(signed)
    new.shared("none")
    new.put_to_decision("none", status=422)

    assert new.municipality.problems == [OVERLAPS]
    assert "Lås texten och gå till beslut" in new.municipality.buttons
    new.municipality.press("Lås texten och gå till beslut", replaces=signed.id)
    assert "Texten är låst" in new.municipality.text


def test_the_database_refuses_an_overlap_that_is_no_replacement(
    county: CountyOfTests, signed: Parties
) -> None:
    new = _next(signed)
    new.shared("none").ready()
    locked = update(Agreement).where(Agreement.id == UUID(new.id)).values(status="decision")
    with pytest.raises(ProgrammingError, match="meets another"):
        _inject(new.municipality, locked)
    named = locked.values(status="decision", replaces_ids=[UUID(signed.id)])
    assert _inject(new.municipality, named) == 1


def test_the_database_lets_no_two_hold_on_one_day(county: CountyOfTests, signed: Parties) -> None:
    until = TODAY + timedelta(days=730)
    for first, last in (
        (TODAY - timedelta(days=400), TODAY),
        (TODAY, until),
        (until, until + timedelta(days=9)),
        (TODAY + timedelta(days=100), TODAY + timedelta(days=101)),
    ):
        with pytest.raises(ProgrammingError, match="meets another"):
            _enter_signed(county, signed, county.template_id, first, last)
    _enter_signed(county, signed, county.publish(DISABILITY), TODAY, until)
    _enter_signed(
        county, signed, county.template_id, until + timedelta(days=1), until + timedelta(days=9)
    )


def _inject(browser: Browser, statement: object) -> int:
    """Run SQL as that browser's request would; how many rows it touched."""
    with browser.app.app_context(), acting_as(browser.token):
        try:
            return int(db.session.connection().execute(statement).rowcount)  # type: ignore[call-overload]
        finally:
            db.session.rollback()


def _enter_signed(
    county: CountyOfTests, like: Parties, template: UUID, first: date, last: date
) -> None:
    """An agreement entered by the owner as it would stand, and what the commit would say of it."""
    savepoint = county.connection.begin_nested() if county.connection else None
    assert savepoint is not None
    try:
        county.execute(
            insert(Agreement).values(
                id=new_id(),
                county_id=county.id,
                municipality_ids=[like.municipality_id],
                template_version_id=template,
                title="Lokal överenskommelse",
                status="in_force",
                status_at=clock.now(),
                created_at=clock.now(),
                changed_at=clock.now(),
                creator_id=like.municipality_id,
                creator_name="Maja Öhlund",
                valid_from=first,
                valid_until=last,
                revision=1,
                matrix_revision=1,
            )
        )
        county.execute(text("set constraints all immediate"))
    except BaseException:
        savepoint.rollback()
        raise
    savepoint.commit()


def test_a_named_successor_takes_over_on_its_first_day_and_not_before(
    signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    first = TODAY + timedelta(days=60)
    new = _next(signed)
    new.create(replaces=signed.id).write_sections().fill_matrix().set_term(first).share()
    new.signing(signed.id).all_sign()
    about = "skadligt-bruk-beroende"

    assert _holding(signed, about, TODAY) == [signed.id]
    assert _holding(signed, about, first - timedelta(days=1)) == [signed.id]
    assert _holding(signed, about, first) == [new.id]
    assert _stands(signed, "in_force")
    assert "Undertecknad, börjar gälla" in signed.region.open(new.path).text
    assert "Till dess gäller den här." in signed.region.open(signed.path).text
    assert "Ersätter" in signed.region.open(new.path).text
    board = signed.municipality.open("/county")
    assert "En ny överenskommelse tar över" in board.text
    on_a_day(first)
    assert (_stands(signed, "expired"), _stands(new, "in_force")) == (True, True)
    assert "En nyare överenskommelse tog över" in signed.region.open(signed.path).text
    assert "1 av" in signed.municipality.open("/county").heading


def test_one_that_begins_when_the_earlier_has_ended_replaces_nothing(signed: Parties) -> None:
    new = _next(signed)
    new.create(replaces="none").write_sections().fill_matrix()
    new.set_term(TODAY + timedelta(days=731)).share()
    new.signing("none").all_sign()

    assert _holding(signed, "skadligt-bruk-beroende", TODAY + timedelta(days=730)) == [signed.id]
    assert _holding(signed, "skadligt-bruk-beroende", TODAY + timedelta(days=731)) == [new.id]
    assert "tar över" not in signed.region.open(signed.path).text


def test_what_it_replaces_is_part_of_what_is_decided_on(
    county: CountyOfTests, signed: Parties
) -> None:
    new = _next(signed)
    new.shared(signed.id)
    new.signing(signed.id)

    gone = update(Agreement).where(Agreement.id == UUID(new.id)).values(replaces_ids=[])
    with pytest.raises(ProgrammingError, match="append-only"):
        _inject(new.municipality, gone)
    content = county.execute(
        text("select content from app.document_version where agreement_id = :id").bindparams(
            id=UUID(new.id)
        )
    ).scalar_one()
    assert '"replaces":"Lokal överenskommelse, Malå kommun"' in content
    assert '"subject":"Skadligt bruk eller beroende"' in content


def test_one_of_another_subject_can_not_be_named(county: CountyOfTests, signed: Parties) -> None:
    other = _next(signed, county.publish(DISABILITY)).create()
    page = signed.municipality.open(f"/agreements/new?template={county.template_id}")
    assert [str(one["value"]) for one in page.soup.select("input[name=replaces]")] == [
        signed.id,
        "none",
    ]
    names = update(Agreement).where(Agreement.id == UUID(other.id))
    with pytest.raises(Exception, match="none of its own subject"):
        _inject(other.municipality, names.values(replaces_ids=[UUID(signed.id)]))


def test_a_party_does_not_say_what_an_agreement_is_about(
    county: CountyOfTests, shared: Parties
) -> None:
    subject = county.subjects["placerade-barn"]
    statement = update(Agreement).where(Agreement.id == UUID(shared.id))
    with pytest.raises(ProgrammingError, match="permission denied"):
        _inject(shared.municipality, statement.values(subject_id=subject))
    county.execute(statement.values(subject_id=subject))
    kept = select(Agreement.subject_id).where(Agreement.id == UUID(shared.id))
    assert county.execute(kept).scalar_one() == county.subjects["skadligt-bruk-beroende"]


def test_the_board_is_about_one_subject_at_a_time(county: CountyOfTests, signed: Parties) -> None:
    page = signed.municipality.open("/county")
    assert page.heading == "1 av 3 kommuner har en gällande överenskommelse"
    page.follow("Psykisk funktionsnedsättning")
    assert page.heading == "0 av 3 kommuner har en gällande överenskommelse"
    assert page.text.count("Ingen överenskommelse påbörjad") >= 3
    assert "Psykisk funktionsnedsättning" in str(page.soup.title)
    orders = [str(one["href"]) for one in page.soup.select("thead a")]
    assert all("subject=psykisk-funktionsnedsattning" in one for one in orders)

    _next(signed, county.publish(DISABILITY)).shared().signing().all_sign()
    page.open("/county?subject=psykisk-funktionsnedsattning")
    assert page.heading == "1 av 3 kommuner har en gällande överenskommelse"
    assert page.open("/county?subject=finns-inte").heading.startswith("1 av 3")


def test_what_is_to_be_done_is_said_for_each_subject(
    county: CountyOfTests, signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    page = signed.municipality.open("/todo")
    assert "Skapa en lokal överenskommelse" not in page.text
    county.publish(DISABILITY)
    page.open("/todo")
    assert "Skapa en lokal överenskommelse: Psykisk funktionsnedsättning" in page.text
    assert page.text.count("Skapa en lokal överenskommelse") == 1
    on_a_day(TODAY + timedelta(days=700))
    other = _next(signed, county.publish(CHILDREN))
    page.open("/todo")
    assert "Börja på nästa överenskommelse" in page.text
    other.create()
    page.open("/todo")
    assert "Börja på nästa överenskommelse" in page.text
    assert "Skapa en lokal överenskommelse: Placerade barn och unga" not in page.text


def test_a_reminder_asks_for_a_successor_on_the_same_subject(
    county: CountyOfTests, signed: Parties
) -> None:
    last = TODAY + timedelta(days=730)
    county.execute(
        update(Agreement)
        .where(Agreement.id == UUID(signed.id))
        .values(valid_until=TODAY + timedelta(days=30), review_on=None)
    )
    _enter_signed(county, signed, county.publish(DISABILITY), TODAY, last)
    county.execute(text("update app.account set email = 'someone@example.se'"))
    remind(signed)
    told = select(OutboxMail.kind).where(OutboxMail.path == signed.path)
    assert "agreement.expiring" in county.execute(told).scalars().all()


def test_the_templates_stand_by_subject_with_why_there_is_to_be_one(
    county: CountyOfTests, parties: Parties
) -> None:
    county.publish(CHILDREN)
    page = parties.municipality.open("/templates")
    heads = [one.get_text(strip=True) for one in page.soup.select("main h2")]
    assert heads == [
        "Skadligt bruk eller beroende",
        "Psykisk funktionsnedsättning",
        "Placerade barn och unga",
    ]
    assert page.text.count("7 kap. 2 § SoL") == 3
    assert page.text.count("Ingen mall är publicerad än.") == 1


def test_a_school_takes_part_where_the_template_says_so(
    county: CountyOfTests, parties: Parties
) -> None:
    school = county.organisation("Friskolan i Åsele", OrganisationKind.SCHOOL)
    page = parties.municipality.open(f"/agreements/new?template={county.template_id}")
    assert "Friskolan" not in page.text
    template = county.publish(CHILDREN)
    page.open(f"/agreements/new?template={template}")
    page.press("Skapa", **{f"part_{school}": "bound"})
    parties.id = page.url.split("/")[2].partition("?")[0]
    columns = select(MatrixColumn.key, Organisation.kind).join(
        Organisation, Organisation.id == MatrixColumn.organisation_id
    )
    columns = columns.where(MatrixColumn.agreement_id == UUID(parties.id))
    found = {row.key: row.kind for row in county.execute(columns)}
    assert found["fristaende-skola"] is OrganisationKind.SCHOOL
    assert "polis" not in found
    parties.write_sections().fill_matrix().set_term().share()
    teacher = county.member(school, Role.COORDINATOR, name="Rut Rektor")
    assert "Friskolan i Åsele" in teacher.open(parties.path).text
    assert teacher.open("/agreements").heading


def test_two_schools_have_a_column_each(county: CountyOfTests, parties: Parties) -> None:
    schools = [county.organisation(name, OrganisationKind.SCHOOL) for name in ("Ask", "Björk")]
    page = parties.municipality.open(f"/agreements/new?template={county.publish(CHILDREN)}")
    page.press("Skapa", **{f"part_{one}": "bound" for one in schools})
    labels = county.execute(
        select(MatrixColumn.label).where(MatrixColumn.organisation_id.in_(schools))
    ).scalars()
    assert sorted(labels) == [
        "Fristående eller annan skola, Ask",
        "Fristående eller annan skola, Björk",
    ]


@pytest.mark.parametrize("days", [-1, 0, 1, 59, 60, 61, 400, 730, 731, 1000])
def test_the_rule_and_the_one_query_say_the_same(signed: Parties, days: int) -> None:
    first = TODAY + timedelta(days=60)
    new = _next(signed)
    new.create(replaces=signed.id).write_sections().fill_matrix().set_term(first).share()
    new.signing(signed.id).all_sign()
    day = TODAY + timedelta(days=days)
    ids = [UUID(signed.id), UUID(new.id)]
    rows = signed.county.execute(select(Agreement.__table__).where(Agreement.id.in_(ids))).all()
    stand = [Agreement(**row._mapping) for row in rows]
    by_rule = [str(one.id) for one in stand if is_in_force(one.status, one.held, day)]
    assert _holding(signed, "skadligt-bruk-beroende", day) == by_rule


def test_what_has_held_is_not_undone_by_one_that_begins_before_it(signed: Parties) -> None:
    new = signed.anew()
    new.create(replaces=signed.id).write_sections().fill_matrix()
    first = clock.today() - timedelta(days=500)
    new.set_term(first, clock.today() + timedelta(days=900)).share().ready()
    page = new.municipality.open(f"{new.path}/put-to-decision")
    asked = {
        str(one["name"]): "Vi var sena." for one in page.soup.select("main textarea[required]")
    }
    asked |= {str(one["name"]): "Vi var sena." for one in page.soup.select("main textarea")}
    page.press("Lås texten och gå till beslut", 422, replaces=signed.id, **asked)

    assert page.problems[0].startswith("Den börjar före den som den ska ersätta")
