"""What comes next, as far as it is told without a database."""

from collections import Counter

from sip.plan.next_steps import SUBJECTS, Step


def test_every_step_stands_under_one_subject_in_the_worklist() -> None:
    """One without is counted among what waits, and shown nowhere."""
    assert Counter(step for steps in SUBJECTS.values() for step in steps) == Counter(Step)
