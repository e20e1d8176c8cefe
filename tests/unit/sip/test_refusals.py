"""Why a rule said no can be said in words, whichever subject's rule it was."""

import pytest

from sip.blueprints import REFUSALS
from sip.kernel.refusals import Refusal


@pytest.mark.parametrize(
    "refusal", [one for subject in Refusal.__subclasses__() for one in subject], ids=str
)
def test_every_refusal_has_words(refusal: Refusal) -> None:
    assert REFUSALS[refusal]
