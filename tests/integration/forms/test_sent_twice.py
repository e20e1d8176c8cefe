"""Back and send again, or the same form once more: what was made is made once."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

import portal.models
from portal import clock
from portal.authz import Role
from portal.db import Base
from portal.web.fields import NewIdField
from tests.browser import Browser, Sent, _gathered, _sent
from tests.integration.county import CountyOfTests, Parties
from tests.integration.forms.writers import GROUPS, Writer, pages_of, writers
from tests.integration.prepared import Prepared
from tests.soup import Element, read
from tests.unit.web.test_every_form import all_forms

assert portal.models
OURS = {"Sec-Fetch-Site": "same-origin"}
# who reads, signs in and waits for mail is no thing that a form makes
BESIDE = {"audit_entry", "audit_head", "session", "kept_form", "outbox", "attempt", "sign_in_flow"}
ACTION = "the form's address"
TODAY = clock.today().isoformat()
VALUES = {
    "title": "Något nytt",
    "name": "Nya Namnsson",
    "text": "En ny text.",
    "reason": "Därför.",
    "notes": "Jag har tittat.",
    "measure": "",
    "need": "Behöver hjälp.",
    "purpose": "first",
    "ends_on": TODAY,
    "due_on": "",
    "personnummer": "",
    "email": "",
}


def _rows(county: CountyOfTests) -> dict[str, int]:
    """How many rows there are of everything, by one statement: it is asked for each form."""
    tables = [one for one in Base.metadata.tables.values() if one.name not in BESIDE]
    counted = (
        select(func.count()).select_from(one).scalar_subquery().label(one.name) for one in tables
    )
    return dict(county.execute(select(*counted)).one()._mapping)


def _creating(writer: Writer, done: set[str]) -> Iterator[tuple[str, str, Sent]]:
    """(endpoint, address, fields) of each form that carries the id of what it makes."""
    names = {
        name
        for form in all_forms()
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is NewIdField
    }
    seen = set()
    for one, soup in pages_of(writer, done):
        for form in soup.select("main form[method=post]"):
            own = {str(field["name"]) for field in form.select("input[type=hidden]")}
            is_new = bool(names & own) and not _names_what_is_there(form, names, one.path)
            if is_new and one.rule.endpoint not in seen:
                seen.add(one.rule.endpoint)
                yield one.rule.endpoint, one.path, _filled(form, one.path)


def _names_what_is_there(form: Element, names: set[str], path: str) -> bool:
    ids = [str(field["value"]) for field in form.select("input") if field.get("name") in names]
    return any(one in path for one in ids)


def _filled(form: Element, path: str) -> Sent:
    for field in form.select("textarea"):
        field.string = VALUES.get(str(field["name"]), "Några ord.")
    for field in form.select("select"):
        options = [one for one in field.select("option") if one.get("value")]
        if options and not field.select_one("option[selected][value]:not([value=''])"):
            options[-1]["selected"] = ""
    for field in form.select("input"):
        _fill(form, field)
    data = _gathered(_sent(form))
    button = form.select_one("button[name]")
    if button is not None:
        data[str(button["name"])] = str(button.get("value", ""))
    return data | {ACTION: str(form.get("action") or path)}


def _fill(form: Element, field: Element) -> None:
    name, kind = str(field.get("name", "")), field.get("type", "text")
    is_chosen = bool(form.select(f"input[name='{name}'][checked]"))
    if kind == "checkbox" or (kind == "radio" and not is_chosen):
        field["checked"] = ""
    elif kind == "text" and not field.get("value"):
        field["value"] = VALUES.get(name, "Ord")
        if field.get("inputmode") == "numeric":
            field["value"] = "13.00" if field.get("size") == "8" else TODAY


def _fresh(writer: Writer, path: str, data: Sent) -> Sent:
    """The form as Back brings it: the same words, and the ids and token of a new page."""
    response = writer.browser.client.get(path, base_url=writer.browser.base_url)
    new = dict(data)
    for form in read(response.text).select("main form[method=post]"):
        hidden = form.select("input[type=hidden]")
        own = {str(one["name"]): str(one.get("value", "")) for one in hidden}
        if set(own) <= set(data):
            new |= {name: value for name, value in own.items() if name.endswith(("_id", "token"))}
    return new


def _post(browser: Browser, data: Sent) -> int:
    sent = {name: value for name, value in data.items() if name != ACTION}
    return browser.client.post(
        str(data[ACTION]), data=sent, headers=OURS, base_url=browser.base_url
    ).status_code


@pytest.mark.parametrize("group", GROUPS)
def test_back_and_send_again_makes_nothing_twice(prepared: Prepared, group: str) -> None:
    tried, twice, refused = set(), [], {}
    for county, writer in writers(prepared, group):
        for endpoint, path, data in list(_creating(writer, tried)):
            before = _rows(county)
            if _post(writer.browser, data) != 302:
                refused.setdefault(endpoint, data)
                continue
            once = _rows(county)
            if once == before:
                continue
            tried.add(endpoint)
            for again in (data, _fresh(writer, path, data), _fresh(writer, path, data)):
                _post(writer.browser, again)
            if (now := _rows(county)) != once:
                more = {name: (once[name], now[name]) for name in now if now[name] != once[name]}
                twice.append((endpoint, writer.name, more))

    assert twice == []
    assert len(tried) >= 5, (sorted(tried), json.dumps(refused, default=str)[:3000])


def test_the_same_open_suggestion_is_not_made_by_a_colleague_either(
    county: CountyOfTests, shared: Parties
) -> None:
    first = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    colleague = county.member(county.region, Role.COORDINATOR, name="Kollegan")
    page = colleague.open(f"{shared.section(2)}/suggest")
    page.press("Skicka förslaget till parterna", text="Inom två veckor.", reason="Ett annat skäl.")
    assert page.url == first


def test_after_some_minutes_the_same_may_be_made_once_more(
    county: CountyOfTests, parties: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{parties.create().path}/matrix/rows/new"
    browser = parties.municipality
    for _ in range(2):
        browser.open(path).press("Lägg till", title="En insats till")
    assert "Rubriken" not in browser.text
    rows = browser.open(f"{parties.path}/matrix/fill").soup.select("tr[data-row] th")
    assert sum("En insats till" in one.get_text() for one in rows) == 1
    monkeypatch.setattr("portal.web.made.REMEMBERED_FOR", -1)
    browser.open(path).press("Lägg till", title="En insats till")
    rows = browser.open(f"{parties.path}/matrix/fill").soup.select("tr[data-row] th")
    assert sum("En insats till" in one.get_text() for one in rows) == 2


def test_an_answer_to_what_was_reworked_meanwhile_is_kept(
    county: CountyOfTests, shared: Parties
) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.municipality.open(suggestion)
    values: dict[str, str | bool | list[str]] = {"answer": "accept", "reason": "Vi är nöjda."}
    action, data = page.filled("Svara för Bjurholms kommun", values)
    shared.region.open(suggestion).follow("Arbeta om")
    shared.region.press(
        "Skicka förslaget till parterna", text="Inom tre veckor.", reason="Rimligare."
    )
    instead = shared.region.url
    page.post(action, data, 422)

    assert "Rätta" not in page.text
    assert "Vi är nöjda." in page.response.text
    assert "Godta" in page.text
    page.follow("Läs och svara på det nya förslaget")
    assert page.url == instead
