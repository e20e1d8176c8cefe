"""When a page counts as like one that has been looked at in the browser."""

import pytest

from tests.e2e.alike import parts

PAGE = """<html lang="sv"><head><title>Planen</title></head><body>
<h1>Planen</h1><ul class="list"><li id="row-1"><a href="/plans/1">Svara på förslaget</a></li></ul>
<form><label for="f-1">Namn</label><input id="f-1" value="Maja"></form></body></html>"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Svara på förslaget", "Skriva på planerna"),
        ("/plans/1", "/plans/01890c5e-0000-7000-8000-000000000001"),
        ("row-1", "row-2"),
        ("f-1", "f-77"),
        ("Maja", "Karin"),
        ("</li>", '</li><li id="row-2"><a href="/plans/2">Svara på varningen</a></li>'),
    ],
)
def test_other_words_ids_and_more_rows_are_alike(before: str, after: str) -> None:
    assert before in PAGE
    assert parts(PAGE.replace(before, after)) == parts(PAGE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('class="list"', 'class="list wide"'),
        ('<a href="/plans/1">', '<a href="/plans/1" data-variant="primary">'),
        ("förslaget", "samverkansöverenskommelsen"),
        ("Svara på förslaget", "1"),
        ("Svara på förslaget", ""),
        ('value="Maja"', 'value=""'),
        ('value="Maja"', 'value="Maja" disabled'),
        ("<label", "<p>Först</p><label"),
        ('lang="sv"', 'lang="en"'),
        ("<ul", "<div><ul"),
    ],
)
def test_whatever_may_be_seen_is_news(before: str, after: str) -> None:
    assert before in PAGE
    assert parts(PAGE.replace(before, after)) - parts(PAGE)
