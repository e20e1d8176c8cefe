"""A template's addresses are those that Flask makes."""

from uuid import uuid4

import flask
import pytest
from flask import Flask
from werkzeug.routing import BuildError

from portal.web.addresses import addresses, init_app


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
    url_for = addresses()
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
        addresses()("plans.nowhere", plan_id=uuid4())


def test_another_application_has_its_own(app):
    other = Flask("other")
    other.add_url_rule("/sip/plans/<uuid:plan_id>", "parts.show")
    plan = uuid4()
    for one in (app, other):
        init_app(one)

    short = "{{ url_for('parts.show', plan_id=plan) }}"
    long = "{{ url_for('parts.show', plan_id=plan, part_id=plan) }}"
    asked = [
        (app, long, f"/plans/{plan}/parts/{plan}"),
        (other, short, f"/sip/plans/{plan}"),
        (other, long, f"/sip/plans/{plan}?part_id={plan}"),
    ]
    for one, template, address in asked:
        with one.test_request_context("/"):
            assert one.jinja_env.from_string(template).render(plan=plan) == address
