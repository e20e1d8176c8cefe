"""A template's addresses are those that Flask makes."""

from uuid import uuid4

import flask
import pytest
from flask import Flask
from werkzeug.routing import BuildError

from portal.web.addresses import url_for


@pytest.fixture
def app():
    app = Flask("portal")
    app.add_url_rule("/plans/<uuid:plan_id>/parts/<uuid:part_id>", "parts.show")
    app.add_url_rule("/plans/<uuid:plan_id>/texts/<kind>", "texts.add")
    app.add_url_rule("/100%/<path:name>", "files.show")
    app.add_url_rule("/plans", "plans.index")
    return app


@pytest.mark.parametrize("root", ["/", "/samsyn"])
def test_they_are_the_same(app, root):
    first, second = uuid4(), uuid4()
    asked = [
        ("parts.show", {"plan_id": first, "part_id": second}),
        ("parts.show", {"part_id": first, "plan_id": second}),
        ("parts.show", {"part_id": first, "plan_id": second, "next": first}),
        ("texts.add", {"plan_id": first, "kind": "å/?&%s"}),
        ("files.show", {"name": first}),
        ("plans.index", {}),
        ("plans.index", {"page": 2}),
        ("plans.index", {"_anchor": "goals"}),
    ]
    with app.test_request_context("/plans", base_url=f"http://localhost{root}"):
        for endpoint, values in asked:
            expected = flask.url_for(endpoint, **values)
            assert url_for(endpoint, **values) == expected == url_for(endpoint, **values)


def test_an_endpoint_that_is_not_there_is_told(app):
    with app.test_request_context("/plans"), pytest.raises(BuildError):
        url_for("plans.nowhere", plan_id=uuid4())
