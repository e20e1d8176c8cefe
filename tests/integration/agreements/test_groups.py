"""Groups that meet: from the group to a meeting, its minutes, a decision, and Att göra."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from email.message import EmailMessage
from io import BytesIO
from uuid import UUID

import docx
import pytest
from icalendar import Calendar
from sqlalchemy import Connection, RowMapping, func, select, update
from sqlalchemy.exc import DBAPIError

from agreements import reminding
from agreements.tables.activity import Activity
from agreements.tables.groups import GroupDecision, GroupMeeting, GroupMember, WorkingGroup
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.config import Settings
from portal.db import db
from portal.identity.models import Account
from portal.outbox import functions as outbox
from portal.outbox.models import OutboxMail
from portal.outbox.worker import Claimed, Worker
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_activities import plan
from tests.integration.agreements.test_deviations import HAPPENED, report
from tests.integration.agreements.test_disputes import QUESTION, begin
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import DUE, SOON, Group

TODAY = clock.today()
A_VALID_NUMBER = "19121212-1212"


@pytest.fixture
def group(shared: Parties) -> Group:
    shared.county.execute(update(Account).values(email="someone@example.se"))
    return Group(shared)


def _mails(county: CountyOfTests, kind: str) -> Sequence[RowMapping]:
    found = county.execute(select(OutboxMail.__table__).where(OutboxMail.kind == kind))
    return found.mappings().all()


def _told(group: Group, kind: str) -> set[UUID]:
    return {one["organisation_id"] for one in _mails(group.county, kind)}


# -- the way through ------------------------------------------------------------------------------


def test_a_decision_comes_back_in_att_gora_until_it_is_done(group: Group) -> None:
    region = group.parties.region
    group.held()
    group.decide("Region")

    todo = region.open("/todo")
    assert "Genomför beslutet: Ta fram ett kort" in todo.text
    assert "Genomför beslutet" not in group.parties.police.open("/todo").text
    form = todo.follow("Genomför beslutet: Ta fram ett kort: Styrgruppen")
    form.press("Markera som klart", note="Kortet finns nu.")
    assert "Genomför beslutet" not in region.open("/todo").text
    page = region.open(group.path)
    assert "Kortet finns nu." in page.text
    assert "Alla beslut är klara." in page.text


def test_what_is_not_done_is_on_the_next_agenda_and_says_when_it_is_late(group: Group) -> None:
    group.held()
    group.decide("Region")
    group.plan()
    assert "Beslut att följa upp: Ta fram ett kort" in group.parties.police.open(group.meeting).text

    group.change(GroupDecision, due_on=TODAY - timedelta(days=1))
    assert "Försenat beslut: Ta fram ett kort" in group.parties.police.open(group.meeting).text
    assert "Försenat" in group.parties.region.open("/todo").text


def test_the_agenda_is_built_from_what_is_open_and_what_participants_add(
    group: Group, settings: Settings
) -> None:
    parties = group.parties
    parties.suggest(parties.region, parties.section(2), "Inom två veckor.")
    secret = parties.region.open(f"{parties.section(3)}/suggest")
    secret.press("Spara som internt förslag", text="Internt.", reason="Bara vi.")
    parties.police.open(f"{group.path}/points/new").press("Lägg till", text="Festivalen i augusti")
    group.plan()

    page = parties.municipality.open(group.meeting)
    assert "Ändringsförslag om 2. " in page.text
    assert "Festivalen i augusti (Polisen" in page.text
    assert page.text.count("Ändringsförslag om") == 1, "an internal suggestion is nobody else's"
    message = _composed(group, settings, "group.meeting_planned")
    assert message["Subject"] == "Styrgruppen: kallelse till möte"
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "kallar Styrgruppen till möte:" in text
    assert "Kommunhuset" in text
    assert "– Festivalen i augusti (Polisen" in text
    assert "Internt" not in text
    assert b"BEGIN:VCALENDAR" in bytes(message)


@contextmanager
def _as_worker(county: CountyOfTests) -> Iterator[Connection]:
    assert county.connection is not None
    county.connection.exec_driver_sql("set local session authorization portal_worker")
    yield county.connection
    county.connection.exec_driver_sql("set local session authorization portal_app")


def _composed(group: Group, settings: Settings, kind: str) -> EmailMessage:
    """One mail of a kind, as it would be sent."""
    row = _mails(group.county, kind)[0]
    claimed = Claimed(
        row["id"], kind, row["path"], 1, "someone@example.se", calendar=row["calendar"]
    )
    with _as_worker(group.county) as connection:
        facts = outbox.mail_facts(connection, row["id"])
    return Worker(settings)._compose(claimed, facts)


def _remind(group: Group, day: date) -> int:
    with _as_worker(group.county) as connection:
        return reminding.remind(connection, day, timedelta(days=7))


def test_a_point_stays_until_a_meeting_has_taken_it_up(group: Group) -> None:
    police = group.parties.police
    police.open(f"{group.path}/points/new").press("Lägg till", text="Festivalen")
    police.open(f"{group.path}/points/new").press("Lägg till", text="Nyckelfrågan")
    group.plan()
    group.has_been()
    form = group.parties.municipality.open(f"{group.meeting}/minutes")
    taken = [
        str(one["value"])
        for one in form.soup.select("input[name=taken_up]")
        if "Festivalen" in str(one.find_parent("label") or one.parent)
    ]
    form.press("Spara protokollet", minutes="Om festivalen.", taken_up=taken)

    assert "Festivalen" not in police.open(group.path).text
    assert "Nyckelfrågan" in police.open(group.path).text
    assert "Festivalen" in police.open(group.meeting).text
    # untaken after all: it is open again
    group.write(taken_up=[])
    assert "Festivalen" in police.open(group.path).text


def test_the_minutes_are_fixed_when_all_who_are_named_have_confirmed_them(group: Group) -> None:
    parties = group.parties
    group.change(GroupMember, confirms=True)
    group.held()
    assert "Lämna protokollet för justering" in parties.municipality.open("/todo").text
    group.hand_over()
    assert _told(group, "group.minutes_written") == {
        group.county.region,
        group.county.police,
    }

    for browser in (parties.region, parties.police, parties.municipality):
        assert "Justera protokollet: Styrgruppen" in browser.open("/todo").text
        browser.open(f"{group.meeting}/confirm").press("Justera protokollet")
        assert "Justera protokollet" not in browser.open("/todo").text
        # an address that was kept leads to what has been said
        page = browser.open(f"{group.meeting}/confirm")
        assert page.heading.startswith("Möte")
        assert "Justera protokollet" not in page.buttons
    page = parties.region.open(group.meeting)
    assert "Justerat" in page.text
    assert "justerat och ändras inte mer" in group.write(422, minutes="Något annat.").text
    page = parties.region.open(f"{group.meeting}/correct")
    page.press("Spara rättelsen", text="Dagen var den tionde.")
    assert "Dagen var den tionde." in parties.police.open(group.meeting).text


def test_what_is_changed_before_that_is_confirmed_anew(group: Group) -> None:
    group.change(GroupMember, confirms=True)
    group.held()
    group.hand_over()
    region = group.parties.region
    form = region.open(f"{group.meeting}/confirm")
    group.write(minutes="Något annat.")
    assert "Protokollet har ändrats" in form.press("Justera protokollet", 422).text or (
        "ska inte justera" in form.text
    )
    group.hand_over()
    assert "Justera protokollet" in region.open("/todo").text


def test_minutes_are_handed_over_as_they_were_read(group: Group) -> None:
    group.change(GroupMember, confirms=True)
    group.held()
    late = Browser(group.county.app, token=group.parties.municipality.token)
    late.open(f"{group.meeting}/hand-over")
    group.write(minutes="Något annat.")
    late.press("Lämna för justering", 422)

    assert late.problems[0].startswith("Protokollet har ändrats sedan du öppnade sidan.")
    assert not _told(group, "group.minutes_written")
    late.press("Lämna för justering")  # now it was read
    assert _told(group, "group.minutes_written")


def test_the_minutes_and_the_agenda_for_word(group: Group) -> None:
    group.plan()
    agenda = _docx(group.parties.region, group)
    assert "Dagordning: Styrgruppen" in agenda
    group.has_been()
    group.write(minutes="## Rutinen\n\nVi ändrar den.\n\n•\tFörsta saken\n•\tAndra saken")
    items = group.parties.region.open(group.meeting).soup.select("main .prose li")
    assert [one.get_text(strip=True) for one in items] == ["Första saken", "Andra saken"]
    group.decide("Region")

    text = _docx(group.parties.region, group)
    assert "Vi ändrar den." in text
    assert "Ta fram ett kort" in text
    assert "Protokollet är inte lämnat för justering." in text


def _docx(browser: Browser, group: Group) -> str:
    document = docx.Document(BytesIO(browser.open(f"{group.meeting}/minutes.docx").response.data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_two_who_write_the_minutes_at_once_lose_nothing(group: Group) -> None:
    group.held()
    first = group.county.member(group.parties.municipality_id, Role.COORDINATOR, name="Eva Ett")
    form = first.open(f"{group.meeting}/minutes")
    group.write(minutes="Den andras ord.")

    page = form.press("Spara protokollet", 409, minutes="Mina ord.")
    assert "Mina ord." in page.text
    assert "Den andras ord." in page.text


# -- when ----------------------------------------------------------------------------------------


def test_the_series_proposes_the_next_day_and_asks_who_convenes(group: Group) -> None:
    form = group.parties.municipality.open(f"{group.path}/meetings/new")
    proposed = form.soup.select_one("input[name=day]")
    assert proposed is not None
    assert str(proposed["value"]) > (TODAY + timedelta(days=80)).isoformat()
    assert "Kalla till nästa möte" not in group.parties.municipality.open("/todo").text

    long_ago = clock.now() - timedelta(days=100)
    group.county.execute(update(WorkingGroup).values(formed_at=long_ago))
    assert "Kalla till nästa möte" in group.parties.municipality.open("/todo").text
    assert "Kalla till nästa möte" not in group.parties.region.open("/todo").text
    group.plan()
    assert "Kalla till nästa möte" not in group.parties.municipality.open("/todo").text


def test_a_signed_agreement_says_how_often_its_managers_meet(signing: Parties) -> None:
    signing.all_sign()
    group = Group(signing, kind="managers", every="5", unit="years")

    page = signing.region.open(group.path)
    assert "enligt 7. " in page.text
    assert "Med 5 års mellanrum" not in page.text
    (link,) = page.soup.select("a[href$='/facts/mote-chefer']")
    page.open(str(link["href"]))
    long_ago = clock.now() - timedelta(days=1000)
    group.county.execute(update(WorkingGroup).values(formed_at=long_ago))
    assert "Kalla till nästa möte" in signing.municipality.open("/todo").text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"day": (TODAY - timedelta(days=1)).isoformat()}, "Den tiden har redan varit"),
        ({"ends": "09"}, "slutar innan det börjar"),
        ({"ends": "23"}, "längre än tio timmar"),
        ({"day": "2027-03-28", "starts": "02.30", "ends": "04"}, "sommartid"),
        ({"day": "2027-10-31", "starts": "02.30", "ends": "04"}, "vintertid"),
        ({"day": "2027-02-30"}, "finns inte"),
        ({"place": f"Hos {A_VALID_NUMBER}"}, "personnummer"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(
    group: Group, values: dict[str, str], told: str
) -> None:
    page = group.plan(422, **values)

    assert told in page.text
    assert 'value="Kommunhuset"' in page.response.text or "place" in values


def test_two_meetings_at_the_same_hour_are_refused(group: Group) -> None:
    group.plan()

    assert "redan ett möte då" in group.plan(422, starts="11", ends="13").text
    # one after the other is fine
    group.plan(starts="12", ends="13")


def test_a_group_of_one_is_refused_and_what_was_written_is_kept(shared: Parties) -> None:
    page = shared.municipality.open("/groups/new")
    page.press("Skapa gruppen", 422, kind="managers", name="Cheferna", taking_part=[])

    assert "Välj minst en organisation till" in page.text
    assert 'value="Cheferna"' in page.response.text
    page.press("Skapa gruppen", 422, taking_part=[str(shared.county.region)], every="3", unit="")
    assert "Skriv både ett tal och vad det räknas i" in page.text


def test_calendars_know_a_meeting_by_one_id_and_a_growing_sequence(group: Group) -> None:
    group.plan()
    first = _event(group)
    page = group.parties.municipality.open(f"{group.meeting}/move")
    page.press("Spara", starts="13", ends="14")
    second = _event(group)
    page = group.parties.municipality.open(f"{group.meeting}/cancel")
    page.press("Ställ in mötet", reason="Influensan")
    third = _event(group)

    assert first["uid"] == second["uid"] == third["uid"]
    assert [one["sequence"] for one in (first, second, third)] == [0, 1, 2]
    assert str(first["summary"]) == "Styrgruppen"
    assert str(third["status"]) == "CANCELLED"
    for kind in ("planned", "moved", "cancelled"):
        mails = _mails(group.county, f"group.meeting_{kind}")
        assert _told(group, f"group.meeting_{kind}") == {
            group.parties.municipality_id,
            group.county.region,
            group.county.police,
        }
        assert {one["calendar"]["uid"] for one in mails} == {str(first["uid"])}
    assert "Influensan" in group.parties.region.open(group.meeting).text


def _event(group: Group):  # type: ignore[no-untyped-def]
    data = group.parties.region.open(f"{group.meeting}/calendar.ics").response.data
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


# -- who -----------------------------------------------------------------------------------------


def test_only_who_takes_part_sees_a_group_of_an_agreement(group: Group) -> None:
    county = group.county
    group.plan()
    other = county.organisation("Norsjö kommun", OrganisationKind.MUNICIPALITY)
    for browser in (
        county.member(other, Role.COORDINATOR),
        county.member(county.group, Role.COORDINATOR),
    ):
        browser.open(group.path, 404)
        browser.open(group.meeting, 404)
        assert "Styrgruppen" not in browser.open("/groups").text
    caseworker = county.member(county.region, Role.CASEWORKER)
    assert "Styrgruppen" in caseworker.open("/groups").text
    caseworker.open(f"{group.path}/change", 403)
    county.member(county.region, Role.ADMINISTRATOR).open("/groups", 403)


def test_the_coordination_group_sees_the_countys_groups_and_writes_in_none(
    shared: Parties,
) -> None:
    group = Group(shared, agreement="", name="Förebyggarrådet", kind="prevention")
    coordination = group.county.member(group.county.group, Role.COORDINATOR)

    assert "Förebyggarrådet" in coordination.open("/groups").text
    coordination.open(group.path)
    coordination.open(f"{group.path}/points/new", 403)
    coordination.open(f"{group.path}/meetings/new", 403)


def test_another_may_call_the_group_together(group: Group) -> None:
    page = group.parties.municipality.open(f"{group.path}/change")
    page.press("Spara", convener=str(group.county.region))

    group.parties.municipality.open(f"{group.path}/meetings/new", 403)
    group.parties.region.open(f"{group.path}/meetings/new")


def test_who_takes_part_and_who_no_longer_does_is_told(group: Group, settings: Settings) -> None:
    others = {group.county.region, group.county.police}
    assert _told(group, "group.joined") == others
    mail = _composed(group, settings, "group.joined")
    assert mail["subject"] == "Styrgruppen: ni är med i gruppen"
    assert f"{group.path}\n" in str(mail.get_content())

    before = len(_mails(group.county, "group.joined"))
    page = group.parties.municipality.open(group.path)
    link = page.soup.select("a[href$='/remove']")[-1]
    page.open(str(link["href"])).press("Ta bort")
    left = _mails(group.county, "group.left")
    assert {one["organisation_id"] for one in left} == {group.county.region}
    mail = _composed(group, settings, "group.left")
    assert mail["subject"] == "Styrgruppen: ni är inte längre med i gruppen"
    assert "/groups\n" in str(mail.get_content())
    page.open(f"{group.path}/members/new").press(
        "Spara", organisation=str(group.county.region), function="Enhetschef"
    )
    assert len(_mails(group.county, "group.joined")) == before + len(left)


def test_who_leaves_sees_it_no_more_and_the_meeting_leaves_their_calendar(group: Group) -> None:
    group.plan()
    page = group.parties.municipality.open(group.path)
    link = page.soup.select("a[href$='/remove']")[-1]
    page.open(str(link["href"])).press("Ta bort")

    group.parties.region.open(group.path, 404)
    assert _told(group, "group.meeting_cancelled") == {group.county.region}
    assert _told(group, "group.left") == {group.county.region}
    link = group.parties.municipality.open(group.path).soup.select("a[href$='/remove']")[-1]
    page = page.open(str(link["href"])).press("Ta bort", 422)
    assert "minst två organisationer" in page.text


def test_a_group_ends_when_nothing_is_planned(group: Group) -> None:
    group.plan()
    page = group.parties.municipality.open(f"{group.path}/end")
    assert "Ställ först in" in page.press("Låt gruppen upphöra", 422, reason="Klart").text
    group.parties.municipality.open(f"{group.meeting}/cancel").press(
        "Ställ in mötet", reason="Klart"
    )
    page.open(f"{group.path}/end").press("Låt gruppen upphöra", reason="Uppdraget är klart")

    assert "Uppdraget är klart" in group.parties.region.open(group.path).text
    assert _told(group, "group.ended") == {group.county.region, group.county.police}
    page.open(f"{group.path}/meetings/new").press(
        "Kalla till mötet", 422, day=SOON.isoformat(), starts="9", ends="10"
    )
    assert "Gruppen har upphört." in page.text


@pytest.mark.parametrize("field", ["point", "minutes", "decision", "reason"])
@pytest.mark.parametrize(
    ("pointing", "told"),
    [
        (A_VALID_NUMBER, "personnummer"),
        ("070-123 45 67", "telefonnummer"),
        ("Skolgatan 12", "adress"),
    ],
)
def test_nobody_is_pointed_out_wherever_somebody_writes(
    group: Group, field: str, pointing: str, told: str
) -> None:
    text = f"Det gäller {pointing}."
    group.held()
    browser = group.parties.municipality
    if field == "point":
        page = browser.open(f"{group.path}/points/new").press("Lägg till", 422, text=text)
    elif field == "minutes":
        page = group.write(422, minutes=text)
    elif field == "decision":
        page = browser.open(f"{group.meeting}/decisions/new")
        member = str(page.soup.select("select[name=member] option")[1]["value"])
        page.press("Lägg till beslutet", 422, text=text, member=member, due_on=DUE)
    else:
        page = browser.open(f"{group.path}/end").press("Låt gruppen upphöra", 422, reason=text)

    assert "kan peka ut en person" in page.text
    assert told in page.text
    assert pointing in page.response.text


def test_a_meeting_is_held_at_an_address(group: Group) -> None:
    group.plan(place="Stadshuset, Skolgatan 31")

    assert "Skolgatan 31" in group.parties.region.open(group.meeting).text


def test_reminders_come_once_each(group: Group) -> None:
    group.plan(day=(TODAY + timedelta(days=3)).isoformat())
    _remind(group, TODAY)
    assert _told(group, "group.meeting_near") == {
        group.parties.municipality_id,
        group.county.region,
        group.county.police,
    }
    before = len(_mails(group.county, "group.meeting_near"))
    _remind(group, TODAY)
    assert len(_mails(group.county, "group.meeting_near")) == before

    group.has_been()
    group.write()
    group.decide("Region")
    _remind(group, TODAY + timedelta(days=25))
    _remind(group, TODAY + timedelta(days=31))
    for kind in ("group.near", "group.late"):
        assert _told(group, kind) == {group.county.region}


def test_the_database_itself_lets_nobody_write_for_another(group: Group) -> None:
    group.held()
    for browser, statement in (
        (group.parties.region, update(GroupMeeting).values(minutes="Regionens ord")),
        (group.parties.region, update(WorkingGroup).values(name="Regionens")),
        (group.parties.police, update(GroupMember).values(confirms=True)),
    ):
        with group.county.app.app_context(), acting_as(browser.token):
            assert db.session.connection().execute(statement).rowcount == 0
            db.session.rollback()


def test_what_did_not_go_as_agreed_is_on_the_agenda_without_its_words(signing: Parties) -> None:
    parties = signing.all_sign()
    report(parties, parties.municipality)
    begin(parties, parties.municipality)
    group = Group(parties)
    page = parties.municipality.open(f"{group.path}/meetings/new")

    assert "Avvikelse som väntar på svar: " in page.text
    assert "Tvist om " in page.text
    assert HAPPENED not in page.text
    assert QUESTION not in page.text


def test_what_is_planned_and_late_is_on_the_agenda(signing: Parties) -> None:
    parties = signing.all_sign()
    plan(parties, parties.county.region, what="Pröva längre öppettider.")
    group = Group(parties)
    page = parties.municipality.open(f"{group.path}/meetings/new")
    assert "Pröva längre öppettider." not in page.text
    yesterday = clock.today() - timedelta(days=1)
    parties.county.execute(update(Activity).values(due_on=yesterday))
    told = "Försenat: Pröva längre öppettider. (Region Västerbotten, senast "
    assert told in page.open(f"{group.path}/meetings/new").text


def test_what_waits_on_who_leaves_is_shown_and_handed_over(group: Group) -> None:
    county, parties = group.county, group.parties
    group.change(GroupMember, confirms=True)
    group.held()
    group.decide("Region")
    group.hand_over()
    for browser in (parties.municipality, parties.police):
        browser.open(f"{group.meeting}/confirm").press("Justera protokollet")
    assert county.execute(select(GroupMeeting.fixed_at)).scalar_one() is None

    ids = {one.organisation_id: one.id for one in county.execute(select(GroupMember.__table__))}
    page = parties.municipality.open(f"{group.path}/members/{ids[county.region]}/remove")
    assert "Beslutet ”Ta fram ett kort” är inte klart." in page.text
    assert "har inte justerats av dem" in page.text
    page.press("Ta bort", 422)
    assert page.problems == ["Välj vem som tar över besluten."]
    page.press("Ta bort", instead=str(ids[county.police]))

    assert "Genomför beslutet: Ta fram ett kort" in parties.police.open("/todo").text
    assert county.execute(select(GroupMeeting.fixed_at)).scalar_one() is not None


def test_minutes_that_nobody_else_confirms_wait_for_the_convener(group: Group) -> None:
    county, parties = group.county, group.parties
    is_region = GroupMember.organisation_id == county.region
    county.execute(update(GroupMember).where(is_region).values(confirms=True))
    group.held()
    group.hand_over()
    member = county.execute(select(GroupMember.id).where(is_region)).scalar_one()
    parties.municipality.open(f"{group.path}/members/{member}/remove").press("Ta bort")
    assert "Justera protokollet" in parties.municipality.open("/todo").text


def test_the_database_lets_nobody_leave_what_they_were_to_do(group: Group) -> None:
    county = group.county
    group.held()
    group.decide("Region")
    is_region = GroupMember.organisation_id == county.region
    member = county.execute(select(GroupMember.id).where(is_region)).scalar_one()
    for browser in (group.parties.municipality, group.parties.police):
        with county.app.app_context(), acting_as(browser.token):
            with pytest.raises(DBAPIError):
                db.session.execute(select(func.app.leave_group(member, None)))
            db.session.rollback()


def test_minutes_with_places_left_to_fill_in_are_not_handed_over(group: Group) -> None:
    group.change(GroupMember, confirms=True)
    group.held()
    group.write(minutes="Vi beslutade att [vem] ringer.")
    page = group.parties.municipality.open(f"{group.meeting}/hand-over")
    page.press("Lämna för justering", 422)
    assert "Det står kvar en plats att fylla i: [vem]." in page.text
