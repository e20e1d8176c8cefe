"""What comes next in many plans is listed by what it is about: every step stands somewhere."""

from sip.plan.next_steps import SUBJECTS, Step


def test_every_step_stands_under_one_subject() -> None:
    listed = [step for steps in SUBJECTS.values() for step in steps]
    assert sorted(listed) == sorted(Step)
