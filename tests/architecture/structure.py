"""Everything that says what the database holds and allows, read from its own catalogue."""

from sqlalchemy import Connection, text

QUERIES = (
    """select p.oid::regprocedure::text, pg_get_functiondef(p.oid), proowner::regrole::text,
         array(select a::text from unnest(proacl) a order by 1)
       from pg_proc p where pronamespace = 'app'::regnamespace""",
    """select tablename, policyname, permissive, roles::text, cmd, qual, with_check
       from pg_policies where schemaname = 'app'""",
    "select pg_get_triggerdef(oid), tgenabled from pg_trigger where not tgisinternal",
    """select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
       where connamespace = 'app'::regnamespace""",
    "select indexdef from pg_indexes where schemaname = 'app'",
    """select c.oid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
         array(select x::text from unnest(attacl) x order by 1),
         array(select x::text from unnest(relacl) x order by 1), relrowsecurity, relforcerowsecurity
       from pg_attribute a join pg_class c on c.oid = attrelid
       where relnamespace = 'app'::regnamespace and relkind in ('r', 'c', 'v') and attnum > 0
         and not attisdropped""",
    "select nspacl::text from pg_namespace where nspname = 'app'",
)

# table, grantee, privilege and, unless it is on the whole table, column
GRANTS = """
select c.relname, a.grantee::regrole::text, lower(a.privilege_type), ''
from pg_class c cross join lateral aclexplode(c.relacl) a
where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.grantee <> c.relowner
union all
select c.relname, a.grantee::regrole::text, lower(a.privilege_type), t.attname
from pg_class c join pg_attribute t on t.attrelid = c.oid
cross join lateral aclexplode(t.attacl) a
where c.relnamespace = 'app'::regnamespace
"""


def structure(connection: Connection) -> set[tuple[int, str]]:
    """Each fact with the number of the query that found it, so that two databases compare."""
    return {
        (number, str(tuple(row)))
        for number, query in enumerate(QUERIES)
        for row in connection.execute(text(query))
    }
