"""Mail about agreements: who is told what, of which municipality, by whom and until when."""

from datetime import date, timedelta
from email.message import EmailMessage
from string import Formatter
from uuid import UUID

import pytest
from sqlalchemy import Row, delete, select, update

from agreements import reminding
from agreements.expected import Task
from agreements.tables.agreement import Agreement
from agreements.tables.mandate import SigningMandate
from portal import clock
from portal.authz import OrganisationKind
from portal.config import Settings
from portal.identity.models import Account
from portal.outbox import functions
from portal.outbox.facts import TASKS, Facts
from portal.outbox.models import OutboxMail
from portal.outbox.texts import TEXTS
from portal.outbox.worker import Claimed, Worker
from portal.resources import folder
from portal.tenancy.models import Membership, Organisation
from tests.integration.county import READY, Parties
from tests.integration.remembered import remembered

TODAY = clock.today()
IN_A_MONTH = TODAY + timedelta(days=30)
LONG_AGO = TODAY - timedelta(days=400)


def everybody_has_an_address(parties: Parties) -> None:
    parties.county.execute(update(Account).values(email="someone@example.se"))


def queued(parties: Parties, kind: str) -> list[Row]:
    """What was queued of a kind about their agreement: for which organisation, and its id."""
    return parties.county.execute(
        select(Membership.organisation_id, OutboxMail.id)
        .join(Membership, Membership.account_id == OutboxMail.account_id)
        .where(OutboxMail.kind == kind, OutboxMail.path.startswith(parties.path))
    ).all()


def told(parties: Parties, kind: str) -> set[UUID]:
    ours = {parties.municipality_id, parties.county.region, parties.county.police}
    return ours & {row.organisation_id for row in queued(parties, kind)}


def mail(parties: Parties, settings: Settings, kind: str) -> EmailMessage:
    """One mail of a kind, as it would be sent."""
    mail_id = queued(parties, kind)[0].id
    path = parties.county.execute(select(OutboxMail.path).where(OutboxMail.id == mail_id))
    claimed = Claimed(mail_id, kind, path.scalar_one(), 1, "someone@example.se")
    return Worker(settings)._compose(claimed, facts_of(parties, mail_id))


def facts_of(parties: Parties, mail_id: UUID) -> Facts:
    """What the worker is told of a mail."""
    connection = parties.county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    facts = functions.mail_facts(connection, mail_id)
    connection.exec_driver_sql("set local session authorization portal_app")
    return facts


@pytest.fixture
def negotiating(shared: Parties) -> Parties:
    everybody_has_an_address(shared)
    return shared


def test_a_mail_about_a_suggestion_names_municipality_section_and_party(
    negotiating: Parties, settings: Settings
) -> None:
    parties = negotiating
    parties.suggest(parties.region, parties.section(2), "Vi möts inom två veckor.")

    assert told(parties, "suggestion.published") == {
        parties.municipality_id,
        parties.county.police,
    }
    message = mail(parties, settings, "suggestion.published")
    body = message.get_content()
    assert message["Subject"] == "Bjurholms kommun: ett ändringsförslag väntar på ert svar"
    assert "Region Västerbotten föreslår en ändring av avsnitt 2 " in body
    assert "överenskommelsen för Bjurholms kommun" in body
    assert "Region Västerbotten suggests a change of section 2 " in body
    assert "Vi möts" not in body


def test_whoever_has_just_accepted_is_not_told_that_it_was_adopted(
    negotiating: Parties, settings: Settings
) -> None:
    parties = negotiating
    suggestion = parties.suggest(parties.region, parties.section(2), "Vi möts ofta.")
    parties.answer(parties.municipality, suggestion)
    parties.answer(parties.police, suggestion)

    assert told(parties, "suggestion.adopted") == {parties.county.region}
    body = mail(parties, settings, "suggestion.adopted").get_content()
    assert "ändring av avsnitt 2 " in body


def test_whoever_stood_aside_is_told_what_it_came_to(negotiating: Parties) -> None:
    parties = negotiating
    suggestion = parties.suggest(parties.region, parties.section(2), "Vi möts ofta.")
    parties.answer(parties.municipality, suggestion, "abstain")
    parties.answer(parties.police, suggestion)

    assert told(parties, "suggestion.adopted") == {parties.county.region, parties.municipality_id}


def test_a_mail_about_a_decision_says_who_locked_the_text_and_for_how_long(
    negotiating: Parties, settings: Settings
) -> None:
    negotiating.put_to_decision()

    message = mail(negotiating, settings, "agreement.put_to_decision")
    assert message["Subject"] == "Bjurholms kommun: överenskommelsen väntar på ert beslut"
    body = message.get_content()
    assert "Bjurholms kommun har låst texten" in body
    assert f"Den ska gälla från och med {TODAY.day} " in body
    assert f"It is to hold from {TODAY.day} " in body


def test_a_name_cannot_write_headers_of_its_own(negotiating: Parties, settings: Settings) -> None:
    evil = "Bjurholms\r\nBcc: x@example.se\r\n\r\nkommun"
    at = Organisation.id == negotiating.municipality_id
    negotiating.county.execute(update(Organisation).where(at).values(name=evil))
    negotiating.put_to_decision()

    message = mail(negotiating, settings, "agreement.put_to_decision")
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Bjurholms Bcc: x@example.se kommun:")


# -- reminders ------------------------------------------------------------------------------------


def remind(parties: Parties, day: date | None = None) -> int:
    connection = parties.county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    count = reminding.remind(connection, day or TODAY, timedelta(days=7))
    connection.exec_driver_sql("set local session authorization portal_app")
    return count


@pytest.fixture
@remembered
def in_force(signing: Parties) -> Parties:
    """An agreement in force, and nothing queued."""
    signing.all_sign()
    everybody_has_an_address(signing)
    signing.county.execute(delete(OutboxMail))
    return signing


def set_days(parties: Parties, **days: object) -> None:
    term = {"valid_from": LONG_AGO, "valid_until": IN_A_MONTH, "review_on": None}
    at = Agreement.id == UUID(parties.id)
    parties.county.execute(update(Agreement).where(at).values(**(term | days)))


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        ({"valid_until": TODAY + timedelta(days=91)}, set()),
        ({"valid_until": TODAY + timedelta(days=90)}, {"agreement.expiring"}),
        ({"valid_until": TODAY}, {"agreement.expiring"}),
        ({"valid_until": TODAY - timedelta(days=1)}, {"agreement.ended"}),
        ({"valid_until": LONG_AGO + timedelta(days=9)}, set()),
        (
            {"valid_until": TODAY + timedelta(days=99), "review_on": TODAY + timedelta(days=31)},
            set(),
        ),
        (
            {"valid_until": TODAY + timedelta(days=99), "review_on": TODAY + timedelta(days=30)},
            {"agreement.review_near"},
        ),
        (
            {"valid_until": TODAY + timedelta(days=99), "review_on": TODAY - timedelta(days=1)},
            {"agreement.review_late"},
        ),
    ],
)
def test_coordinators_of_all_parties_are_reminded_once(
    in_force: Parties, days: dict[str, object], kinds: set[str]
) -> None:
    set_days(in_force, **days)

    assert bool(remind(in_force)) is bool(kinds)
    found = set(in_force.county.execute(select(OutboxMail.kind)).scalars())
    assert found == kinds
    for kind in kinds:
        assert told(in_force, kind) == {
            in_force.municipality_id,
            in_force.county.region,
            in_force.county.police,
        }
    assert remind(in_force) == 0


def test_a_reminder_names_municipality_and_day(in_force: Parties, settings: Settings) -> None:
    set_days(in_force)
    remind(in_force)

    message = mail(in_force, settings, "agreement.expiring")
    day = f"{IN_A_MONTH.day} "
    assert message["Subject"].startswith(f"Malå kommun: överenskommelsen löper ut {day}")
    assert f"gäller till och med {day}" in message.get_content()


def test_a_mail_names_the_subject_where_the_county_has_templates_on_several(
    in_force: Parties, settings: Settings
) -> None:
    set_days(in_force)
    in_force.county.publish(folder("county_templates") / "placerade-barn-2026.toml")
    remind(in_force)

    message = mail(in_force, settings, "agreement.expiring")
    place = "Malå kommun (Skadligt bruk eller beroende)"
    assert message["Subject"].startswith(f"{place}: överenskommelsen löper ut")
    assert f"överenskommelsen för {place} gäller" in message.get_content()


def test_whoever_has_the_next_agreement_is_not_told_that_this_one_ends(in_force: Parties) -> None:
    set_days(in_force)
    successor = Parties(in_force.county, municipality=in_force.municipality_id)
    successor.create("none").write_sections().fill_matrix()
    successor.set_term(IN_A_MONTH + timedelta(days=1))
    successor.share().signing("none").all_sign()
    everybody_has_an_address(successor)
    in_force.county.execute(delete(OutboxMail))

    assert remind(in_force) == 0


def test_while_the_next_is_being_worked_on_all_are_reminded_that_this_one_ends(
    in_force: Parties, settings: Settings
) -> None:
    set_days(in_force)
    county, municipality = in_force.county, in_force.municipality_id
    successor = Parties(county, municipality=municipality).create("none")
    county.execute(delete(OutboxMail))

    assert remind(in_force)
    assert set(county.execute(select(OutboxMail.kind)).scalars()) == {"agreement.ends_before_next"}
    kind = "agreement.ends_before_next"
    assert told(in_force, kind) == {municipality, county.region, county.police}
    # a draft is nobody else's to know of
    message = mail(in_force, settings, kind)
    assert "ingen ny är undertecknad" in message.get_content()
    assert "utkast" not in message.get_content()
    assert remind(in_force) == 0
    todo = successor.municipality.open("/todo")
    assert "Se till att nästa överenskommelse hinner bli klar" in todo.text
    page = successor.municipality.open(in_force.path)
    assert "Nästa överenskommelse är inte undertecknad." in page.text

    set_days(in_force, valid_until=TODAY - timedelta(days=1))
    assert remind(in_force)
    assert told(in_force, "agreement.ended") == {municipality, county.region, county.police}


def test_a_closed_organisation_is_not_reminded(in_force: Parties) -> None:
    set_days(in_force)
    at = Organisation.kind == OrganisationKind.POLICE
    in_force.county.execute(update(Organisation).where(at).values(closed_at=clock.now()))

    remind(in_force)

    assert told(in_force, "agreement.expiring") == {
        in_force.municipality_id,
        in_force.county.region,
    }


@pytest.fixture
def waiting(negotiating: Parties) -> Parties:
    """Shared a fortnight ago, to be read and ready in three weeks; nothing queued."""
    parties = negotiating
    at = Agreement.id == UUID(parties.id)
    days = {"status_at": clock.now() - timedelta(days=14), "due_on": TODAY + timedelta(days=21)}
    parties.county.execute(update(Agreement).where(at).values(days))
    parties.county.execute(delete(OutboxMail))
    return parties


def test_those_it_waits_for_are_reminded_before_on_the_day_and_once_after(
    waiting: Parties, settings: Settings
) -> None:
    shared_with = {waiting.county.region, waiting.county.police}
    for days, kind in (
        (13, None),
        (14, "agreement.near"),
        (17, None),
        (21, "agreement.due"),
        (22, "agreement.late"),
        (40, None),
    ):
        waiting.county.execute(update(OutboxMail).values(sent_at=clock.now()))
        count = remind(waiting, TODAY + timedelta(days=days))
        assert bool(count) is bool(kind), days
        assert remind(waiting, TODAY + timedelta(days=days)) == 0
        if kind:
            assert told(waiting, kind) == shared_with
    message = mail(waiting, settings, "agreement.near")
    day = (TODAY + timedelta(days=21)).day
    assert message["Subject"].startswith(
        f"Bjurholms kommun: påminnelse om att läsa utkastet senast {day} "
    )
    body = message.get_content()
    assert "överenskommelsen för Bjurholms kommun väntar på att ni ska läsa utkastet." in body
    assert "Bjurholms kommun väntar på det." in body
    assert "waits for you to read the draft. Bjurholms kommun waits for it." in body
    late = mail(waiting, settings, "agreement.late").get_content()
    assert f"Det skulle ha varit gjort senast {day} " in late


def test_whoever_has_done_their_part_is_not_reminded(waiting: Parties) -> None:
    waiting.region.open(waiting.path).press(READY)
    remind(waiting, TODAY + timedelta(days=14))
    assert told(waiting, "agreement.near") == {waiting.county.police}


def test_nobody_is_reminded_at_once_of_what_has_just_begun(waiting: Parties) -> None:
    at = Agreement.id == UUID(waiting.id)
    days = {"status_at": clock.now(), "due_on": TODAY + timedelta(days=3)}
    waiting.county.execute(update(Agreement).where(at).values(days))
    assert remind(waiting, TODAY + timedelta(days=1)) == 0
    assert remind(waiting, TODAY + timedelta(days=3)) > 0


def test_another_day_is_another_reminder(waiting: Parties) -> None:
    remind(waiting, TODAY + timedelta(days=22))
    later = (TODAY + timedelta(days=45)).isoformat()
    waiting.municipality.open(f"{waiting.path}/due").press("Spara", due_on=later)
    assert remind(waiting, TODAY + timedelta(days=23)) == 0
    assert remind(waiting, TODAY + timedelta(days=40)) > 0


def test_a_mail_knows_every_task_of_an_agreement() -> None:
    assert set(TASKS) == {one.value for one in Task} - {
        *("follow_up", "renew", "finish", "create"),
        # with mails of their own
        *(
            "report",
            "enter_values",
            "answer_transfer",
            "apply_transfer",
            "note_ruling",
            "contact",
            "act",
            "review_lob",
        ),
        # the county's, of no agreement
        "settle_proposals",
    }


# -- every kind -----------------------------------------------------------------------------------

# what each name in braces is made of; the term and the day may be open
NEEDED = {
    "municipality": ("municipality",),
    "agreement": ("municipality",),
    "sender": ("sender",),
    "part": ("section",),
    "term": (),
    "due": (),
    "what": ("task",),
    "waits": (),
    "day": (),
    "until": ("valid_until",),
    "review": ("review_on",),
}
OF_AGREEMENTS = ("agreement.", "suggestion.")
NAMED = {
    kind: {
        name.removesuffix("_en")
        for words in (text.subject, text.swedish, text.english)
        for _, name, _, _ in Formatter().parse(words)
        if name
    }
    for kind, text in TEXTS.items()
}


def _reviewed_and_ended(parties: Parties) -> None:
    page = parties.municipality.open(f"{parties.path}/review")
    page.press("Spara uppföljningen", outcome="keep", reason="Det fungerar.")
    page = parties.municipality.open(f"{parties.path}/notice")
    last = TODAY.isoformat()
    page.press("Säg upp överenskommelsen", until=last, reason="Vi börjar om.", basis="KS § 1")


def _sign_as_the_first_of_two(parties: Parties) -> None:
    people = [parties.signatory(parties.municipality_id, name)[0] for name in ("Anna", "Bo")]
    everybody_has_an_address(parties)
    alone = update(SigningMandate).where(
        SigningMandate.organisation_id == parties.municipality_id,
        SigningMandate.ended_at.is_(None),
    )
    ended = {"ended_at": clock.now(), "ended_by": "Greta", "ended_reason": "Två tillsammans."}
    parties.county.execute(alone.values(ended))
    parties.county.mandate(parties.municipality_id, *people, needed=2)
    parties.sign(people[0], parties.county.sign_in(people[0]))


def test_every_mail_that_names_something_is_told_it(shared: Parties) -> None:
    """All that can happen to an agreement, and what each mail of it is told as it is sent."""
    parties = shared
    _sign_for_each(parties)
    everybody_has_an_address(parties)
    _everything_that_happens_while_shared(parties)
    parties.signing()
    page = parties.municipality.open(f"{parties.path}/return")
    page.press("Lämna tillbaka till parterna", reason="Ändra avsnitt 3.")
    parties.signing()
    _sign_as_the_first_of_two(parties)
    parties.all_sign()
    for days in (
        {"valid_until": TODAY - timedelta(days=1)},
        {"review_on": TODAY},
        {"review_on": TODAY - timedelta(days=1)},
    ):
        set_days(parties, **days)
        remind(parties)
    _reviewed_and_ended(parties)
    _given_up(parties)
    _begun_together(parties)

    mails = parties.county.execute(select(OutboxMail.kind, OutboxMail.id)).all()
    named = {kind for kind, names in NAMED.items() if names and kind.startswith(OF_AGREEMENTS)}
    # what happens to a party, and not to the agreement: county_organisations/test_endings.py; and
    # what is said of a correction: test_correcting.py; of paper: test_paper.py; of who takes part:
    # test_parties_change.py; that the next is not ready: above
    elsewhere = (
        *("agreement.succeeded", "agreement.correction_", "agreement.registered_on_paper"),
        *("agreement.paper_", "agreement.party_", "agreement.recomposed"),
        "agreement.ends_before_next",
        # told to who is consulted, or was to sign what is signed on paper: test_area.py
        *("agreement.shared_to_read", "agreement.consulted", "agreement.locked"),
        *("agreement.finished_on_paper", "suggestion.to_read"),
    )
    assert {kind for kind, _ in mails} == {one for one in named if not one.startswith(elsewhere)}
    for kind, mail_id in mails:
        facts = facts_of(parties, mail_id)
        lacking = {
            one for name in NAMED[kind] for one in NEEDED[name] if getattr(facts, one) is None
        }
        assert not lacking, kind


def _given_up(parties: Parties) -> None:
    given_up = Parties(parties.county, municipality=parties.municipality_id).shared("none")
    page = given_up.municipality.open(f"{given_up.path}/withdraw")
    everybody_has_an_address(parties)
    page.press(page.buttons[0], reason="Vi börjar om.")


def _sign_for_each(parties: Parties) -> None:
    for organisation in (parties.municipality_id, parties.county.region, parties.county.police):
        parties.signatory(organisation, "Sune Signatär")


def _begun_together(parties: Parties) -> None:
    page = parties.region.open(f"/agreements/new?template={parties.county.template_id}")
    here = [str(parties.municipality_id)]
    page.press("Skapa", area=here, drafting=here, replaces="none")


def _everything_that_happens_while_shared(parties: Parties) -> None:
    page = parties.municipality.open(f"{parties.path}/due")
    page.press("Spara", due_on=(TODAY + timedelta(days=9)).isoformat())
    for days in (3, 9, 10):
        remind(parties, TODAY + timedelta(days=days))
    adopted, rejected, withdrawn, replaced = (parties.section(number) for number in range(2, 6))
    ours = parties.suggest(parties.municipality, adopted, "Svar inom 7 dagar.")
    overtaken = parties.suggest(parties.region, adopted, "Svar inom 30 dagar.")
    parties.answer(parties.region, ours)
    parties.answer(parties.police, ours)
    page = parties.region.open(f"{overtaken}/withdraw")
    page.press(page.buttons[0])
    theirs = parties.suggest(parties.region, rejected, "Inom en vecka.")
    parties.answer(parties.police, theirs, "reject", "Det hinner vi inte.")
    theirs = parties.suggest(parties.region, withdrawn, "Inom en vecka.")
    page = parties.region.open(f"{theirs}/withdraw")
    page.press(page.buttons[0])
    theirs = parties.suggest(parties.region, replaced, "Inom två veckor.")
    page = parties.police.open(theirs)
    page.follow("Godta med en ändring: skriv ett eget förslag i stället")
    page.press("Skicka förslaget till parterna", text="Inom en vecka.", reason="Fortare.")
    mended = page.url
    for browser in (parties.municipality, parties.region):
        parties.answer(browser, mended)
