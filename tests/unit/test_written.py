"""A page that html5lib would not take is never held to be like those it has read."""

import pytest
from html5lib.html5parser import ParseError

from tests.written import Written

PAGE = """<!doctype html>
<html lang="sv"><head><title>Planen</title><meta charset="utf-8"></head><body>
<h1>Planen</h1><ul class="list"><li id="row-1"><a href="/plans/1?a=1&amp;b=2">Svara</a></li></ul>
<form action="/save"><p><label for="f-1">Namn</label> <input id="f-1" type="text" value="Maja"></p>
<select name="who"><option value="1">Maja</option></select><button>Spara</button></form>
<table><thead><tr><th scope="col">Dag</th></tr></thead><tbody><tr><td>5 &lt; 6</td></tr></tbody>
</table><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></body></html>
"""


@pytest.fixture
def written() -> Written:
    """What is known when the page has been read."""
    known = Written()
    assert known.check(PAGE)
    return known


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Svara", "Skriv på"),
        ("row-1", "row-2"),
        ("/plans/1?a=1&amp;b=2", "/plans/2"),
        ('type="text" value="Maja"', 'type="text" value="Karin"'),
        ("5 &lt; 6", "6 &amp; 5&nbsp;&#39;"),
        ('<option value="1">Maja</option>', ""),
        ("<h1>Planen</h1>", "<h1>Mötet</h1>"),
    ],
)
def test_other_words_and_less_of_it_need_no_reading(
    written: Written, before: str, after: str
) -> None:
    assert before in PAGE
    assert not written.check(PAGE.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<h1>Planen</h1>", "<h1>Planen</h1><p>Här.</p>"),
        ('<ul class="list">', "<ul>"),
        ('type="text"', 'type="hidden"'),
    ],
)
def test_whatever_is_new_is_read(written: Written, before: str, after: str) -> None:
    assert before in PAGE
    assert written.check(PAGE.replace(before, after))
    assert not written.check(PAGE.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("</a>", ""),
        ("</ul>", "</li></ul>"),
        ("<li id", "<p><div></div></p><li id"),
        ("<h1>Planen</h1>", "<h1><h1>Planen</h1></h1>"),
        ("</h1>", "</h2>"),
        ('<meta charset="utf-8">', '<meta charset="utf-8"></meta>'),
        ("<p><label", "<p/><label"),
        ("5 &lt; 6", "5 <6"),
        ("5 &lt; 6", "5 & lt; &lt 6"),
        ("5 &lt; 6", "&odd;"),
        ("5 &lt; 6", "5\x00"),
        ("&amp;b=2", "&b=2"),
        ('" value="Maja"', '"value="Maja"'),
        ('value="Maja"', 'value="Maja" value="Karin"'),
        ('value="Maja"', 'value=Maja"'),
        ("</body>", "</body><p></p>"),
        ("</body>", "</body>Ord"),
        ("<head>", "<head>Ord"),
        ("<body>", "<body><body>"),
        ("</form>", "<form></form></form>"),
        ("<button>", "<button><button></button>"),
        ("<!doctype html>", ""),
    ],
)
def test_what_is_wrong_is_found_on_a_page_of_known_elements(
    written: Written, before: str, after: str
) -> None:
    assert before in PAGE
    with pytest.raises(ParseError):
        written.check(PAGE.replace(before, after, 1))
