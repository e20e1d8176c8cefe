"""Puts each fault into the rules, runs their tests, and tells which fault nobody noticed.

python -m tests.mutation                   # the rules in Python (mutants.py): minutes
python -m tests.mutation database          # those of the database (conditions.py): an hour
python -m tests.mutation database kept_out # of files, or modules, with this in their name
"""

import ast
import gc
import importlib
import importlib.util
import io
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "var" / "mutate.json"
AT_ONCE = 2
LONGEST_SECONDS = 120  # a fault that makes the tests run forever is noticed too

# only whether a test fails is asked, so nothing is done to say why
OPTIONS = (
    *("-x", "-q", "--noconftest", "--tb=no", "--assert=plain"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
)

# module -> its tests, the quick ones first
CONSENT = tuple(
    f"tests/unit/sip/consent/test_{name}.py"
    for name in ("ledger", "recording", "grounds", "consenters", "invariants")
)
TARGETS = {
    "sip.ledger.rules": CONSENT,
    "sip.ledger.recording": CONSENT,
    "sip.ledger.by_age": CONSENT,
    "sip.people.safety_rules": ("tests/unit/sip/test_safety_rules.py",),
    "sip.kernel.legal_grounds": ("tests/unit/sip/consent/test_grounds.py",),
    "tests.unit.sip.consent.specification": CONSENT,
    "tests.unit.sip.consent.rows": ("tests/unit/sip/consent/test_rows.py",),
}
# Faults that change nothing anybody could see, with the reason. They are told, and not counted.
EXCLUDED: dict[str, str] = {}


@dataclass
class Run:
    """The faults under trial, by the process that tries each, and what came of the others."""

    trials: dict[int, Mutant] = field(default_factory=dict)
    killed: int = 0
    survivors: list[str] = field(default_factory=list)

    def start(self, module: str, mutant: Mutant) -> None:
        """Try one more, when there is room."""
        if len(self.trials) >= AT_ONCE:
            self.wait()
        self.trials[_fork(module, mutant.tree)] = mutant

    def wait(self) -> None:
        """Take in one result."""
        process, status = os.wait()
        self.note(str(self.trials.pop(process)), is_noticed=bool(status))

    def note(self, fault: str, *, is_noticed: bool) -> None:
        """Count one more."""
        if is_noticed:
            self.killed += 1
        else:
            self.survivors.append(fault)
            print(f"survived: {fault}", file=sys.__stdout__, flush=True)


def main(wanted: Sequence[str]) -> int:
    """Exit status 0 when every fault was noticed."""
    started = time.monotonic()
    run = Run()
    if not (_try_database(run, wanted[1:]) if wanted[:1] == ["database"] else _try(run, wanted)):
        print("The tests fail before any fault is put in: run them first.", file=sys.stderr)
        return 2
    _tell(run, time.monotonic() - started)
    return 1 if run.survivors else 0


def _try(run: Run, wanted: Sequence[str]) -> bool:
    """Every fault in the rules; whether their tests pass without any."""
    modules = [one for one in TARGETS if not wanted or any(name in one for name in wanted)]
    if not _pass_without_faults(modules):
        return False
    for module in modules:
        for mutant in _mutants(module):
            if not _is_excluded(str(mutant)):
                run.start(module, mutant)
    while run.trials:
        run.wait()
    return True


def _try_database(run: Run, wanted: Sequence[str]) -> bool:
    """Every fault in the database; whether its tests pass without any.

    What this loads has the rules as they are, and so nothing of it is there when theirs are tried.
    """
    database = importlib.import_module("tests.mutation.database")
    return bool(
        database.run(
            ROOT,
            wanted,
            is_excluded=_is_excluded,
            tell=lambda fault, is_noticed: run.note(fault, is_noticed=is_noticed),
        )
    )


def _is_excluded(fault: str) -> bool:
    if (reason := EXCLUDED.get(fault)) is not None:
        print(f"excluded: {fault}: {reason}")
    return reason is not None


def _tell(run: Run, seconds: float) -> None:
    total = run.killed + len(run.survivors)
    RESULT.parent.mkdir(exist_ok=True)
    result = {"mutants": total, "killed": run.killed, "survivors": sorted(run.survivors)}
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{run.killed} of {total} faults were noticed, in {seconds:.0f} s ({RESULT.name})")


def _mutants(module: str) -> list[Mutant]:
    file = _file(module)
    return list(mutants_of(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT))))


def _file(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def _pass_without_faults(modules: Sequence[str]) -> bool:
    """Every module as it is, through the same machinery."""
    for module in modules:
        process = _fork(module, ast.parse(_file(module).read_text(encoding="utf-8")))
        if os.waitpid(process, 0)[1]:
            print(f"{module}: {' '.join(TARGETS[module])}", file=sys.stderr)
            return False
    return True


def _fork(module: str, tree: ast.Module) -> int:
    """A process of its own for each fault: nothing of it stays."""
    process = os.fork()
    if process:
        return process
    signal.alarm(LONGEST_SECONDS)
    os._exit(_noticed(module, tree, TARGETS[module]))


def _noticed(module: str, tree: ast.Module, tests: Sequence[str]) -> int:
    """1 when a test fails with the module as `tree` says, 0 when none does."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            _load(module, tree)
            # one file at a time: most faults are noticed by the first
            return int(any(pytest.main([*OPTIONS, test]) != pytest.ExitCode.OK for test in tests))
        except BaseException:  # a module that cannot even be loaded is noticed
            return 1


def _load(module: str, tree: ast.Module) -> None:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[module] = loaded
    exec(compile(tree, str(_file(module)), "exec"), loaded.__dict__)
    package, _, name = module.rpartition(".")
    setattr(sys.modules[package], name, loaded)


def _prepare() -> None:
    """What each process would do again; and no smallest example is looked for."""
    importlib.import_module("hypothesis.stateful")
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    settings.register_profile(
        "mutation",
        phases=(Phase.explicit, Phase.generate),
        max_examples=300,
        derandomize=True,
        database=None,
    )
    settings.load_profile("mutation")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _prepare()
    sys.exit(main(sys.argv[1:]))
