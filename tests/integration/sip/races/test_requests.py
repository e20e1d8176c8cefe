"""Two presses at once about the same request for a plan."""

from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from sip.tables.requests import PlanRequest
from tests.integration.sip.races.racing import Threads, form, tab
from tests.integration.sip.world import Signed, SipWorld


def test_what_came_of_a_request_is_said_once(sip: SipWorld, maja: Signed, threads: Threads) -> None:
    page = sip.county.visitor().open("/ask-for-a-plan")
    wish = {"organisation": str(maja.organisation_id), "name": "Elin Ek", "reached_at": "Hemma"}
    page.press("Skicka", **wish)
    wanted = sip.county.execute(select(PlanRequest.id)).scalar_one()
    path = f"/sip/requests/{wanted}"
    maja.browser.open(path).press("Ta hand om den")
    forms = [
        form(tab(sip, maja), path, "Spara och radera texten", outcome="not_needed")
        for _press in range(2)
    ]

    first, second = threads.meeting(forms[0], "UPDATE app.plan_request", forms[1])
    assert (first.status_code, second.status_code) == (302, 302)
    noted = select(func.count(AuditEntry.id)).where(
        AuditEntry.subject_id == wanted, AuditEntry.action == "request.settled"
    )
    assert sip.county.execute(noted).scalar_one() == 1
