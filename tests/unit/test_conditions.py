"""Which faults `make mutate-database` puts into a statement of the database's."""

from tests.mutation.conditions import faults_of

POLICY = """
grant select on app.one to portal_app;
create policy maintain on app.one to portal_owner using (true);
-- it is seen
create policy read on app.one for select to portal_app
  using (a = b and (c or d between 1 and 2));
"""
FUNCTION = """
create or replace function app.it(x text) returns boolean
language sql as $$
  select exists (select from app.one o where o.is distinct from x and not o.gone)
$$;
grant execute on function app.it(text) to portal_app;
"""


def changes(source: str) -> list[str]:
    return [fault.change for fault in faults_of(source, "one.sql")]


def test_each_part_of_a_condition_is_left_out_once() -> None:
    assert changes(POLICY) == [
        "`a = b and (c or d between 1 and 2)` became `true`",
        "without `a = b and`",
        "without `and (c or d between 1 and 2)`",
        "without `c or`",
        "without `or d between 1 and 2`",
    ]
    assert changes(FUNCTION) == [
        "without `o.is distinct from x and`",
        "without `and not o.gone`",
        "without `not`",
    ]


def test_the_database_is_told_of_the_fault_and_of_what_was_there() -> None:
    fault = list(faults_of(POLICY, "one.sql"))[1]
    drop = "drop policy read on app.one"
    policy = "create policy read on app.one for select to portal_app\n  using ("
    assert fault.put_in == (drop, f"{policy}(c or d between 1 and 2))")
    assert fault.take_out == (drop, f"{policy}a = b and (c or d between 1 and 2))")
    assert str(fault) == "one.sql:6: without `a = b and`"
    (first, *_rest) = faults_of(FUNCTION, "one.sql")
    assert first.put_in[0].endswith("where not o.gone)\n$$")
