"""The pages of the person, and of those near, are easy to read: LIX under 35, and easy ones 25."""

import pytest

from sip.kernel.settings import load_settings
from tests import lix, translations

OF_THE_PERSON = ("sip/my_plan", "sip/consent/who_may_see", "sip/calling/my_meetings")
ALONE = (
    "sip/access_log/show.html",
    "portal/identity/invitation.html",
    "portal/identity/somebody_else.html",
    "portal/help/_person.html",
    "portal/web/personal_data.html",
)
FORMS = ("sip/my_plan/forms.py", "sip/people/told.py", "sip/writing/words.py")
PAGES = (
    *(
        page.relative_to(lix.TEMPLATES).as_posix()
        for folder in OF_THE_PERSON
        for page in sorted((lix.TEMPLATES / folder).rglob("[!_]*.html"))
    ),
    *ALONE,
    *FORMS,
)
PLAIN, EASY = 35, 25


@pytest.fixture(scope="module")
def easy():
    source, _binary = translations.files(translations.EASY)
    return translations.read(source, translations.EASY)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_persons_is_plain(page):
    texts = lix.texts_of(page)

    assert lix.lix(texts) < PLAIN
    assert lix.lix(lix.running(texts)) < PLAIN


@pytest.mark.parametrize("page", PAGES)
def test_its_easy_version_is_easy(page, easy):
    texts = lix.texts_of(page, easy)

    assert lix.lix(texts) < EASY
    assert lix.lix(lix.running(texts)) < EASY


def test_what_is_shown_before_an_answer_is_plain_and_easy():
    text = load_settings().current_information

    assert lix.lix([text.swedish]) < PLAIN
    assert lix.lix([text.easy]) < EASY


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Du bestämmer.", 2 + 50),
        ("Ring oss. Vi hjälper dig på %(day)s.", 7 / 2 + 100 / 7),
        ("", 0),
    ],
)
def test_lix_counts_words_sentences_and_long_words(text, value):
    assert lix.lix([text]) == pytest.approx(value)
