"""Swedish unless the reader chose English, and back to the page they were on."""

import pytest

from portal.web import i18n


def test_pages_are_swedish_from_the_start(client, read):
    page = read(client.get("/accessibility", headers={"Accept-Language": "en"}).text)
    assert page.html["lang"] == "sv"


def test_a_choice_is_remembered_and_leads_back(client, read):
    answer = client.get("/language/en?next=/accessibility")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accessibility"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert cookie.startswith("__Host-language=en; ")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert "Domain=" not in cookie
    assert read(client.get("/accessibility").text).html["lang"] == "en"


def test_what_every_page_repeats_is_in_the_readers_language(client, read):
    def foot():
        return read(client.get("/accessibility").text).footer.get_text(" ", strip=True)

    assert "Tillgänglighet" in foot()
    client.get("/language/en")
    assert "Accessibility" in foot()
    client.get("/language/sv")
    assert "Tillgänglighet" in foot()


def test_a_choice_leads_nowhere_else(client):
    answer = client.get("/language/en?next=//elsewhere.example/")
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("code", ["de", "sv_SE", "..", "%3Cscript%3E"])
def test_an_unknown_language_does_not_exist(client, code):
    answer = client.get(f"/language/{code}")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


def test_a_made_up_cookie_is_ignored(client, read):
    client.set_cookie("__Host-language", "../../etc", secure=True)
    assert read(client.get("/accessibility").text).html["lang"] == "sv"


@pytest.mark.parametrize(
    ("method", "address", "back"),
    [
        ("GET", "/accessibility?a=1", "/accessibility?a=1"),
        ("POST", "/accessibility", "/accessibility"),
        ("POST", "/save", "/"),
        ("GET", "/sign-in/staff/callback?state=a&code=b", "/"),
    ],
)
def test_the_way_back_is_a_page_that_can_be_opened(app, method, address, back):
    with app.test_request_context(address, method=method):
        assert i18n.this_page() == back


def test_easy_swedish_is_swedish_in_other_words_and_larger(client, read):
    client.get("/language/easy")
    page = read(client.get("/personal-data").text)

    assert page.html["lang"] == "sv"
    assert "large-text" in page.html["class"]
    assert "Din plan handlar om dig." in page.get_text(" ", strip=True)


def test_letters_are_large_until_they_are_to_be_as_before(client, read):
    def letters():
        return read(client.get("/accessibility").text).html.get("class")

    assert letters() is None
    answer = client.get("/language/large/on?next=/accessibility")
    assert answer.headers["Location"] == "/accessibility"
    assert letters() == ["large-text"]
    client.get("/language/large/off")
    assert letters() is None
