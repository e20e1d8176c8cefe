"""Puts each fault into the policies and functions of a migrated database, and runs their tests.

The tests are collected once and the county is prepared once. Between two runs of a test the
database is told of the next fault, in a transaction of its own, and then of what was there.
"""

import io
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from tests.integration.prepared import Prepared
from tests.mutation.conditions import Fault, faults_of

OPTIONS = ("-q", "-s", "--tb=short", "--assert=plain", "-p", "no:cacheprovider")
VERBATIM = {"no_parameters": True}

SIP = "tests/integration/sip"
THREE_WAYS = f"{SIP}/test_rows_three_ways.py"
BY_TWO = f"{SIP}/test_safety_by_two.py"
SAFETY, STAND_INS = f"{SIP}/test_safety.py", f"{SIP}/test_stand_ins.py"
# file below migrations -> its tests, those that notice most first
TARGETS: Mapping[str, tuple[str, ...]] = {
    "access/plan_message.sql": (THREE_WAYS, f"{SIP}/test_messages.py"),
    "access/consent_paper.sql": (THREE_WAYS, f"{SIP}/test_consent_papers.py"),
    "access/document_check.sql": (THREE_WAYS, f"{SIP}/consenters/test_documents.py"),
    "access/kept_out.sql": (THREE_WAYS, SAFETY, BY_TWO),
    "access/plan_request.sql": (THREE_WAYS, f"{SIP}/test_requests.py"),
    "access/retention_clock.sql": (THREE_WAYS,),
    "access/kept_longer.sql": (THREE_WAYS, f"{SIP}/test_retention.py"),
    "access/asked.sql": (THREE_WAYS, f"{SIP}/test_asked.py"),
    "access/discharge.sql": (THREE_WAYS, f"{SIP}/test_discharge.py"),
    "functions/archive/refuse_kept_longer.sql": (THREE_WAYS, f"{SIP}/test_retention.py"),
    "functions/departures/begin_stand_in.sql": (STAND_INS, THREE_WAYS),
    "functions/departures/end_stand_in.sql": (STAND_INS, THREE_WAYS),
    "functions/departures/end_standing_in.sql": (STAND_INS, THREE_WAYS),
    "functions/departures/run_stand_ins.sql": (STAND_INS, THREE_WAYS),
    "functions/departures/stand_ins.sql": (THREE_WAYS, STAND_INS),
    "functions/departures/stands_in.sql": (THREE_WAYS, STAND_INS),
    "functions/departures/stood_in_for.sql": (THREE_WAYS, STAND_INS),
    "functions/people/is_in_plan.sql": (THREE_WAYS,),
    "functions/people/is_kept_out.sql": (THREE_WAYS, SAFETY),
    "functions/people/confirm_kept_out.sql": (BY_TWO,),
    "functions/people/is_private_in.sql": (BY_TWO,),
    "functions/people/tell_who_confirms.sql": (BY_TWO,),
    "functions/people/has_say.sql": (BY_TWO,),
    "functions/people/keep_out.sql": (SAFETY, BY_TWO),
    "functions/people/reached_people.sql": (THREE_WAYS, f"{SIP}/test_messages.py"),
    "functions/people/let_back.sql": (SAFETY, BY_TWO),
    "functions/plan/takes_requests.sql": (THREE_WAYS, f"{SIP}/test_requests.py"),
    "functions/sight/is_own_part.sql": (THREE_WAYS,),
    "functions/sight/my_people.sql": (THREE_WAYS,),
    "functions/sight/my_whole_cases.sql": (THREE_WAYS,),
    "functions/sight/my_whole_plans.sql": (THREE_WAYS,),
    "functions/sight/owner_keys.sql": (THREE_WAYS,),
    "functions/sight/parts.sql": (THREE_WAYS, STAND_INS),
}

Tell = Callable[[str, bool], None]


class Faults:
    """A plugin of pytest that runs what was collected once for each fault, until a test fails."""

    def __init__(self, faults: Sequence[tuple[Fault, Sequence[str]]], tell: Tell) -> None:
        self.faults, self.tell = faults, tell
        self.passes_without = False
        self.has_failed = False
        self.prepared: Prepared | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self) -> Generator[None, object, object]:
        """Note what all tests share, when the first of them has made it."""
        made = yield
        if isinstance(made, Prepared):
            self.prepared = made
        return made

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that something went wrong."""
        self.has_failed |= report.failed
        if report.failed and not self.passes_without:
            print(report.nodeid, report.longreprtext, file=sys.__stderr__)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Every test as it is, and then each fault with its tests, the first of them first."""
        self.passes_without = all(self._passes(item) for item in session.items)
        if self.passes_without:
            for fault, tests in self.faults:
                self.tell(str(fault), self._is_noticed(session, fault, tests))
        return True

    def _is_noticed(self, session: pytest.Session, fault: Fault, tests: Sequence[str]) -> bool:
        try:
            with self._put_in(fault):
                return not all(
                    self._passes(item)
                    for test in tests
                    for item in session.items
                    if item.nodeid.startswith(test)
                )
        except DBAPIError:  # the database does not even take it
            return True

    def _passes(self, item: pytest.Item) -> bool:
        self.has_failed = False
        # what all tests share is kept, and nothing else: whichever of them comes next
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=item.session)
        return not self.has_failed

    @contextmanager
    def _put_in(self, fault: Fault) -> Iterator[None]:
        assert self.prepared is not None
        engine = create_engine(self.prepared.superuser.url)

        def say(statements: Sequence[str]) -> None:
            with engine.begin() as connection:
                for one in statements:
                    connection.execution_options(**VERBATIM).exec_driver_sql(one)

        try:
            say(fault.put_in)
            try:
                yield
            finally:
                say(fault.take_out)
        finally:
            engine.dispose()


def run(
    root: Path, wanted: Sequence[str], *, is_excluded: Callable[[str], bool], tell: Tell
) -> bool:
    """Try every fault of the files with one of `wanted` in their name; whether tests pass else.

    `tell` is told of each fault whether a test noticed it.
    """
    faults = [
        (fault, tests)
        for file, tests in TARGETS.items()
        if not wanted or any(one in file for one in wanted)
        for fault in faults_of((root / "migrations" / file).read_text(encoding="utf-8"), file)
        if not is_excluded(str(fault))
    ]
    if not faults:
        return True
    plugin = Faults(faults, tell)
    tests = dict.fromkeys(test for _fault, its in faults for test in its)
    with redirect_stdout(io.StringIO()):
        pytest.main([*OPTIONS, *tests], plugins=[plugin])
    return plugin.passes_without
