"""What the database allows, read from its own catalogue, and that its structure can come and go."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from portal import database as migrations
from portal.config import Settings
from portal.demo.postgres import LocalPostgres
from portal.resources import folder
from tests.conftest import Engines, settings_of

# Tables without row-level security, each with its reason. None so far.
UNPROTECTED: dict[str, str] = {}

# What the web server's login must never read: whoever injects SQL is that login.
UNREADABLE = (
    *("session", "sign_in_flow", "sign_in_key", "signature_evidence", "outbox"),
    *("plan_key", "copy_key", "kept_form", "key_check", "job_run", "reading_due", "agreement_area"),
)


@pytest.fixture
def catalogue(engines: Engines) -> Iterator[Connection]:
    with engines("super").connect() as connection:
        yield connection


@pytest.fixture
def database(emptied_database: str) -> str:
    return emptied_database


@pytest.fixture
def engines(database: str, reused_engines: Engines) -> Engines:
    return reused_engines


@pytest.fixture
def empty(postgres: LocalPostgres, empty_database: str) -> Settings:
    """Settings of a portal whose database has no migration yet."""
    return settings_of(postgres, empty_database)


def _names(catalogue: Connection, query: str) -> set[str]:
    return set(catalogue.scalars(text(query)))


def test_there_are_tables_to_look_at(catalogue: Connection) -> None:
    assert {"organisation", "audit_entry", "outbox", "agreement"} <= _names(
        catalogue, "select tablename from pg_tables where schemaname = 'app'"
    )


def test_every_table_has_row_level_security_for_its_owner_too(catalogue: Connection) -> None:
    bare = _names(
        catalogue,
        """select relname from pg_class where relnamespace = 'app'::regnamespace
           and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)""",
    )
    assert bare == set(UNPROTECTED)


def test_every_table_has_a_policy_for_somebody(catalogue: Connection) -> None:
    shut = _names(
        catalogue,
        """select relname from pg_class c where relnamespace = 'app'::regnamespace
           and relkind in ('r', 'p')
           and not exists (select from pg_policy where polrelid = c.oid and polpermissive)""",
    )
    assert shut == set(UNPROTECTED)


def test_every_grant_on_a_table_is_narrowed_by_a_policy(catalogue: Connection) -> None:
    """A grant without a policy gives nothing, so somebody forgot one of the two."""
    futile = _names(
        catalogue,
        """select g.grantee || ': ' || g.privilege_type || ' on ' || g.table_name
           from (select grantee, privilege_type, table_schema, table_name
                 from information_schema.table_privileges
                 union select grantee, privilege_type, table_schema, table_name
                 from information_schema.column_privileges) g
           where g.table_schema = 'app'
           and g.grantee in ('portal_app', 'portal_worker', 'portal_authz')
           and not exists (select from pg_policies p where p.schemaname = 'app'
             and p.tablename = g.table_name and g.grantee = any (p.roles)
             and p.permissive = 'PERMISSIVE' and p.cmd in ('ALL', g.privilege_type))""",
    )
    assert not futile


def test_no_view_reads_past_the_policies(catalogue: Connection) -> None:
    assert not _names(
        catalogue,
        """select relname from pg_class where relnamespace = 'app'::regnamespace
           and relkind in ('v', 'm')
           and not coalesce('security_invoker=true' = any (reloptions), false)""",
    )


def test_everybody_is_granted_nothing(catalogue: Connection) -> None:
    granted = _names(
        catalogue,
        """select relname from pg_class, aclexplode(relacl) a
           where relnamespace = 'app'::regnamespace and a.grantee = 0
           union select proname from pg_proc,
             aclexplode(coalesce(proacl, acldefault('f', proowner))) a
           where pronamespace = 'app'::regnamespace and a.grantee = 0
           union select nspname from pg_namespace, aclexplode(nspacl) a
           where nspname = 'app' and a.grantee = 0
           union select datname from pg_database,
             aclexplode(coalesce(datacl, acldefault('d', datdba))) a
           where datname = current_database() and a.grantee = 0""",
    )
    assert granted == set()


def test_functions_with_rights_of_their_own_are_portal_authz_s_and_fix_their_path(
    catalogue: Connection,
) -> None:
    wrong = _names(
        catalogue,
        """select p.oid::regprocedure::text from pg_proc p
           where pronamespace = 'app'::regnamespace and prosecdef
           and not (proowner = 'portal_authz'::regrole
                    and coalesce('search_path=app, pg_temp' = any (proconfig), false))""",
    )
    assert wrong == set()


def test_the_role_that_reads_everything_is_nobody_and_owns_no_table(catalogue: Connection) -> None:
    assert not catalogue.scalar(
        text("select rolcanlogin from pg_roles where rolname = 'portal_authz'")
    )
    assert not _names(
        catalogue, "select relname from pg_class where relowner = 'portal_authz'::regrole"
    )
    assert not catalogue.scalar(
        text("select has_schema_privilege('portal_authz', 'app', 'create')")
    )


@pytest.mark.parametrize("role", ["portal_app", "portal_worker"])
def test_a_running_process_owns_nothing_and_passes_no_policy_by(
    role: str, catalogue: Connection
) -> None:
    attributes = catalogue.execute(
        text(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " from pg_roles where rolname = :role"
        ),
        {"role": role},
    ).one()
    owned = catalogue.scalar(
        text("select count(*) from pg_shdepend where refobjid = cast(:role as regrole)"
             " and deptype = 'o'"),
        {"role": role},
    )  # fmt: skip
    member = catalogue.scalar(
        text("select count(*) from pg_auth_members where member = cast(:role as regrole)"),
        {"role": role},
    )
    creates = catalogue.scalar(
        text(
            "select has_schema_privilege(:role, 'app', 'create')"
            " or has_schema_privilege(:role, 'public', 'create')"
            " or has_database_privilege(:role, current_database(), 'create')"
        ),
        {"role": role},
    )
    assert (not any(attributes), owned, member, creates) == (True, 0, 0, False)


@pytest.mark.parametrize("table", UNREADABLE)
def test_the_web_server_cannot_read_it(table: str, catalogue: Connection) -> None:
    assert not _may(catalogue, "portal_app", table, "select")
    assert not _may(catalogue, "portal_app", table, "update")


@pytest.mark.parametrize("privilege", ["update", "delete", "truncate"])
def test_the_web_server_adds_to_the_log_and_no_more(privilege: str, catalogue: Connection) -> None:
    assert _may(catalogue, "portal_app", "audit_entry", "insert")
    assert not _may(catalogue, "portal_app", "audit_entry", privilege)
    assert not _may(catalogue, "portal_app", "audit_head", privilege)


def test_the_worker_reaches_the_outbox_and_its_runs_and_nothing_else(
    catalogue: Connection,
) -> None:
    tables = _names(
        catalogue,
        """select relname from pg_class where relnamespace = 'app'::regnamespace
           and relkind = 'r' and (has_table_privilege('portal_worker', oid, 'delete, truncate')
             or has_any_column_privilege('portal_worker', oid, 'select, insert, update'))""",
    )
    functions = _names(
        catalogue,
        """select proname from pg_proc where pronamespace = 'app'::regnamespace
           and has_function_privilege('portal_worker', oid, 'execute')""",
    )
    reminders = {"remind", "remind_reviewers", "agreements_to_remind", "queue_reminders"}
    reminders |= {"lob_to_remind", "indicators_to_remind", "queue_figure_reminders"}
    reminders |= {"groups_to_remind", "queue_group_reminders"}
    reminders |= {"escalate_disputes", "transfers_to_remind", "lob_work_to_remind"}
    reminders |= {"lob_reviews_to_remind"}
    assert (tables, functions) == (
        {"outbox", "job_run"},
        {
            "mail_address",
            "mail_contact",
            "mail_facts",
            "mail_language",
            "is_grounded",
            "publish_figures",
            "apply_names",
        }
        | reminders,
    )


def test_models_say_what_the_migrations_do(settings: Settings) -> None:
    migrations.check(settings)


def test_the_web_server_can_tell_that_the_database_is_up_to_date(engines: Engines) -> None:
    head = ScriptDirectory(str(folder("migrations"))).get_current_head()
    with engines("app").connect() as connection:
        assert connection.scalar(text("select version_num from public.alembic_version")) == head


def test_migrations_go_down_to_nothing_and_up_again(migrated: Settings) -> None:
    migrations.downgrade(migrated, "base")

    migrations.upgrade(migrated)

    migrations.check(migrated)


def test_two_upgrades_at_once_both_succeed(empty: Settings) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrations.upgrade, [empty, empty]))

    migrations.check(empty)


def test_another_upgrade_may_be_storing_the_sign_in_key(
    engines: Engines, settings: Settings
) -> None:
    """Two replicas that start at once both run the last step of an upgrade."""
    with ThreadPoolExecutor(1) as pool, engines("owner").begin() as other:
        other.execute(text("delete from app.sign_in_key"))
        other.execute(text("insert into app.sign_in_key (key) values ('x')"))
        upgraded = pool.submit(migrations.upgrade, settings)
        with pytest.raises(TimeoutError):
            upgraded.result(0.5)
        other.commit()
        upgraded.result(10)


def _may(catalogue: Connection, role: str, table: str, privilege: str) -> bool:
    """On the table, or on any one column of it."""
    columns = (
        "false"
        if privilege in {"delete", "truncate"}
        else (f"has_any_column_privilege('{role}', 'app.{table}', '{privilege}')")
    )
    whole = f"has_table_privilege('{role}', 'app.{table}', '{privilege}')"
    return bool(catalogue.scalar(text(f"select {whole} or {columns}")))
