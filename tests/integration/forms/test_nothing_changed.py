"""Success is told only when something happened: a form sent as it was opened changes nothing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from tests.browser import _gathered, _sent
from tests.integration.county import CountyOfTests
from tests.integration.forms.writers import Opened, Writer, pages_of, writers
from tests.integration.prepared import Prepared
from tests.soup import Element

UNCHANGED = "Inget ändrades."


def _acts(county: CountyOfTests) -> int:
    done = select(func.count()).where(AuditEntry.action != "plan.read")
    return int(county.execute(done).scalar_one())


def _opened(writer: Writer, done: set[str]) -> Iterator[Opened]:
    """Each page's own form, as it was opened, once for each endpoint that is not `done`."""
    found: set[str] = set()
    for one, soup in pages_of(writer, set(done)):
        for form in soup.select("main form[method=post]"):
            action = str(form.get("action") or one.path)
            is_own = action == one.path and _says_something(form)
            if one.rule.endpoint not in found and is_own:
                found.add(one.rule.endpoint)
                yield Opened(writer, one.rule.endpoint, one.path, action, _gathered(_sent(form)))


def _says_something(form: Element) -> bool:
    """Whether it was opened with something in it that one could change, and asks not just a yes."""
    # the day that is offered beside a yes is not there already
    texts = form.select("textarea, input[type=text]:not([name=due_on])")
    is_filled = any(one.get("value") or one.get_text().strip() for one in texts)
    return is_filled or bool(form.select("option[selected], input[checked]"))


def _told(opened: Opened) -> list[str]:
    client, url = opened.browser.client, opened.browser.base_url
    answer = client.post(opened.action, data=opened.data, base_url=url)
    if answer.status_code != 302:
        return []
    with client.session_transaction(base_url=url) as session:
        flashes = session.pop("_flashes", [])
    return [message for category, message in flashes if category == "message"]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("agreements", {"drafting.edit_section", "drafting.rename", "matrix.fill"}),
        ("plans", {"people.edit"}),
    ],
)
def test_nothing_is_told_to_be_done_when_nothing_was(
    prepared: Prepared, group: str, expected: set[str]
) -> None:
    boasting, unchanged = {}, set()
    for county, writer in writers(prepared, group):
        for opened in list(_opened(writer, unchanged)):
            before = _acts(county)
            told = _told(opened)
            if told and _acts(county) == before:
                unchanged.add(opened.endpoint)
                if told != [UNCHANGED]:
                    boasting[opened.endpoint] = told

    assert boasting == {}
    assert unchanged >= expected
