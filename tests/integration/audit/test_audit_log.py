"""The audit log: nobody can change it unseen, write it for another, or be kept out of it."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import (
    Engine,
    Executable,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from portal.audit import service
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.verify import Fault, verify
from portal.authz import Actor, OrganisationKind, Role
from portal.db import db, init_app
from portal.ids import new_id
from portal.transaction import transaction
from tests.acting import acting_as
from tests.conftest import Engines
from tests.integration.world import Person, World

Verify = Callable[[], tuple[int, list[Fault]]]


@pytest.fixture
def actor(world: World) -> Person:
    county = world.county()
    return world.person(county, world.organisation(county), Role.COORDINATOR)


@pytest.fixture
def verify_log(engines: Engines) -> Iterator[Verify]:
    app = _app(engines("owner"))

    def run() -> tuple[int, list[Fault]]:
        with app.app_context():
            return verify()

    yield run
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def chain(engines: Engines, actor: Person, world: World) -> UUID:
    """A stream of five entries, and another organisation's beside it."""
    neighbour = world.organisation(actor.county_id)
    other = world.person(actor.county_id, neighbour, Role.COORDINATOR)
    for number in range(5):
        _write(engines, actor, details=f'{{"number":{number},"é":null}}')
        _write(engines, other)
    return actor.organisation_id


def test_what_was_never_touched_is_whole(chain: UUID, verify_log: Verify) -> None:
    assert verify_log() == (10, [])


def test_an_edit_is_found(chain: UUID, engines: Engines, verify_log: Verify) -> None:
    _tamper(engines, update(AuditEntry).where(*_is(chain, 3)).values(action="agreement.other"))

    assert verify_log() == (10, [Fault(chain, 3, "changed")])


@pytest.mark.parametrize(
    "values",
    [
        {"account_id": UUID(int=1)},
        {"session_id": None},
        {"subject_kind": "Other"},
        {"details": "{}"},
        {"at": text("at + interval '1 millisecond'")},
        {"hash": b"x" * 32},
    ],
    ids=lambda values: next(iter(values)),
)
def test_an_edit_of_any_column_is_found(
    chain: UUID, engines: Engines, verify_log: Verify, values: dict[str, object]
) -> None:
    _tamper(engines, update(AuditEntry).where(*_is(chain, 2)).values(values))

    faults = verify_log()[1]

    assert faults[0] == Fault(chain, 2, "changed")


def test_a_deletion_is_found(chain: UUID, engines: Engines, verify_log: Verify) -> None:
    _tamper(engines, delete(AuditEntry).where(*_is(chain, 3)))

    assert verify_log() == (9, [Fault(chain, 3, "missing")])


def test_a_cut_tail_is_found(chain: UUID, engines: Engines, verify_log: Verify) -> None:
    _tamper(engines, delete(AuditEntry).where(AuditEntry.stream == chain, AuditEntry.seq > 3))

    assert verify_log() == (8, [Fault(chain, 5, "the chain's end does not match its head")])


def test_a_removed_stream_is_found(chain: UUID, engines: Engines, verify_log: Verify) -> None:
    _tamper(engines, delete(AuditEntry).where(AuditEntry.stream == chain))

    assert verify_log() == (5, [Fault(chain, 5, "the chain's end does not match its head")])


def test_a_removed_head_is_found(chain: UUID, engines: Engines, verify_log: Verify) -> None:
    _tamper(engines, delete(AuditHead).where(AuditHead.id == chain))

    assert verify_log() == (10, [Fault(chain, 5, "the chain has no head")])


def test_a_swap_is_found(chain: UUID, engines: Engines, verify_log: Verify) -> None:
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        _tamper(engines, update(AuditEntry).where(*_is(chain, old)).values(seq=new))

    faults = verify_log()[1]

    assert Fault(chain, 2, "changed") in faults
    assert Fault(chain, 3, "changed") in faults


def test_writing_meanwhile_is_no_fault(chain: UUID, actor: Person, engines: Engines) -> None:
    app = _app(engines("owner"))
    with app.app_context():

        @event.listens_for(db.engine, "before_cursor_execute")
        def write_meanwhile(*_: object) -> None:
            _write(engines, actor, stream=chain)

        assert verify()[1] == []
        db.session.close()
        db.engine.dispose()


@pytest.mark.parametrize("login", ["owner", "app"])
@pytest.mark.parametrize(
    "statement",
    [
        update(AuditEntry).values(action="x"),
        delete(AuditEntry),
        text("truncate app.audit_entry"),
    ],
    ids=["update", "delete", "truncate"],
)
def test_nobody_changes_an_entry(
    chain: UUID, engines: Engines, verify_log: Verify, login: str, statement: Executable
) -> None:
    with pytest.raises(ProgrammingError, match=r"append-only|permission denied"):
        _execute(engines(login), statement)

    assert verify_log() == (10, [])


@pytest.mark.parametrize(
    ("name", "value"), [("seq", 7), ("at", datetime(2020, 1, 1, tzinfo=UTC)), ("hash", b"x" * 32)]
)
def test_nobody_chains_an_entry_by_hand(
    name: str, value: object, chain: UUID, actor: Person, engines: Engines, verify_log: Verify
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        _write(engines, actor, stream=chain, **{name: value})

    assert verify_log() == (10, [])


@pytest.mark.parametrize(
    "name", ["organisation_id", "account_id", "county_id", "session_id"], ids=lambda name: name
)
def test_nobody_writes_in_the_name_of_another(
    name: str, actor: Person, world: World, engines: Engines
) -> None:
    county = world.county("Norrbotten")
    other = world.person(county, world.organisation(county), Role.COORDINATOR)

    with pytest.raises(ProgrammingError, match="row-level security"):
        _write(engines, actor, **{name: getattr(other, name)})


def test_nobody_writes_in_a_chain_that_is_not_theirs(actor: Person, engines: Engines) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        _write(engines, actor, stream=new_id())


@pytest.mark.parametrize(
    "action",
    ["plan.read", "copy.read", "copy.key", "session.ended_by_provider", "session.expired"],
)
def test_nobody_writes_what_the_database_notes_itself(
    action: str, actor: Person, engines: Engines
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        _write(engines, actor, action=action)


@pytest.mark.parametrize("details", ["", "[]", "null", '"x"', '{"a":"\\u0000"}'])
def test_nobody_writes_details_that_a_reader_stumbles_over(
    details: str, actor: Person, engines: Engines
) -> None:
    with pytest.raises((IntegrityError, DataError)):
        _write(engines, actor, details=details)


@pytest.mark.parametrize("name", ["organisation_id", "account_id"])
def test_nobody_writes_in_nobodys_name(name: str, actor: Person, engines: Engines) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        _write(engines, actor, **{name: None})


def test_only_reviewers_read_and_only_their_own_organisation(
    actor: Person, world: World, engines: Engines
) -> None:
    own = world.person(actor.county_id, actor.organisation_id, Role.REVIEWER)
    elsewhere = world.organisation(actor.county_id)
    other = world.person(actor.county_id, elsewhere, Role.REVIEWER)
    _write(engines, actor)

    assert [_readable(engines, reader) for reader in (own, other, actor)] == [1, 0, 0]


def test_the_database_numbers_dates_and_hashes(
    actor: Person, engines: Engines, verify_log: Verify
) -> None:
    """Whatever the operator's commands say, too."""
    _write(engines, actor)
    with engines("owner").begin() as connection:
        _insert(connection, actor, seq=99, at=text("'1999-01-01'"), hash=b"x" * 32)

    assert verify_log() == (2, [])


@pytest.mark.parametrize("is_first", [True, False])
def test_two_writers_at_once_both_get_in(
    *, is_first: bool, actor: Person, engines: Engines, verify_log: Verify
) -> None:
    if not is_first:
        _write(engines, actor)
    second = threading.Thread(target=_write, args=(engines, actor))
    with engines("app").begin() as first:
        _insert(first, actor)
        second.start()
        second.join(0.3)
        assert second.is_alive(), "the second writer did not wait for the first"
    second.join(10)

    assert verify_log() == (2 if is_first else 3, [])


def test_a_service_records_who_did_what(
    actor: Person, engines: Engines, verify_log: Verify
) -> None:
    app = _app(engines("app"))
    who = Actor(
        account_id=actor.account_id,
        name="Maja Öhlund",
        organisation_id=actor.organisation_id,
        organisation_name="Bjurholm",
        organisation_kind=OrganisationKind.MUNICIPALITY,
        county_id=actor.county_id,
        roles=frozenset({Role.COORDINATOR}),
        session_id=actor.session_id,
    )
    subject = AuditHead(id=new_id())
    with app.app_context():
        with acting_as(actor.token), transaction():
            service.record(who, "agreement.signed", subject, number=2, by="ö\x1f")
        db.engine.dispose()

    with engines("owner").connect() as connection:
        table = AuditEntry.__table__
        entry = connection.execute(select(table)).mappings().one()
    assert entry["stream"] == entry["organisation_id"] == actor.organisation_id
    assert entry["account_id"] == actor.account_id
    assert entry["session_id"] == actor.session_id
    assert (entry["action"], entry["subject_id"]) == ("agreement.signed", subject.id)
    assert entry["details"] == r'{"by":"\u00f6\u001f","number":2}'
    assert verify_log() == (1, [])


def _app(engine: Engine) -> Flask:
    app = Flask("audit")
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine.url}
    init_app(app)
    return app


def _insert(connection: object, actor: Person, **values: object) -> None:
    connection.execute(select(func.set_config("app.token", actor.token, literal(value=True))))
    row = {
        "id": new_id(),
        "county_id": actor.county_id,
        "stream": actor.organisation_id,
        "organisation_id": actor.organisation_id,
        "account_id": actor.account_id,
        "session_id": actor.session_id,
        "action": "agreement.shared",
        "subject_kind": "Agreement",
        "subject_id": UUID(int=7),
        "details": "{}",
    }
    connection.execute(insert(AuditEntry).values(row | values))


def _write(engines: Engines, actor: Person, **values: object) -> None:
    with engines("app").begin() as connection:
        _insert(connection, actor, **values)


def _execute(engine: Engine, statement: Executable) -> None:
    with engine.begin() as connection:
        connection.execute(statement)


def _readable(engines: Engines, reader: Person) -> int:
    with engines("app").connect() as connection:
        token = func.set_config("app.token", reader.token, literal(value=True))
        connection.execute(select(token))
        return connection.scalar(select(func.count()).select_from(AuditEntry)) or 0


def _is(stream: UUID, seq: int) -> tuple[object, ...]:
    return AuditEntry.stream == stream, AuditEntry.seq == seq


def _tamper(engines: Engines, statement: Executable) -> None:
    """What somebody with the whole server can do: no triggers, no policies."""
    with engines("super").begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(statement)
