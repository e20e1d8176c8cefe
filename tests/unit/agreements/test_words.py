"""Every code of the rules has its words, so that no reader ever meets the code."""

import pytest
from flask import Flask
from flask_babel import Babel

from agreements import refusal_words, refusals, rules, words
from portal.web.statuses import STATUSES

pytestmark = pytest.mark.usefixtures("in_swedish")


@pytest.fixture
def in_swedish():
    app = Flask("words")
    Babel(app, default_locale="sv_SE")
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize("refusal", refusals.Refusal)
def test_every_refusal_is_worded(refusal: refusals.Refusal) -> None:
    said = refusal_words.refusal(refusals.AgreementRuleError(refusal))

    assert said.endswith((".", "?"))
    assert said != refusal.value


def test_every_answer_prompt_state_and_status_has_its_words() -> None:
    assert set(words.ANSWERS) == set(words.ANSWER_STATUS) == set(rules.Answer)
    assert set(words.SUGGESTION_STATUS) == set(rules.SuggestionStatus)
    assert set(words.PROMPT_STATES) == set(words.PROMPT_STATES_SHORT) == set(rules.PromptState)
    assert set(words.PROMPT_STATUS) == set(rules.PromptState)


def test_every_status_is_one_that_pages_can_show() -> None:
    shown = (words.ANSWER_STATUS, words.PROMPT_STATUS, words.SUGGESTION_STATUS)

    assert {kind for table in shown for kind in table.values()} <= set(STATUSES)
