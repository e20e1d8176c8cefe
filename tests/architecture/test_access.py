"""Who gets in by which address: every route, every method, every kind of stranger."""

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.authz import Role
from portal.errors import RuleBrokenError
from portal.policy import POLICY
from portal.resources import folder
from portal.web import errors
from portal.web.guard import PUBLIC, SIGNED_IN, access_of, refuse_unguarded
from sip.ledger.rules import PLAN
from tests.architecture.everything import STRANGERS, Address, addresses, ids_of, strangers
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import Group
from tests.integration.remembered import remembered
from tests.integration.sip.world import SipWorld

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# Tables that belong to the county as a whole, so that its own organisations are no strangers.
OF_THE_COUNTY = (
    "templates.show",
    "county_organisations.",
    "county_deviations.",
    "lob.",
    "county_follow_up.",
    "county_methods.",
)
# Answers a provider, not a browser of ours: it carries a signed token of its own.
WITHOUT_CSRF = {"identity.back_channel_logout"}
# What begins a unit of work besides portal.transaction: maintenance, the worker, reminders, and a
# session's note that it is in use.
BEGINS = {
    "portal/cli/sending.py",
    "portal/database.py",
    "portal/identity/attempts.py",
    "portal/identity/session.py",
    "portal/jobs.py",
    "portal/outbox/worker.py",
    "sip/calling/reminders.py",
}
COUNTED = {
    *("agreements.pdf", "agreements.docx", "agreements.xlsx", "lob_card.pdf", "lob_card.offline"),
    *("transfers.request_paper", "transfers.answer_paper", "transfers.application_paper"),
    "transfers.withdrawal_paper",
}
# Roles in an organisation; private people have another.
STAFF = tuple(role for role in Role if role is not Role.INDIVIDUAL)
# What addresses of plans name; who finds those is for tests of their own.
OF_PLANS = ("sip:", "my_plan:")
OF_A_PLAN = ("plan_id", "part_id", "meeting_id", "copy_id", "municipality_id")
# A reading is in the log before anything is shown: a copy's door commits, as a plan's does. And
# what views have in common: a form that is saved, or kept as a draft.
SAVES = {"portal/web/saving.py"}
OPENS = {"sip/archive/service.py", "portal/web/drafts.py", *SAVES}
READS_IN_LOG = {"sip/door/opening.py"}


@pytest.fixture
@remembered
def subject(county: CountyOfTests, shared: Parties) -> Parties:
    """A shared agreement with a suggestion on it, and a group of its parties."""
    Group(shared)
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    return shared


def _with_ids(county: CountyOfTests, ids: dict[str, str]) -> list[Address]:
    return [one for one in addresses(county.app, ids) if set(one.rule.arguments) & set(ids)]


def test_every_route_is_listed_with_who_may_ask_it(county: CountyOfTests) -> None:
    """A new or changed route belongs in routes.txt too, where a reader sees who gets in."""
    listed = (HERE / "routes.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in listed if line and not line.startswith("#")]

    assert _routes(county.app) == lines


def _routes(app: Flask) -> list[str]:
    lines = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        access = access_of(app.view_functions[rule.endpoint])
        methods = "+".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:<9} {rule.rule:<75} {access}")
    return lines


def test_an_endpoint_that_declares_nothing_stops_the_application() -> None:
    app = Flask("unguarded", static_folder=None)
    app.add_url_rule("/", "home", lambda: "")

    with pytest.raises(RuntimeError, match="home"):
        refuse_unguarded(app, POLICY)


@pytest.mark.parametrize("name", STRANGERS)
def test_every_id_is_not_found_for_every_stranger(
    county: CountyOfTests, subject: Parties, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a stranger reads the menu in the tests of pages: here they are only told no, 250 times
    monkeypatch.setattr("portal.web.errors.page", errors._bare)
    ids = ids_of(county, subject)
    (browser,) = strangers(county, name).values()
    found = [
        (one.method, one.path, status)
        for one in _with_ids(county, ids)
        if not (one.rule.endpoint.startswith(OF_THE_COUNTY) and "another county" not in name)
        if (status := _status(browser, one)) != 404
    ]

    assert found == []


def _status(browser: Browser, address: Address) -> int:
    token = {"csrf_token": _token(browser)} if address.method == "POST" else None
    response = browser.client.open(
        address.path, method=address.method, data=token, base_url=browser.base_url
    )
    return response.status_code


def _token(browser: Browser) -> str:
    if browser.url != "/account":
        browser.open("/account")
    return str(browser.soup.select_one("input[name=csrf_token]")["value"])


def test_the_same_addresses_are_found_by_those_they_belong_to(
    county: CountyOfTests, subject: Parties
) -> None:
    """Else the test above would pass by asking for what does not exist."""
    ids = ids_of(county, subject)
    member = county.member(subject.municipality_id, *STAFF)
    by_get = [
        one
        for one in _with_ids(county, ids)
        if one.method == "GET" and not set(one.rule.arguments) & set(OF_A_PLAN)
    ]
    missing = {one.rule.endpoint for one in by_get if _status(member, one) == 404}

    # before it is signed there is no signed copy; only its own party withdraws a suggestion; no
    # version was taken back; a session is somebody's own; nobody has decided yet, nor
    # has the group, and nobody has put anything on its agenda; a transfer waits for its answer
    assert missing <= {
        *("life.show", "lob_card.of_agreement", "lob_card.show", "lob_card.pdf"),
        *("lob_card.offline", "transfers.answer_paper", "transfers.application_paper"),
        "transfers.withdrawal_paper",
        "group_meetings.remove_point",
        "group_minutes.undo_decision",
        "group_minutes.carry_out",
        "agreements.signed_copy",
        "negotiation.withdraw",
        "agreements.earlier_version",
        "agreements.earlier_pdf",
        "account.end_session",
        "signing.correct_decision",
        "signing.add_extract",
        "signing.extract",
        "signing.remove_extract",
        # it has no annex
        *("annexes.edit_file", "annexes.edit_text", "annexes.file", "annexes.remove"),
        *("annexes.show", "outline.file", "outline.suggest_other_file"),
        *("outline.suggest_move", "outline.suggest_other_text", "outline.suggest_removal"),
        # it is one of the parties
        "parties.left",
        # nothing has been signed to correct or to confirm
        "life.correct",
        "life.correction",
        "life.withdraw_correction",
        "paper.scan",
        # nor is anything of it followed up
        *("follow_up.show", "follow_up.enter", "follow_up.note_voice"),
        *("follow_up.answer", "follow_up.note_showing"),
        *("activities.show", "activities.plan", "activities.end"),
        *("lob_work.show", "lob_work.note_contact", "lob_work.review", "lob_work.make_contact"),
        *("competence.show", "competence.note_need", "competence.plan_course"),
        *("competence.report_course", "competence.begin_method", "competence.method"),
        *("competence.finish", "competence.evidence", "competence.undo"),
        # it adds to nothing, and was not renewed from an older template
        "agreements.changes",
        "agreements.template_changes",
    }
    assert len(by_get) > 15


def test_a_plan_s_addresses_are_found_by_its_handler_and_its_person(
    county: CountyOfTests, subject: Parties
) -> None:
    sip = SipWorld(county)
    handler, person = sip.caseworker(county.municipality, "Maja Öhlund"), sip.individual()
    plan = sip.plan(handler, person=person)
    plan.grant(PLAN)
    whole = [
        one
        for one in addresses(county.app, ids_of(county, subject) | {"plan_id": str(plan.id)}, "GET")
        if set(one.rule.arguments) == {"plan_id"}
    ]
    mine = [one for one in whole if one.path.startswith("/my-plan")]
    staffs = [one for one in whole if one not in mine]

    assert len(mine) > 8
    assert len(staffs) > 15
    missing = set()
    for browser, pages in ((person.browser, mine), (handler.browser, staffs)):
        for one in pages:
            with browser.client.get(one.path, base_url=browser.base_url) as response:
                _check_headers(response, one)
                missing |= {one.rule.endpoint} if response.status_code == 404 else set()
    # no version to answer, no follow-up to hold, nothing to ask about a plan that is not closed, no
    # child whose own consent is decided or who is soon of age, no region to say who is ready to
    # leave hospital
    assert missing == {
        *("history.answer", "my_plan.answer", "my_plan.survey", "plans.held"),
        *("consenters.own_consent", "discharge.note", "of_age.show"),
    }


def test_nobody_gets_in_without_signing_in(county: CountyOfTests, subject: Parties) -> None:
    visitor = county.visitor()
    visitor.open("/sign-in")
    token = str(visitor.soup.select_one("input[name=csrf_token]")["value"])
    for one in addresses(county.app, ids_of(county, subject)):
        if access_of(county.app.view_functions[one.rule.endpoint]) == PUBLIC:
            continue
        data = {"csrf_token": token} if one.method == "POST" else None
        response = visitor.client.open(
            one.path, method=one.method, data=data, base_url=visitor.base_url
        )
        assert response.status_code == 302, one
        assert response.headers["Location"].startswith("/sign-in"), one


def test_a_part_is_not_found_under_another_agreement(
    county: CountyOfTests, subject: Parties
) -> None:
    ids = ids_of(county, subject)
    page = subject.municipality.open(f"{subject.path}/withdraw")
    page.press(page.buttons[0], reason="Vi börjar om.")
    mixed = ids | {"agreement_id": subject.create().id}
    member = county.member(subject.municipality_id, *Role)
    parts = [
        one
        for one in _with_ids(county, mixed)
        # a fact is named by its key, which each agreement has
        if "agreement_id" in one.rule.arguments
        and set(one.rule.arguments) - {"agreement_id", "fact_key"}
    ]

    assert len(parts) > 10
    assert [(one.method, one.path) for one in parts if _status(member, one) != 404] == []


def test_every_form_needs_its_token(county: CountyOfTests, subject: Parties) -> None:
    member = county.member(subject.municipality_id, *Role)
    for one in addresses(county.app, ids_of(county, subject), "POST"):
        if one.rule.endpoint in WITHOUT_CSRF:
            continue
        for token in ({}, {"csrf_token": "made-up"}):
            response = member.client.post(one.path, data=token, base_url=member.base_url)
            assert response.status_code == 400, one
            assert "Sidan hade varit öppen för länge" in response.text, one


def test_reading_never_writes_and_every_page_has_its_headers(
    county: CountyOfTests, signing: Parties
) -> None:
    """Every page is read in a transaction where PostgreSQL refuses to write anything.

    Not the pages of plans: no reading there without its row in the log (sip.door.opening). Nor the
    files that are made on demand: how often that was is counted (portal.identity.attempts).
    """
    member = county.member(signing.municipality_id, *STAFF)
    pages = list(addresses(county.app, ids_of(county, signing), "GET"))
    assert county.connection is not None
    county.connection.exec_driver_sql("set transaction read only")
    for one in pages:
        if str(access_of(county.app.view_functions[one.rule.endpoint])).startswith(OF_PLANS):
            continue
        if one.rule.endpoint in COUNTED:
            continue
        with member.client.get(one.path, base_url=member.base_url) as response:
            assert response.status_code < 500, one
            _check_headers(response, one)


def _check_headers(response: TestResponse, one: Address) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';"), one
    assert "unsafe" not in policy, one
    assert response.headers["X-Content-Type-Options"] == "nosniff", one
    if one.rule.endpoint != "static":
        assert response.headers["Cache-Control"] == "no-store", one
        assert "Cookie" in response.headers["Vary"], one


@cache
def _modules() -> Mapping[str, ast.Module]:
    """Every module of the portal by its path."""
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8"))
        for package in ("portal", "agreements", "sip")
        for file in (ROOT / package).rglob("*.py")
    }


def test_only_a_transaction_commits() -> None:
    found = {
        file for file, tree in _modules().items() if any(map(_begins_or_commits, ast.walk(tree)))
    }

    assert found - {"portal/transaction.py"} - BEGINS == set()


def _begins_or_commits(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    # a provider begins a sign-in, which is another thing
    of_provider = "_provider" in ast.dump(node.func)
    return node.func.attr in {"commit", "begin"} and not of_provider


def test_only_views_commands_and_the_demo_open_a_transaction() -> None:
    opens = {
        file.relative_to(ROOT)
        for package in ("portal", "agreements", "sip")
        for file in (ROOT / package).rglob("*.py")
        if "with transaction()" in file.read_text("utf-8")
    }
    outside = {
        str(one)
        for one in opens
        if not one.name.endswith(("views.py", "cli.py", "world.py")) and one.parts[1] != "cli"
    }

    assert outside == OPENS


def test_only_the_door_notes_a_reading_where_nothing_may_be_changed() -> None:
    found = {
        str(file.relative_to(ROOT))
        for package in ("portal", "agreements", "sip")
        for file in (ROOT / package).rglob("*.py")
        if re.search(r"with (reading|shown)_in_log\(\)", file.read_text("utf-8"))
    }

    assert found - {"portal/transaction.py"} == READS_IN_LOG


def test_a_form_is_saved_in_one_way() -> None:
    """What a rule says, and that somebody else was first, is caught nowhere else."""
    catches = {
        file
        for file, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        if {"StaleError", *_rules()} & _names(node.type)
    }

    # check_all puts together what several rules say
    assert catches == {"portal/errors.py", *SAVES}


def _rules() -> set[str]:
    """The names of what a rule says no with, in any domain."""
    return {kind.__name__ for kind in (RuleBrokenError, *RuleBrokenError.__subclasses__())}


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def test_templates_carry_no_inline_script_or_style() -> None:
    for file in folder("templates").rglob("*.html"):
        source = file.read_text("utf-8")
        assert " style=" not in source, file
        assert " onclick=" not in source, file


def test_signed_in_and_public_are_rare_and_known(county: CountyOfTests) -> None:
    open_to_all = {
        endpoint
        for endpoint, view in county.app.view_functions.items()
        if access_of(view) in {PUBLIC, SIGNED_IN}
    }

    assert {one.split(".")[0] for one in open_to_all} <= {
        "account",
        "ask_for_plan",
        "help",
        "identity",
        "kept",
        "language",
        "links",
        "lob_card",
        "pages",
        "start",
        "static",
    }
