"""A form is saved whole or not at all, and shows why not."""

from contextlib import nullcontext

import pytest
from flask import get_flashed_messages

from portal.errors import Difference, NotFoundError, RuleBrokenError, StaleError
from portal.transaction import Work
from portal.web import errors, saving
from portal.web.fields import SelectField, TextField
from portal.web.forms import Form


class RefusedError(RuleBrokenError):
    """A rule of some domain, by its code."""


class Meal(Form):
    dish = TextField("Rätt", max_length=50, required="Skriv en rätt.")
    drink = SelectField("Dryck", choices=[("w", "Vatten"), ("m", "Mjölk")])


@pytest.fixture(autouse=True)
def no_database(monkeypatch):
    """The transaction itself is tested where there is a database."""
    monkeypatch.setattr(saving, "transaction", lambda: nullcontext(Work(has_changed=True)))


@pytest.fixture
def sent(app):
    """What a form that was sent becomes, given its values."""
    app.config["WTF_CSRF_ENABLED"] = False
    errors.register_words(app, RefusedError, lambda broken: f"Det gick inte: {broken.message}.")

    def send(**values):
        context = app.test_request_context("/", method="POST", data=values)
        context.push()
        contexts.append(context)
        return Meal()

    contexts = []
    yield send
    for context in reversed(contexts):
        context.pop()


def raising(error):
    def command():
        raise error

    return command


def never():
    raise AssertionError("the command was run")


def test_what_the_command_answers_comes_with_the_outcome(sent):
    outcome = saving.attempt(sent(dish="Soppa"), lambda: 17)

    assert outcome.is_saved
    assert outcome.result == 17
    assert outcome.differences == ()


def test_what_was_done_is_told_and_so_is_that_there_was_nothing_to_do(sent, monkeypatch):
    form = sent(dish="Soppa")
    assert saving.saved(form, lambda: None, told="Sparat.")
    monkeypatch.setattr(saving, "transaction", lambda: nullcontext(Work()))
    assert saving.saved(form, lambda: None, told="Sparat.")

    assert get_flashed_messages() == ["Sparat.", "Inget ändrades."]


def test_a_form_that_was_only_opened_runs_nothing(app):
    with app.test_request_context("/"):
        form = Meal()

        assert not saving.attempt(form, never).is_saved
        assert not saving.saved(form, never)
        assert saving.status_of(form) == 200


def test_a_form_that_is_not_whole_runs_nothing(sent):
    form = sent(dish="")
    outcome = saving.attempt(form, never)

    assert not outcome.is_saved
    assert outcome.status(form) == 422
    assert [problem.message for problem in form.problems()] == ["Skriv en rätt."]


@pytest.mark.parametrize("run", [saving.attempt, saving.saved])
def test_what_a_rule_says_stands_at_its_field_in_words(sent, run):
    form = sent(dish="Soppa")
    run(form, raising(RefusedError("code", field="dish")))

    assert form.dish.errors == ["Det gick inte: code."]
    assert saving.status_of(form) == 422


def test_a_rule_without_registered_words_is_worded_already(sent):
    form = sent(dish="Soppa")

    assert not saving.saved(form, raising(RuleBrokenError("Köket är stängt.")))
    assert form.form_errors == ["Köket är stängt."]


def test_two_who_met_are_told_by_the_labels_and_words_of_the_form(sent):
    form = sent(dish="Soppa")
    met = StaleError(
        (
            Difference("drink", yours="w", theirs="m", changed_by=""),
            Difference("dish", yours="Soppa", theirs="Gröt", changed_by="Maj"),
            Difference("Något annat", yours="1", theirs="2", changed_by="Maj"),
        )
    )
    outcome = saving.attempt(form, raising(met))

    assert not outcome.is_saved
    assert outcome.status(form) == 409
    assert outcome.differences == (
        Difference("Dryck", yours="Vatten", theirs="Mjölk", changed_by="någon annan"),
        Difference("Rätt", yours="Soppa", theirs="Gröt", changed_by="Maj"),
        Difference("Något annat", yours="1", theirs="2", changed_by="Maj"),
    )


def test_a_view_that_does_not_show_both_sides_leaves_them_to_the_page_for_it(sent):
    with pytest.raises(StaleError):
        saving.saved(sent(dish="Soppa"), raising(StaleError(())))


def test_what_is_no_refusal_passes(sent):
    with pytest.raises(NotFoundError):
        saving.saved(sent(dish="Soppa"), raising(NotFoundError()))


def test_a_command_without_a_form_answers_what_a_rule_said(sent):
    sent()

    assert saving.refusal(lambda: None) is None
    assert saving.refusal(raising(RefusedError("code"))).message == "Det gick inte: code."
