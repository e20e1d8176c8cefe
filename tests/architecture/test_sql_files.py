"""The SQL in files is what the database holds: all of it, however the database came to it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from portal import database as migrations
from portal import fitness, resources
from portal.app import create_app
from portal.authz import Role
from portal.config import Settings
from portal.db import db
from portal.demo.postgres import LocalPostgres
from portal.errors import BusyDatabaseError, DataLossError, OutdatedDatabaseError
from portal.resources import folder
from portal.sql_files import SqlFile, read_files
from tests import database_map
from tests.architecture.structure import GRANTS, structure
from tests.conftest import Engines, copy_database, settings_of
from tests.integration.world import World

FILES = read_files()
FUNCTIONS = [file for file in FILES if file.is_function]
ACCESS = [file for file in FILES if not file.is_function]

# tables of a plan that its page shows by predicates that their policies share
ON_A_PAGE = 17
SHARED = {"is_disclosed", "is_own_part", "is_person_seen", "is_placing_seen", "contact_plans"}
# array in app.plan_parts -> what the policies ask for the same
MADE_BY = {
    "written": "my_written_plans",
    "seen": "seen_plans",
    "contacts": "contact_plans",
    "known": "known_plans",
    "placed": "placing_plans",
    "called": "called_plans",
    "owned": "my_owned_plans",
}

# after every one of ours
PRACTICE = """
from alembic import op

revision = "9999"
down_revision = "NEWEST"


def upgrade():
    op.execute("alter table app.organisation add column nickname text;"
               "create table app.practice (id uuid primary key);"
               "update app.organisation set nickname = 'known as ' || short_name")


def downgrade():
    op.execute("drop table app.practice; alter table app.organisation drop column nickname")
""".replace("NEWEST", migrations.newest_migration())
PRACTICE_ACCESS = """
alter table app.practice enable row level security, force row level security;
create policy maintain on app.practice to portal_owner using (true) with check (true);
"""
NICKNAMED = """
create policy nicknamed on app.organisation as restrictive for select to portal_app
  using (nickname is not null);
"""
FOREIGN_GOAL = """
alter table app.goal enable row level security;
grant select, delete on app.goal to portal_app;
create policy everything on app.goal to portal_app using (true);
"""


@pytest.fixture
def database(emptied_database: str) -> str:
    return emptied_database


@pytest.fixture
def engines(database: str, reused_engines: Engines) -> Engines:
    return reused_engines


@pytest.fixture
def catalogue(engines: Engines) -> Iterator[Connection]:
    with engines("super").connect() as connection:
        yield connection


@pytest.fixture
def own_database(postgres: LocalPostgres, template_database: str) -> Iterator[str]:
    """A migrated database whose structure the test may change."""
    yield from copy_database(postgres, template_database)


@pytest.fixture
def own(postgres: LocalPostgres, own_database: str) -> Settings:
    return settings_of(postgres, own_database)


@pytest.fixture
def everything(postgres: LocalPostgres, own_database: str) -> Iterator[Engine]:
    """Its superuser, who sees all."""
    engine = create_engine(postgres.url("super", own_database))
    yield engine
    engine.dispose()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another release's folder of migrations, the same as ours until it is changed."""
    return Path(shutil.copytree(folder("migrations"), tmp_path / "migrations"))


@pytest.fixture
def as_other(other: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The portal is the other release, until `undo`."""
    monkeypatch.setitem(resources._FOLDERS, "migrations", other)
    return monkeypatch


def change(file: Path, before: str, after: str) -> None:
    whole = file.read_text()
    assert before in whole, f"{file} lacks {before}"
    file.write_text(whole.replace(before, after))


def found(engine: Engine) -> set[tuple[int, str]]:
    with engine.connect() as connection:
        return structure(connection)


# -- what the files say


def test_a_file_holds_the_function_of_its_name_alone() -> None:
    def is_wrong(file: SqlFile) -> bool:
        made = re.findall(r"^create [^(]*", file.text, re.MULTILINE)
        is_commented = file.text.startswith("-- ")
        return made != [f"create or replace function app.{file.name}"] or not is_commented

    assert [file.path for file in FUNCTIONS if is_wrong(file)] == []


def test_a_file_holds_the_access_to_its_table_alone() -> None:
    def is_wrong(file: SqlFile) -> bool:
        on_it = (
            rf"^(?:alter table app\.{file.name} enable row level security, force"
            rf"|grant [^;]*\son app\.{file.name}\s"
            rf"|create (?:policy|(?:constraint )?trigger)\s[^;]*?\son app\.{file.name}\s)"
        )
        statements = re.findall(r"^[a-z]+", file.text, re.MULTILINE)
        return len(re.findall(on_it, file.text, re.MULTILINE)) != len(statements)

    assert [file.path for file in ACCESS if is_wrong(file)] == []


def test_every_function_has_its_file_and_every_file_its_function(catalogue: Connection) -> None:
    in_database = catalogue.scalars(
        text("select proname from pg_proc where pronamespace = 'app'::regnamespace")
    )

    assert sorted(in_database) == sorted(file.name for file in FUNCTIONS)


def test_every_table_has_its_file_and_every_file_its_table(catalogue: Connection) -> None:
    in_database = catalogue.scalars(
        text("select tablename from pg_tables where schemaname = 'app'")
    )

    assert sorted(in_database) == sorted(file.name for file in ACCESS)


@pytest.mark.parametrize("kind", ["policy", "trigger"])
def test_every_policy_and_trigger_stands_in_its_table_s_file(
    kind: str, catalogue: Connection
) -> None:
    in_database = catalogue.execute(
        text(
            "select tablename, policyname from pg_policies where schemaname = 'app'"
            if kind == "policy"
            else "select relname, tgname from pg_trigger join pg_class c on c.oid = tgrelid"
            " where not tgisinternal"
        )
    )
    in_files = [
        (file.name, name)
        for file in ACCESS
        for name in re.findall(rf"^create (?:constraint )?{kind} (\w+) ", file.text, re.MULTILINE)
    ]

    assert sorted(map(tuple, in_database)) == sorted(in_files)


def test_every_grant_stands_in_its_table_s_file(catalogue: Connection) -> None:
    in_files = {grant for file in ACCESS for grant in grants_of(file)}

    assert {tuple(row) for row in catalogue.execute(text(GRANTS))} == in_files


def grants_of(file: SqlFile) -> Iterator[tuple[str, str, str, str]]:
    """Table, grantee, privilege and, unless it is on the whole table, column."""
    given = re.findall(
        r"^grant (.*?)\s+on\s[^;]*?\sto\s+([^;]*);", file.text, re.MULTILINE | re.DOTALL
    )
    for rights, roles in given:
        for right, columns in re.findall(r"(\w+)(?: \(([^)]*)\))?(?:, |$)", rights):
            for role in roles.split(","):
                for column in columns.split(","):
                    yield file.name, role.strip(), right, column.strip()


def test_one_file_alone_knows_how_the_kinds_of_consent_are_written() -> None:
    """And one what a mandate names to cover a kind of information."""
    knowing = [f.name for f in FILES if re.search("'(invite|relative|share)[:']", f.text)]

    assert knowing == ["category_scope", "consent_item"]


def test_a_plan_s_page_reads_each_table_by_what_its_policy_asks() -> None:
    asked = {table: named(said) for table, said in re.findall(
        r"from (\w+) x\s+where (.*?)(?=union all|\w+ as materialized|named as)",
        text_of("plan_parts"), re.DOTALL,
    )}  # fmt: skip
    policies = {
        table: named(re.findall(r"^create policy read on.*?;", text_of(table), re.M | re.S)[0])
        for table in asked
    }

    assert len(asked) == ON_A_PAGE
    assert asked.pop("plan_placing") | {"contact_plans"} == policies.pop("plan_placing")
    assert asked == policies


def text_of(name: str) -> str:
    """The function's or the table's file."""
    return next(file.text for file in FILES if file.name == name)


def named(condition: str) -> set[str]:
    """The functions that a condition asks; a page's array stands for the function it is made by."""
    words = re.findall(r"\w+", condition)
    return {MADE_BY.get(word, word) for word in words} & (SHARED | set(MADE_BY.values()))


def test_the_map_is_of_today() -> None:
    assert database_map.README.read_text(encoding="utf-8") == database_map.written()


# -- what an upgrade makes of a database


def make_strange(functions: Path, access: Path) -> None:
    """Another release: bodies, arguments, rights, policies and triggers that ours lacks or has."""
    change(functions / "consent" / "consented.sql", "w.kind = 'grant'", "w.kind <> 'withdraw'")
    my_cases = functions / "sight" / "my_cases.sql"
    change(my_cases, "app.my_cases() returns", "app.my_cases(n int default 1) returns")
    change(my_cases, "app.my_cases() to", "app.my_cases(int) to")
    change(functions / "sight" / "my_people.sql", "returns uuid[]", "returns uuid[] strict")
    change(functions / "sight" / "my_plans.sql", "to portal_app", "to portal_app, portal_worker")
    (functions / "plan" / "stray.sql").write_text(
        "create function app.stray() returns trigger language plpgsql as"
        " $$ begin return new; end $$; grant execute on function app.stray() to portal_app"
    )
    (functions / "elsewhere").mkdir()
    number_version = functions / "plan" / "number_version.sql"
    number_version.rename(functions / "elsewhere" / "number_version.sql")
    (access / "unit.sql").unlink()
    (access / "goal.sql").write_text(FOREIGN_GOAL)
    change(access / "plan.sql", "grant select on app.plan to portal_authz;", "")
    change(
        access / "plan.sql", "execute function app.refuse_case_fields", "execute function app.stray"
    )
    change(access / "plan_approval.sql", "grant select (", "grant select (comment_sealed, ")


def test_an_upgrade_makes_another_release_s_database_the_same_as_a_new_one(
    own: Settings, other: Path, as_other: pytest.MonkeyPatch, everything: Engine
) -> None:
    fresh = found(everything)
    make_strange(other / "functions", other / "access")
    migrations.upgrade(own)
    strange = found(everything)

    as_other.undo()
    migrations.upgrade(own)

    assert len(strange - fresh) > 10
    assert found(everything) ^ fresh == set()


def test_an_upgrade_that_fails_changes_nothing(
    own: Settings, other: Path, as_other: pytest.MonkeyPatch, everything: Engine
) -> None:
    before = found(everything)
    (other / "versions" / "9999_practice.py").write_text(PRACTICE)
    change(other / "access" / "unit.sql", "create policy maintain", "create policy mainten")
    (other / "access" / "zebra.sql").write_text("alter table app.zebra enable row level security;")

    with pytest.raises(ProgrammingError, match="zebra"):
        migrations.upgrade(own)

    assert found(everything) == before
    as_other.undo()
    with everything.connect() as connection:
        at = connection.scalar(text("select version_num from public.alembic_version"))
    assert at == migrations.newest_migration()


def test_a_migration_may_change_a_column_that_a_policy_asks_and_sees_every_row(
    own: Settings, other: Path, as_other: pytest.MonkeyPatch, everything: Engine
) -> None:
    with everything.begin() as connection:
        world = World(connection.execute)
        world.organisation(world.county())
    (other / "versions" / "9999_practice.py").write_text(
        PRACTICE.replace("'known as ' || short_name", "'x'; alter table app.plan alter phase type"
                         " varchar(20); alter table app.plan alter phase type text")
    )  # fmt: skip
    (other / "access" / "practice.sql").write_text(PRACTICE_ACCESS)
    before = found(everything)

    migrations.upgrade(own)

    with everything.connect() as connection:
        names = set(connection.scalars(text("select nickname from app.organisation")))
    assert names == {"x"}
    assert before - found(everything) == set()


def test_a_downgrade_closes_the_database_and_keeps_its_rows(
    own: Settings, other: Path, as_other: pytest.MonkeyPatch, everything: Engine
) -> None:
    fresh = found(everything)
    (other / "versions" / "9999_practice.py").write_text(PRACTICE)
    (other / "access" / "practice.sql").write_text(PRACTICE_ACCESS)
    organisation = other / "access" / "organisation.sql"
    organisation.write_text(organisation.read_text() + NICKNAMED)
    with everything.begin() as connection:
        world = World(connection.execute)
        county = world.county()
        person = world.person(county, world.organisation(county), Role.COORDINATOR)
    migrations.upgrade(own)
    assert fresh - found(everything) == set()

    with pytest.raises(DataLossError, match=r"1 values of organisation\.nickname") as told:
        migrations.downgrade(own, "-1")
    assert fresh - found(everything) == set()  # it was tried, and nothing of it stayed

    migrations.downgrade(own, "-1", lose=told.value.total)

    assert readable(own.database.url) == set()
    assert not any(number in (0, 1, 2) for number, _ in found(everything))
    as_other.undo()
    migrations.upgrade(own)
    assert found(everything) ^ fresh == set()
    with everything.connect() as connection:
        assert connection.scalars(text("select id from app.account")).all() == [person.account_id]
    migrations.check(own)


def test_a_downgrade_says_what_would_be_deleted_and_is_told_just_that(
    own: Settings, everything: Engine
) -> None:
    with everything.begin() as connection:
        world = World(connection.execute)
        for _ in range(3):
            world.organisation(world.county())
    before = found(everything)
    with pytest.raises(DataLossError) as told:
        migrations.downgrade(own, "base")
    lines = str(told.value).splitlines()
    assert "  3 rows of organisation" in lines
    assert "  3 rows of county" in lines
    assert lines[-1].endswith("--and-lose 6")

    with pytest.raises(DataLossError):
        migrations.downgrade(own, "base", lose=5)
    with pytest.raises(OutdatedDatabaseError, match="nowhere"):
        migrations.downgrade(own, "nowhere")
    assert found(everything) == before

    migrations.downgrade(own, "base", lose=6)
    with everything.connect() as connection:
        assert connection.scalar(text("select to_regclass('app.organisation')")) is None


def readable(address: str) -> set[str]:
    """The tables that whoever signs in at `address` may select from."""
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            return {
                file.name
                for file in ACCESS
                if connection.scalar(
                    text(f"select has_table_privilege('app.{file.name}', 'select')")
                )
            }
    finally:
        engine.dispose()


def test_an_upgrade_does_not_queue_behind_a_long_reader(
    own: Settings,
    other: Path,
    as_other: pytest.MonkeyPatch,
    everything: Engine,
) -> None:
    as_other.setattr(migrations, "LOCK_TIMEOUT", "100ms")
    before = found(everything)
    change(other / "functions" / "sight" / "sight.sql", "rows 20", "rows 21")
    change(other / "access" / "plan.sql", "phase = 'need'", "phase <> 'closed'")
    with everything.begin() as reader:
        reader.execute(text("select from app.plan"))
        with pytest.raises(BusyDatabaseError, match="Nothing was changed"):
            migrations.upgrade(own)

    assert found(everything) == before


def test_a_function_that_no_policy_asks_is_changed_while_everybody_reads(
    own: Settings,
    other: Path,
    as_other: pytest.MonkeyPatch,
    everything: Engine,
) -> None:
    as_other.setattr(migrations, "LOCK_TIMEOUT", "100ms")
    change(other / "functions" / "sight" / "sight.sql", "rows 20", "rows 21")
    with everything.begin() as reader:
        for file in ACCESS:
            reader.execute(text(f"select from app.{file.name} limit 1"))
        migrations.upgrade(own)

    with everything.connect() as connection:
        rows = connection.scalar(text("select prorows from pg_proc where proname = 'sight'"))
    assert rows == 21


def test_a_database_of_an_unknown_migration_is_left_alone(
    own: Settings, everything: Engine
) -> None:
    with everything.begin() as connection:
        connection.execute(text("update public.alembic_version set version_num = '9999'"))
    before = found(everything)

    with pytest.raises(OutdatedDatabaseError, match="9999, which this release does not have"):
        migrations.upgrade(own)

    assert found(everything) == before


def test_the_portal_does_not_start_on_another_release_s_functions(
    own: Settings, other: Path, as_other: pytest.MonkeyPatch
) -> None:
    change(other / "functions" / "sight" / "sight.sql", "rows 20", "rows 21")
    with create_app(own).app_context():
        try:
            with pytest.raises(OutdatedDatabaseError, match="portal db upgrade"):
                fitness.refuse_outdated()
            as_other.undo()
            fitness.refuse_outdated()
        finally:
            db.session.close()
            db.engine.dispose()
