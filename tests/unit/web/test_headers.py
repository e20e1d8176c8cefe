"""What browsers are told that our pages may do, and what they may remember."""

import re

import pytest

from portal.resources import folder
from portal.web.headers import security_headers
from portal.web.static_files import version


def directives(policy):
    return {
        name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))
    }


def test_only_our_own_files_run():
    policy = directives(security_headers(https=True)["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert "*" not in str(policy)


def test_a_form_may_end_at_the_configured_providers_only():
    headers = security_headers(
        https=True,
        form_targets=["https://idp.example.se/oauth/authorize?x=1", "http://localhost:5000"],
    )
    policy = directives(headers["Content-Security-Policy"])
    assert policy["form-action"] == "'self' http://localhost:5000 https://idp.example.se"


def test_other_sites_neither_frame_nor_read_nor_hear_of_our_pages():
    headers = security_headers(https=True)
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("what", ["camera", "geolocation", "microphone", "payment", "usb"])
def test_what_no_page_needs_is_switched_off(what):
    policy = security_headers(https=True)["Permissions-Policy"].split(", ")
    assert f"{what}=()" in policy


def test_transport_security_is_promised_only_over_https():
    assert "Strict-Transport-Security" in security_headers(https=True)
    assert "Strict-Transport-Security" not in security_headers(https=False)


@pytest.mark.parametrize(
    "path", ["/accessibility", "/nowhere", "/forbidden", "/stale", "/robots.txt"]
)
def test_pages_are_never_stored_and_differ_by_cookie(client, path):
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_static_file_is_kept_when_its_address_says_which_version(client):
    address = f"/static/css/samsyn.css?v={version('css/samsyn.css')}"
    with client.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    for stale in ("/static/css/samsyn.css", "/static/css/samsyn.css?v=old"):
        with client.get(stale) as answer:
            assert answer.headers["Cache-Control"] == "no-cache"


def test_nothing_outside_the_folder_is_served(client):
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/css/").status_code == 404


def test_style_sheets_cite_the_fonts_that_are_there():
    sheet = (folder("static") / "css" / "samsyn.css").read_text()
    cited = re.findall(r'url\("\.\./(fonts/[^"?]+)\?v=([0-9a-f]+)"\)', sheet)
    assert cited
    assert all(version(name) == digits for name, digits in cited)


def test_templates_hold_nothing_the_policy_would_refuse():
    inline = re.compile(
        r"\sstyle=|\son[a-z]+=\W|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
    )
    # what is kept on a phone and read without a network: nothing else comes with it
    alone = folder("templates") / "agreements" / "lob_card" / "file.html"
    offending = [
        path for path in folder("templates").rglob("*.html") if inline.search(path.read_text())
    ]
    assert offending == [alone]
