"""Every failure has a page that says what to do next, and none says too much."""

import pytest
from psycopg.errors import LockNotAvailable, QueryCanceled
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from portal.web import errors, tokens


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nowhere", 404, "Sidan finns inte"),
        ("/forbidden", 403, "Du får inte göra det här"),
        ("/broken", 422, "Alla parter har inte beslutat ännu."),
        ("/save", 405, "Den här adressen går inte att öppna så"),
    ],
)
def test_expected_failures(client, read, path, status, says):
    answer = client.get(path)
    page = read(answer.text)
    assert answer.status_code == status
    assert says in page.main.get_text()
    assert page.title.get_text().startswith(page.h1.get_text())


def test_a_refused_method_is_told_which_are_allowed(client):
    assert "POST" in client.get("/save").headers["Allow"]


def test_a_stale_save_shows_both_texts_as_text(client, read):
    answer = client.get("/stale")
    page = read(answer.text)
    assert answer.status_code == 409
    assert [box.get_text() for box in page.select(".conflict-text")] == ["<b>min</b>", "deras"]
    assert "Maria Lind" in page.main.get_text()


def test_a_crash_shows_nothing_of_itself(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/crash")
    assert answer.status_code == 500
    assert "Något gick fel hos oss" in answer.text
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text


def test_a_lost_database_asks_to_come_back_and_logs_no_data(app, client, caplog):
    def lost():
        raise OperationalError("select secret", {"name": "Anna"}, Exception("connection refused"))

    app.add_url_rule("/lost", endpoint="lost", view_func=lost)
    answer = client.get("/lost?name=Anna")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Försök igen" in answer.text
    assert "OperationalError at lost" in caplog.text
    assert "Anna" not in caplog.text
    assert "secret" not in caplog.text + answer.text


@pytest.mark.parametrize(
    ("cut", "sqlstate"), [(QueryCanceled, "57014"), (LockNotAvailable, "55P03")]
)
def test_a_statement_that_was_cut_off_is_not_called_a_database_that_is_away(
    app, client, caplog, cut, sqlstate
):
    def slow():
        raise OperationalError("select secret", {"name": "Anna"}, cut("canceled"))

    app.add_url_rule("/slow", endpoint="slow", view_func=slow)
    answer = client.get("/slow?name=Anna")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Det tog för lång tid" in answer.text
    assert f"statement cut off: OperationalError {sqlstate} at slow" in caplog.text
    assert "Anna" not in caplog.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_what_was_asked_for_is_asked_for_again(app, client, read, method):
    def busy():
        raise PoolTimeoutError("the pool is used up")

    view = tokens.exempt(busy)
    app.add_url_rule("/busy", endpoint="busy", view_func=view, methods=["GET", "POST"])
    answer = client.open("/busy?page=2", method=method)
    assert answer.status_code == 503
    again = [link["href"] for link in read(answer.text).select("main a[href^='/busy']")]
    assert again == (["/busy?page=2"] if method == "GET" else [])


def test_error_pages_ask_no_context_processor(app, client):
    def fails():
        raise OperationalError("select", {}, Exception("gone"))

    app.context_processor(fails)
    assert client.get("/nowhere").status_code == 404


def test_an_unreachable_provider_has_a_page_with_a_way_to_try_again(app, client, read):
    app.add_url_rule(
        "/sign-in", endpoint="sign_in", view_func=lambda: errors.plain(502, retry_url="/sign-in")
    )
    answer = client.get("/sign-in")
    assert answer.status_code == 502
    assert read(answer.text).select_one('main a[href="/sign-in"]').get_text() == "Försök igen"


TYPED = {"csrf_token": "old" * 20, "text": "Ett långt stycke om ansvar.</textarea><b>", "day": "1"}


class TestAFormThatWasOpenTooLong:
    def test_what_was_typed_is_there_to_copy(self, client, read):
        answer = client.post("/save", data=TYPED, headers={"Sec-Fetch-Site": "same-origin"})
        form = read(answer.text).select_one("form[action='/save']")
        assert answer.status_code == 400
        assert {
            one["name"]: one.get("value") or one.get_text().strip() for one in form.select("[name]")
        } | {"csrf_token": ""} == TYPED | {"csrf_token": ""}
        assert not form.select("b")

    @pytest.mark.parametrize("site", [{}, {"Sec-Fetch-Site": "cross-site"}])
    def test_another_site_cannot_put_words_on_our_page(self, client, site):
        answer = client.post("/save", data=TYPED, headers=site)
        assert answer.status_code == 400
        assert "långt stycke" not in answer.text
