"""What no database could keep is answered before one is asked."""

import pytest

from portal.config import OperatorSettings
from portal.web import readable


@pytest.fixture
def app(app):
    readable.init_app(app)
    return app


@pytest.fixture
def client(app):
    # it sends the cookies that a test writes, byte for byte
    return app.test_client(use_cookies=False)


@pytest.mark.parametrize("cookie", ['__Host-samsyn="a\\000b"', 'x="\\000"'])
def test_a_nul_in_a_cookie_is_refused(client, cookie):
    assert client.get("/accessibility", headers={"Cookie": cookie}).status_code == 400


def test_a_nul_in_an_address_is_refused(client):
    assert client.get("/accessibility/%00").status_code == 400


def test_anything_else_goes_on(client):
    assert client.get("/accessibility", headers={"Cookie": "x=a"}).status_code == 200


def test_a_weakness_is_reported_to_the_operator(app, client):
    app.extensions["operator"] = OperatorSettings(email="samsyn@region.example.se")
    answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:samsyn@region.example.se"
    assert lines["Expires"].endswith("Z")


def test_an_operator_without_an_address_has_no_page_for_it(client):
    assert client.get("/.well-known/security.txt").status_code == 404
