"""The SQL that stands in files, and making the database what they say.

`migrations/functions/<area>/<name>.sql` holds one function, and `migrations/access/<table>.sql` one
table's row-level security, rights, policies and triggers. A file is the whole truth about its
function or table: what the database has of it is taken away before the file is run.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from portal.resources import folder

# Which files have been run, as they were then, what the database made of each, and which releases
# ran them: each is known by all of its files together. Outside schema app, as Alembic's table is.
REGISTER = """
create table if not exists public.applied_file (path text primary key, checksum text not null);
alter table public.applied_file add column if not exists made text;
grant select on public.applied_file to portal_app;
create table if not exists public.applied_release (
  files text primary key, at timestamptz not null default now());
grant select on public.applied_release to portal_app;
"""
APPLIED = text("select path, checksum from public.applied_file")
FORGET = text("delete from public.applied_file where path = any (:paths)")
NOTE = text("insert into public.applied_file (path, checksum) values (:path, :checksum)")
NOTE_RELEASE = text(
    "insert into public.applied_release (files) values (:files) on conflict do nothing"
)
RELEASE = text("select exists (select from public.applied_release where files = :files)")

# What the database holds of each file: as upgrades left it, and as it is now.
MADE = text("select path, made from public.applied_file")
NOTE_MADE = text("update public.applied_file set made = :made where path = :path")
NOW = text("""
with acl as (
  select c.oid, string_agg(x, ' ' order by x) as said from pg_class c cross join lateral (
    select unnest(c.relacl)::text
    union all
    select concat_ws('|', a.attname, unnest(a.attacl)) from pg_attribute a where a.attrelid = c.oid
    union all
    select concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled) from pg_trigger t
    where t.tgrelid = c.oid and not t.tgisinternal
    union all
    select concat_ws('|', p.polname, p.polpermissive, p.polcmd,
      array(select r::regrole::text from unnest(p.polroles) r order by 1),
      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_policy p where p.polrelid = c.oid) f (x)
  where c.relnamespace = to_regnamespace('app') and c.relkind in ('r', 'p')
  group by c.oid)
select 'access' as kind, c.relname::text as name, md5(concat_ws('|', c.relowner::regrole,
  c.relrowsecurity, c.relforcerowsecurity, a.said)) as made
from pg_class c left join acl a on a.oid = c.oid
where c.relnamespace = to_regnamespace('app') and c.relkind in ('r', 'p')
union all
select 'functions', p.proname::text, md5(string_agg(concat_ws('|', p.proowner::regrole,
  pg_get_functiondef(p.oid), array(select unnest(p.proacl)::text order by 1)), ' '
  order by p.oid::regprocedure::text))
from pg_proc p where p.pronamespace = to_regnamespace('app') group by p.proname
""")

# a percent sign is no parameter
VERBATIM = {"no_parameters": True}

FUNCTIONS = text("select proname from pg_proc where pronamespace = to_regnamespace('app')")
TABLES = text("""
select relname from pg_class where relnamespace = to_regnamespace('app') and relkind = 'r'
""")
# All at once and without "cascade": what nobody has counted on stops the upgrade.
DROP_FUNCTIONS = text("""
select 'drop function ' || string_agg(oid::regprocedure::text, ', ') from pg_proc
where pronamespace = to_regnamespace('app') and proname = any (:names)
""")
CLOSE_TABLES = text("""
with closed as (
  select c.oid, c.relname, c.relowner, c.relacl from pg_class c
  where c.relnamespace = to_regnamespace('app') and c.relkind = 'r' and c.relname = any (:tables))
select format('drop policy %I on app.%I', p.polname, c.relname)
from closed c join pg_policy p on p.polrelid = c.oid
union all
select format('drop trigger %I on app.%I', t.tgname, c.relname)
from closed c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
union all
select distinct format('revoke all on app.%I from %s', c.relname,
  case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
from closed c cross join lateral (
  select grantee from aclexplode(c.relacl)
  union
  select x.grantee from pg_attribute t cross join lateral aclexplode(t.attacl) x
  where t.attrelid = c.oid) a
where a.grantee <> c.relowner
union all
select format('alter table app.%I no force row level security, disable row level security',
  c.relname) from closed c
""")


@dataclass(frozen=True)
class SqlFile:
    """One file: `path` is below the folder of the migrations, such as "access/plan.sql"."""

    path: str
    text: str

    @property
    def is_function(self) -> bool:
        """A function, or else a table's access."""
        return self.path.startswith("functions/")

    @property
    def name(self) -> str:
        """The function's or the table's."""
        return Path(self.path).stem

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and name of what it makes."""
        return _subject_of(self.path)

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def calls(self) -> frozenset[str]:
        """Every name that an opening parenthesis follows, outside comments."""
        return frozenset(re.findall(r"\b(\w+)\s*\(", re.sub("--.*", "", self.text)))


def read_files() -> list[SqlFile]:
    """Every file of this release, in the order they are run: a function after those it calls.

    Raises graphlib.CycleError when functions call each other in a circle.
    """
    top = folder("migrations")
    paths = sorted([*top.glob("functions/*/*.sql"), *top.glob("access/*.sql")])
    files = [SqlFile(p.relative_to(top).as_posix(), p.read_text(encoding="utf-8")) for p in paths]
    functions = {file.name: file for file in files if file.is_function}
    calls = {name: file.calls & functions.keys() - {name} for name, file in functions.items()}
    in_order = [functions[name] for name in TopologicalSorter(calls).static_order()]
    return in_order + [file for file in files if not file.is_function]


def apply_files(connection: Connection) -> None:
    """Run the files that are not as they were when they were run last.

    Run again are also the files whose function or table somebody has changed beside them, and the
    tables' files that ask a changed function, since a policy or trigger holds on to the function it
    was made with. A function finds what it calls when it runs.
    """
    connection.execute(text(REGISTER))
    files = read_files()
    applied = {row.path: row.checksum for row in connection.execute(APPLIED)}
    drifted = drift(connection)
    changed = {f.path for f in files if applied.get(f.path) != f.checksum or f.path in drifted}
    gone = applied.keys() - {file.path for file in files}
    unknown = set(connection.scalars(FUNCTIONS)) - {f.name for f in files if f.is_function}
    functions = unknown | {f.name for f in files if f.is_function and f.path in changed}
    due = [f for f in files if f.path in changed or (not f.is_function and f.calls & functions)]
    tables = {f.name for f in due if not f.is_function}
    _take_away(connection, functions, tables | {Path(p).stem for p in gone if "access/" in p})
    _run(connection, due)
    connection.execute(FORGET, {"paths": [*gone, *(file.path for file in due)]})
    if due:
        connection.execute(NOTE, [{"path": f.path, "checksum": f.checksum} for f in due])
    now = _now(connection)
    connection.execute(NOTE_MADE, [{"path": f.path, "made": now.get(f.subject)} for f in files])
    connection.execute(NOTE_RELEASE, {"files": _all_together(_checksums(files))})


def drift(connection: Connection) -> set[str]:
    """The files whose function or table is another now than when an upgrade made it."""
    now = _now(connection)
    made = {row.path: row.made for row in connection.execute(MADE)}
    return {
        path
        for path, then in made.items()
        if then is not None and now.get(_subject_of(path)) != then
    }


def beside(connection: Connection) -> set[str]:
    """The functions that no upgrade has made, such as one that answers whatever it is asked."""
    made = {_subject_of(row.path) for row in connection.execute(MADE)}
    there = {(kind, name) for kind, name in _now(connection) if kind == "functions"}
    return {name for _, name in there - made}


def _now(connection: Connection) -> dict[tuple[str, str], str]:
    """What there is now of each function and table, in a few letters."""
    look = connection.begin_nested()
    connection.exec_driver_sql("set local search_path = pg_catalog")  # names are written whole
    now = {(row.kind, row.name): row.made for row in connection.execute(NOW)}
    look.rollback()  # and the path as it was
    return now


def _subject_of(path: str) -> tuple[str, str]:
    return path.partition("/")[0], Path(path).stem


def is_kept(connection: Connection) -> bool:
    """Whether files have ever been run in this database."""
    return connection.scalar(text("select to_regclass('public.applied_file')")) is not None


def take_all_away(connection: Connection) -> None:
    """Remove every function, policy, trigger and grant: what is left is for the owner alone."""
    connection.execute(text(REGISTER))
    _take_away(connection, set(connection.scalars(FUNCTIONS)), set(connection.scalars(TABLES)))
    connection.execute(text("delete from public.applied_file"))
    connection.execute(text("delete from public.applied_release"))


def are_applied(session: Session) -> bool:
    """Whether the database is as the files of this release say."""
    try:
        applied = {row.path: row.checksum for row in session.execute(APPLIED)}
    except ProgrammingError:  # no such table: nothing was ever applied
        session.rollback()
        return False
    return applied == dict(_release(folder("migrations")))


def were_applied(session: Session) -> bool:
    """Whether the files of this release have been run, so that others than these are later ones."""
    try:
        files = _all_together(_release(folder("migrations")))
        return bool(session.scalar(RELEASE, {"files": files}))
    except ProgrammingError:  # no such table: a release before this one was here last
        session.rollback()
        return False


@cache
def _release(_folder: Path) -> frozenset[tuple[str, str]]:
    """Path and checksum of every file of this release; read once, since whoever watches asks."""
    return _checksums(read_files())


def _checksums(files: list[SqlFile]) -> frozenset[tuple[str, str]]:
    return frozenset((file.path, file.checksum) for file in files)


def _all_together(checksums: frozenset[tuple[str, str]]) -> str:
    said = "".join(sorted(f"{path} {checksum}\n" for path, checksum in checksums))
    return hashlib.sha256(said.encode()).hexdigest()


def _take_away(connection: Connection, functions: set[str], tables: set[str]) -> None:
    for statement in connection.scalars(CLOSE_TABLES, {"tables": list(tables)}).all():
        connection.exec_driver_sql(statement)
    drop = connection.scalar(DROP_FUNCTIONS, {"names": list(functions)})
    if drop:
        connection.exec_driver_sql(drop)


def _run(connection: Connection, files: list[SqlFile]) -> None:
    """Functions are portal_authz's, who reads every row; tables are the owner's."""
    connection.exec_driver_sql(
        "grant usage on schema app to portal_app, portal_worker, portal_authz"
    )
    connection.exec_driver_sql("grant create on schema app to portal_authz")
    connection.exec_driver_sql("set local role portal_authz")
    for file in files:
        if file.is_function:
            connection.exec_driver_sql(file.text, execution_options=VERBATIM)
    connection.exec_driver_sql("revoke execute on all functions in schema app from public")
    connection.exec_driver_sql("reset role")
    connection.exec_driver_sql("revoke create on schema app from portal_authz")
    for file in files:
        if not file.is_function:
            connection.exec_driver_sql(file.text, execution_options=VERBATIM)
