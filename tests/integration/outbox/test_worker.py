"""The worker: every mail is sent, once, and one that cannot be sent is told of and left."""

import re
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.config import Settings
from portal.identity.models import Account
from portal.outbox import worker as worker_module
from portal.outbox.facts import Facts
from portal.outbox.models import OutboxMail
from portal.outbox.texts import TEXTS, Language
from portal.outbox.worker import LEASE, MOST_ATTEMPTS, Worker
from portal.tenancy.models import Organisation
from tests.integration.outbox.conftest import Outbox
from tests.integration.world import World

SendDue = Callable[[], None]


@pytest.fixture
def unwritable_folder(mail_folder: Path) -> Path:
    """The delivery fails while a file stands where the folder should be."""
    mail_folder.touch()
    return mail_folder


def test_a_mail_is_sent_to_the_address_of_the_moment(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    account = world.account(email="old@example.se")
    mail_id = outbox.queue(account, path="/agreements/7/sign")
    with outbox.engine.begin() as connection:
        connection.execute(update(Account).values(email="new@example.se"))

    send_due()

    (message,) = outbox.sent()
    assert message["To"] == "new@example.se"
    assert message["From"] == "Samsyn <samsyn@samsyn.example>"
    assert message["Message-ID"] == f"<{mail_id}@samsyn.example>"
    assert "\nhttps://samsyn.example/agreements/7/sign\n" in message.get_content()
    row = outbox.row(mail_id)
    assert row["sent_at"] is not None
    assert row["lease_until"] is None
    assert row["attempts"] == 1


def test_files_are_for_the_owner_only_and_named_by_the_row(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    mail_id = outbox.queue(world.account())

    send_due()

    assert stat.S_IMODE(outbox.folder.stat().st_mode) == 0o700
    (file,) = outbox.folder.iterdir()
    assert file.name == f"{mail_id}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_not_due_waits(outbox: Outbox, world: World, send_due: SendDue) -> None:
    account = world.account()
    outbox.queue(account, not_before=clock.now() + timedelta(hours=1))

    send_due()

    assert outbox.sent() == []


def test_two_workers_at_once_send_each_mail_once(
    outbox: Outbox, world: World, settings: Settings
) -> None:
    account = world.account()
    queued = {outbox.queue(account) for _ in range(30)}
    delivered: list[UUID] = []
    both_have_one = threading.Barrier(2, timeout=10)

    def run() -> None:
        worker = Worker(settings)
        first = [True]

        def deliver(mail_id: UUID, _message: object) -> None:
            if first.pop() if first else False:
                both_have_one.wait()  # each holds a mail while the other holds one
            delivered.append(mail_id)

        worker._deliver = deliver
        worker.run(once=True)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(delivered) == len(queued)
    assert set(delivered) == queued


def test_a_worker_that_dies_with_a_mail_in_hand_loses_none(
    outbox: Outbox, world: World, settings: Settings, send_due: SendDue
) -> None:
    mail_id = outbox.queue(world.account())
    _die_sending(settings)

    send_due()
    assert outbox.sent() == []  # the lease still runs: it might be alive
    left = outbox.row(mail_id)["lease_until"] - clock.now()
    assert LEASE - timedelta(minutes=1) < left <= LEASE

    _end_lease(outbox, mail_id)
    send_due()
    assert len(outbox.sent()) == 1
    assert outbox.row(mail_id)["attempts"] == 2


def test_a_mail_that_kills_every_worker_is_given_up(
    outbox: Outbox, world: World, settings: Settings, send_due: SendDue
) -> None:
    mail_id = outbox.queue(world.account())
    for _ in range(MOST_ATTEMPTS):
        _die_sending(settings)
        _end_lease(outbox, mail_id)

    send_due()

    assert outbox.sent() == []
    assert outbox.row(mail_id)["dead_at"] is not None


def test_a_worker_that_was_too_slow_does_not_note_over_the_one_that_took_over(
    outbox: Outbox, world: World, settings: Settings, send_due: SendDue
) -> None:
    mail_id = outbox.queue(world.account())
    slow = Worker(settings)

    def fail_after_another_has_sent(_mail_id: UUID, _message: object) -> None:
        _end_lease(outbox, mail_id)
        send_due()
        raise OSError

    slow._deliver = fail_after_another_has_sent
    slow.run(once=True)

    row = outbox.row(mail_id)
    assert row["sent_at"] is not None
    assert row["last_error"] is None


@pytest.mark.usefixtures("unwritable_folder")
def test_a_failure_is_tried_again_later_and_later_and_then_given_up(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    mail_id = outbox.queue(world.account())
    delays = []
    for _ in range(MOST_ATTEMPTS - 1):
        outbox.let_time_pass(mail_id)
        send_due()
        row = outbox.row(mail_id)
        assert row["dead_at"] is None
        assert row["lease_until"] is None
        delays.append(row["not_before"] - clock.now())

    minutes = [round(delay / timedelta(minutes=1)) for delay in delays]
    assert minutes == [1, 4, 16, 64, 256, *[360] * 19]
    assert timedelta(days=4.9) < sum(delays, timedelta()) <= timedelta(days=5)

    outbox.let_time_pass(mail_id)
    send_due()
    row = outbox.row(mail_id)
    assert row["dead_at"] is not None
    assert row["attempts"] == MOST_ATTEMPTS
    assert row["last_error"] == "FileExistsError"


def test_it_is_sent_once_the_failure_is_over(
    outbox: Outbox, world: World, send_due: SendDue, unwritable_folder: Path
) -> None:
    mail_id = outbox.queue(world.account())
    send_due()
    unwritable_folder.unlink()

    outbox.let_time_pass(mail_id)
    send_due()

    assert len(outbox.sent()) == 1
    assert outbox.row(mail_id)["last_error"] is None


def test_what_cannot_be_written_is_given_up_at_once(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    mail_id = outbox.queue(world.account(), kind="agreement.renamed")

    send_due()

    row = outbox.row(mail_id)
    assert row["dead_at"] is not None
    assert row["last_error"] == "unknown kind"
    assert outbox.sent() == []


@pytest.mark.parametrize(
    "path", ["@elsewhere.example/", "//elsewhere.example/", "/a\nBcc: other@example.se"]
)
def test_a_link_leads_to_a_page_of_ours_whatever_the_row_says(
    outbox: Outbox, settings: Settings, path: str
) -> None:
    claimed = worker_module.Claimed(
        id=outbox.county_id, kind="agreement.shared", path=path, attempts=1, address="m@example.se"
    )

    with pytest.raises(worker_module.UnsendableError, match="not a page of ours"):
        Worker(settings)._compose(claimed, Facts())


@pytest.mark.parametrize(
    ("email", "disabled", "reason"),
    [
        (None, False, "no address"),
        ("maja@example.se", True, "no address"),
        ("maja@example.se, other@example.se", False, "not an address"),
        ("maja@example.se\nBcc: other@example.se", False, "not an address"),
        ("<maja@example.se>", False, "not an address"),
    ],
)
def test_whoever_cannot_be_written_to_is_given_up_at_once(
    outbox: Outbox,
    world: World,
    send_due: SendDue,
    email: str | None,
    *,
    disabled: bool,
    reason: str,
) -> None:
    account = world.account(email=email)
    if disabled:
        with outbox.engine.begin() as connection:
            connection.execute(update(Account).values(disabled_at=func.now()))
    mail_id = outbox.queue(account)

    send_due()

    row = outbox.row(mail_id)
    assert row["dead_at"] is not None
    assert row["last_error"] == reason
    assert outbox.sent() == []


def test_one_bad_mail_does_not_hold_up_the_next(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    account = world.account()
    outbox.queue(account, kind="unknown", not_before=clock.now() - timedelta(hours=1))
    outbox.queue(account)

    send_due()

    assert len(outbox.sent()) == 1


ABOUT_AGREEMENTS = [kind for kind in TEXTS if kind.startswith(("agreement.", "suggestion."))]
MUNICIPALITY = "Lycksele kommun"


@pytest.mark.parametrize("kind", ABOUT_AGREEMENTS)
def test_a_mail_about_an_agreement_says_whose(
    kind: str, outbox: Outbox, settings: Settings
) -> None:
    claimed = worker_module.Claimed(
        id=outbox.county_id, kind=kind, path="/agreements/1", attempts=1, address="maja@example.se"
    )
    message = Worker(settings)._compose(claimed, Facts(municipality=MUNICIPALITY))

    assert message["Subject"].startswith(f"{MUNICIPALITY}: ")
    assert len(message["Subject"]) < 90
    swedish, _, english = message.get_content().partition("In English: ")
    assert MUNICIPALITY in swedish
    assert MUNICIPALITY in english
    assert "{" not in swedish + english
    assert english[0].isupper()


def test_a_name_from_the_right_keeps_to_itself_in_a_mail(
    outbox: Outbox, settings: Settings
) -> None:
    claimed = worker_module.Claimed(
        id=outbox.county_id,
        kind="suggestion.published",
        path="/agreements/1",
        attempts=1,
        address="maja@example.se",
    )
    message = Worker(settings)._compose(claimed, Facts(MUNICIPALITY, "אומאו", "1 אחריות"))

    assert "\u2068אומאו\u2069 föreslår en ändring av avsnitt \u20681 אחריות\u2069" in (
        message.get_content().replace("\n", " ")
    )
    assert message["Content-Language"] == "sv, en"


def test_whom_to_ask_keeps_to_itself_beside_their_number(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    organisation = world.organisation(outbox.county_id)
    with outbox.engine.begin() as connection:
        asked = {"contact_name": "דנה לוי", "contact_phone": "070-174 06 11"}
        connection.execute(update(Organisation).values(asked))
    outbox.queue(world.account(), organisation_id=organisation)

    send_due()

    (message,) = outbox.sent()
    assert "Frågor? \u2068דנה לוי\u2069, 070-174 06 11" in message.get_content()


# public work of organisations, which names no person
OF_ORGANISATIONS = ("deviation.", "dispute.", "follow_up.", "group.", "lob.", "transfer.")


@pytest.mark.parametrize("kind", [kind for kind in TEXTS if kind not in ABOUT_AGREEMENTS])
def test_a_mail_about_anything_else_says_nothing_about_anybody(
    kind: str, outbox: Outbox, settings: Settings
) -> None:
    claimed = worker_module.Claimed(
        id=outbox.county_id, kind=kind, path="/agreements/1", attempts=1, address="maja@example.se"
    )
    message = Worker(settings)._compose(claimed, Facts(MUNICIPALITY, "Region", "1 Mål"))
    visible = f"{message['Subject']}\n{message.get_content()}"

    assert "@" not in visible
    for name in ("Maja", "Öhlund"):
        assert name.casefold() not in visible.casefold()
    if kind.startswith(OF_ORGANISATIONS):
        return
    for name in ("kommun", "Bjurholm", "region", "polis", "Västerbotten"):
        assert name.casefold() not in visible.casefold()
    assert MUNICIPALITY not in visible
    assert not re.search(r"\d", visible.replace("https://samsyn.example/agreements/1", ""))
    assert "In English: " in visible
    assert len(message["Subject"]) < 60


@pytest.mark.parametrize("kind", TEXTS)
def test_every_kind_can_be_written_in_either_language_alone(kind: str) -> None:
    words = Facts(MUNICIPALITY, "Region Norr", task="decide").words()
    link = "https://samsyn.example/agreements/1"
    swedish = TEXTS[kind].body(words, link, "Maja", Language.SWEDISH)
    english = TEXTS[kind].body(words, link, "Maja", Language.ENGLISH)
    both = TEXTS[kind].body(words, link, "Maja")

    assert both.startswith(swedish)
    assert "Du behöver logga in." in swedish
    assert "English" not in swedish
    for one in (english, TEXTS[kind].heading(words, Language.ENGLISH)):
        assert not {"och", "är", "ni", "du", "att", "som"} & set(re.findall(r"\w+", one.casefold()))
    assert english.split(".")[0] in both
    assert TEXTS[kind].heading(words, Language.SWEDISH) == TEXTS[kind].heading(words)


def test_a_mail_is_sent_in_the_language_its_reader_has_chosen(
    outbox: Outbox, world: World, send_due: SendDue
) -> None:
    account = world.account()
    with outbox.engine.begin() as connection:
        connection.execute(update(Account).values(mail_language="en"))
    outbox.queue(account, kind="session.ended")

    send_due()

    (message,) = outbox.sent()
    assert message["Subject"] == "You are signed out of Samsyn"
    assert message["Content-Language"] == "en"
    assert "Du " not in message.get_content()


def test_every_kind_the_domains_queue_has_a_text() -> None:
    root = Path(worker_module.__file__).parents[2]
    source = "\n".join(file.read_text() for file in (root / "agreements").rglob("*.py"))
    queued = re.findall(r'(?:tell_others|notify)\([^"]*"([a-z_]+\.[a-z_]+)"', source)
    outcomes = [f"suggestion.{outcome}" for outcome in ("adopted", "rejected", "conflict")]

    assert len(queued) >= 6
    assert {*queued, *outcomes} <= set(TEXTS)


@pytest.mark.usefixtures("unwritable_folder")
def test_neither_log_nor_table_names_an_address(
    outbox: Outbox, world: World, send_due: SendDue, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    failing = outbox.queue(world.account(email="maja@example.se"))
    bad = outbox.queue(world.account(email="maja@example.se\nBcc: x@example.se"))

    send_due()
    send_due()

    assert str(failing) in caplog.text
    assert str(bad) in caplog.text
    with outbox.engine.connect() as connection:
        errors = connection.scalars(select(OutboxMail.last_error)).all()
    assert all(errors)
    assert "@" not in caplog.text + "".join(map(str, errors))


def _die_sending(settings: Settings) -> None:
    """What kill -9 leaves behind: a mail claimed, and nothing noted about it."""

    class Killed(BaseException):
        pass

    def die(_mail_id: UUID, _message: object) -> None:
        raise Killed

    worker = Worker(replace(settings))
    worker._deliver = die
    with pytest.raises(Killed):
        worker.run(once=True)


def _end_lease(outbox: Outbox, mail_id: UUID) -> None:
    with outbox.engine.begin() as connection:
        connection.execute(
            update(OutboxMail)
            .where(OutboxMail.id == mail_id)
            .values(lease_until=clock.now() - timedelta(seconds=1))
        )
