"""Where each step of a plan stands on the list over many plans."""

from collections import Counter

import pytest

from sip.plan.next_steps import LABELS, PAGES, SUBJECTS, Step


@pytest.mark.parametrize("step", Step)
def test_each_step_stands_under_one_subject_and_leads_somewhere(step: Step) -> None:
    under = Counter(one for steps in SUBJECTS.values() for one in steps)
    assert under[step] == 1
    assert step in PAGES
    assert step in LABELS
