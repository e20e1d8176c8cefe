"""Each request has a name, which its answer and its log lines carry."""

import logging
import re

import pytest

from portal import log


@pytest.mark.parametrize("path", ["/nowhere", "/forbidden", "/crash"])
def test_an_answer_names_its_request_and_a_line_tells_of_it(app, client, caplog, path):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    caplog.set_level(logging.INFO, "portal.access")
    answer = client.get(path, headers={"X-Request-ID": "0123456789abcdef"})

    assert answer.headers["X-Request-ID"] == "0123456789abcdef"
    assert log.request_id.get() == "0123456789abcdef"
    (line,) = (one for one in caplog.records if one.name == "portal.access")
    assert (line.method, line.status) == ("GET", answer.status_code)
    assert line.ms >= 0


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "abc defgh", "åäöåäöåäö", 'x"y"z=1234'])
def test_what_a_log_could_be_spoilt_with_is_not_taken(client, given):
    answer = client.get("/nowhere", headers={"X-Request-ID": given})

    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_each_request_has_its_own(client):
    names = {client.get("/nowhere").headers["X-Request-ID"] for _ in range(3)}

    assert len(names) == 3
