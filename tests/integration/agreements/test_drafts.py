"""What is being written in an agreement is its writer's alone until they send it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from agreements.tables.text import SectionVersion
from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.db import db
from portal.drafts import service
from portal.drafts.models import Draft
from portal.identity.models import Account
from portal.tenancy.models import Membership
from portal.zone import STOCKHOLM
from tests.acting import acting_as
from tests.browser import Browser
from tests.drafts import autosave, kept, offers
from tests.integration.county import CountyOfTests, Parties, Somebody, identity_of
from tests.integration.remembered import remembered

RETURN = "Lämna tillbaka till parterna"
WORDS = "Socialtjänsten kallar inom sju dagar."
SEND = "Skicka förslaget till parterna"


@pytest.fixture
@remembered
def draft(county: CountyOfTests) -> Parties:
    return Parties(county).create()


@pytest.fixture
def section(draft: Parties) -> str:
    return f"{draft.section(1)}/edit"


def rows(county: CountyOfTests) -> list[dict[str, Any]]:
    return [dict(row) for row in county.execute(select(Draft.__table__)).mappings()]


def whose(county: CountyOfTests, browser: Browser) -> Somebody:
    """The account of a browser."""
    with county.app.app_context(), acting_as(browser.token):
        account = db.session.scalar(select(func.app.my_account()))
    row = county.execute(select(Account.__table__).where(Account.id == account)).mappings().one()
    return Somebody(row["id"], identity_of(row["subject"], row["name"]))


def seen(county: CountyOfTests, browser: Browser) -> int:
    """How many drafts the database shows, whatever SQL asks for them."""
    with county.app.app_context(), acting_as(browser.token):
        return len(db.session.scalars(select(Draft.id)).all())


def test_what_is_written_is_offered_back_on_another_device(
    county: CountyOfTests, draft: Parties, section: str
) -> None:
    page = draft.municipality.open(section)
    published = page.value("text")
    kept(page, "Spara", text=WORDS, state_0="answered")

    phone = county.sign_in(whose(county, draft.municipality)).open(section)
    assert phone.value("text") == published
    assert "Du har ett utkast från " in phone.text
    phone.press("Fortsätt på utkastet")
    assert phone.value("text") == WORDS
    assert phone.value("state_0") == "answered"
    phone.press("Spara")
    assert WORDS in phone.text
    assert rows(county) == []
    assert not offers(phone.open(section))


def test_it_is_no_version_and_no_entry_in_the_log(
    county: CountyOfTests, draft: Parties, section: str
) -> None:
    count = select(func.count()).select_from(SectionVersion.__table__)
    log = select(func.count()).select_from(AuditEntry.__table__)
    before = [county.execute(one).scalar_one() for one in (count, log)]
    page = draft.municipality.open(section)
    kept(page, "Spara", text=WORDS)
    kept(page, "Spara", text=f"{WORDS} Och sedan?")
    assert [county.execute(one).scalar_one() for one in (count, log)] == before
    assert WORDS not in page.open(draft.path).text
    assert WORDS not in page.open(section.removesuffix("/edit")).text


def test_it_is_sealed(county: CountyOfTests, draft: Parties, section: str) -> None:
    kept(draft.municipality.open(section), "Spara", text=WORDS)
    (row,) = rows(county)
    assert all(WORDS not in str(value) for value in row.values())
    assert WORDS.encode() not in row["content_sealed"]
    assert row["wrapped"]


def test_nobody_else_sees_it(county: CountyOfTests, draft: Parties, section: str) -> None:
    kept(draft.municipality.open(section), "Spara", text=WORDS)
    here = draft.municipality_id
    colleague = county.member(here, *Role, name="Olle Kollega")
    page = colleague.open(section)
    assert not offers(page)
    assert WORDS not in page.text
    assert WORDS not in page.open(f"{section}?draft=open").response.text
    assert [seen(county, one) for one in (colleague, draft.region, draft.police)] == [0, 0, 0]
    assert seen(county, draft.municipality) == 1


def test_the_same_account_acting_for_another_organisation_does_not_see_it(
    county: CountyOfTests,
) -> None:
    parties = Parties(county).shared()
    address = f"{parties.section(2)}/suggest"
    kept(parties.municipality.open(address), SEND, text=WORDS)
    somebody = whose(county, parties.municipality)
    county.grant(somebody, county.region, Role.COORDINATOR)
    other = county.sign_in(somebody)
    with county.app.app_context(), acting_as(other.token):
        db.session.execute(select(func.app.act_for(county.region)))
        db.session.commit()
    assert not offers(other.open(address))
    assert seen(county, other) == 0


def test_it_ends_with_the_role(county: CountyOfTests, draft: Parties, section: str) -> None:
    page = draft.municipality.open(section)
    kept(page, "Spara", text=WORDS)
    action, sent = page.filled("Spara", {})
    county.execute(
        update(Membership)
        .where(Membership.organisation_id == draft.municipality_id)
        .values(ended_at=clock.now())
    )
    assert seen(county, page) == 0
    page.client.post(action, data=sent | {"draft": "save"}, base_url=page.base_url)
    assert len(rows(county)) == 1


def test_it_ends_when_the_text_is_locked_and_is_back_with_the_text(county: CountyOfTests) -> None:
    parties = Parties(county).shared()
    address = f"{parties.section(2)}/suggest"
    kept(parties.region.open(address), SEND, text=WORDS, reason="Så.")
    parties.put_to_decision()
    assert seen(county, parties.region) == 0
    page = parties.region.open(address)
    assert not offers(page)
    assert WORDS not in page.open(f"{address}?draft=open").response.text
    page.open(f"{parties.path}/return").press(RETURN, reason="Vi behöver ändra § 3.")
    assert offers(page.open(address))


def test_a_reason_that_was_sent_leaves_no_draft_though_the_stage_is_over(
    county: CountyOfTests,
) -> None:
    parties = Parties(county).shared().put_to_decision()
    page = parties.region.open(f"{parties.path}/return")
    kept(page, RETURN, reason="Vi behöver")
    page.press(RETURN, reason="Vi behöver ändra § 3.")
    assert rows(county) == []


def test_a_reason_begun_at_decision_is_still_there_at_signing(county: CountyOfTests) -> None:
    parties = Parties(county).shared().put_to_decision()
    kept(
        parties.region.open(f"{parties.path}/return"),
        RETURN,
        reason="Vi behöver",
    )
    for browser in parties.all:
        parties.decide(browser)
    assert offers(parties.region.open(f"{parties.path}/return"))


def test_an_answer_to_a_suggestion_is_drafted_where_it_is_shown(county: CountyOfTests) -> None:
    parties = Parties(county).shared()
    suggestion = parties.suggest(parties.region, parties.section(2), WORDS)
    page = parties.police.open(suggestion)
    button = next(one for one in page.buttons if one.startswith("Svara för"))
    kept(page, button, answer="reject", reason="Det går inte med våra nätter.")
    page.open(suggestion).press("Fortsätt på utkastet")
    assert page.value("answer") == "reject"
    assert page.value("reason") == "Det går inte med våra nätter."
    page.press(button)
    assert rows(county) == []


def test_without_script_a_button_keeps_it_and_another_throws_it_away(
    county: CountyOfTests, draft: Parties, section: str
) -> None:
    page = draft.municipality.open(section)
    published = page.value("text")
    page.press("Spara utkast", text=WORDS)
    assert "Sparat som utkast " in page.text
    assert page.value("text") == WORDS
    page.press("Spara utkast", text=f"{WORDS} Mer.")
    assert page.value("text") == f"{WORDS} Mer."
    page.press("Släng utkastet")
    assert "Utkastet är slängt." in page.text
    assert page.value("text") == published
    assert rows(county) == []


def test_cells_are_kept_too(county: CountyOfTests, draft: Parties) -> None:
    page = draft.municipality.open(f"{draft.path}/matrix/fill")
    name = str(page.soup.select_one("select[name^=cell-]")["name"])  # type: ignore[index]
    page.press("Spara utkast", **{name: "none"})
    assert page.value(name) == "none"
    page.open(f"{draft.path}/matrix/fill")
    assert page.value(name) != "none"
    page.press("Fortsätt på utkastet")
    assert page.value(name) == "none"
    page.press("Spara")
    assert page.value(name) == "none"
    assert rows(county) == []


def test_a_second_window_never_writes_over_the_first(draft: Parties, section: str) -> None:
    first = draft.municipality.open(section)
    kept(first, "Spara", text=WORDS)
    second = Browser(first.app, token=first.token).open(section)
    status, told = autosave(second, "Spara", text="Något annat.")
    assert (status, told["state"]) == (409, "elsewhere")
    assert "Du har redan ett utkast här, från " in told["message"]
    second.press("Fortsätt på utkastet")
    assert second.value("text") == WORDS
    kept(second, "Spara", text=f"{WORDS} Härifrån.")
    status, told = autosave(first, "Spara", text="Det gamla.")
    assert (status, told["state"]) == (409, "elsewhere")
    first.press("Spara", text="Det gamla.")
    assert offers(second.open(section))


def test_a_window_without_script_keeps_what_it_could_not_save(
    county: CountyOfTests, draft: Parties, section: str
) -> None:
    first = draft.municipality.open(section)
    second = Browser(first.app, token=first.token).open(section)
    first.press("Spara utkast", text=WORDS)
    second.press("Spara utkast", text="Något annat.")
    assert "Du har redan ett utkast här, från " in second.text
    assert second.value("text") == "Något annat."
    assert first.open(f"{section}?draft=open").value("text") == WORDS
    assert WORDS not in first.open(draft.path).text


def test_what_has_been_published_meanwhile_is_shown_beside_it(
    county: CountyOfTests, draft: Parties, section: str
) -> None:
    kept(draft.municipality.open(section), "Spara", text=WORDS)
    colleague = county.member(draft.municipality_id, Role.COORDINATOR, name="Olle Kollega")
    colleague.open(section).press("Spara", text="Kollegans text.")
    page = draft.municipality.open(section)
    assert "har ändrats sedan du började på utkastet" in page.text
    shown = " ".join(one.get_text() for one in page.soup.select(".draft .conflict-text"))
    assert WORDS in shown
    assert "Kollegans text." in shown
    page.press("Fortsätt på utkastet")
    assert "har ändrats sedan du började på utkastet" in page.text
    page.press("Spara", status=409)
    assert page.value("text") == WORDS
    page.press("Spara")
    assert WORDS in page.text
    assert rows(county) == []


def test_a_refused_form_keeps_its_draft_until_it_is_sent(county: CountyOfTests) -> None:
    parties = Parties(county).shared()
    address = f"{parties.section(2)}/suggest"
    page = parties.region.open(address)
    kept(page, SEND, text=WORDS)
    page.press(SEND, status=422, text=WORDS)
    assert len(rows(county)) == 1
    kept(page, SEND, reason="Så.")
    page.press(SEND, reason="Så blir det tydligare.")
    assert rows(county) == []


def test_it_is_kept_for_thirty_days(county: CountyOfTests, draft: Parties, section: str) -> None:
    page = draft.municipality.open(section)
    kept(page, "Spara", text=WORDS)
    yesterday = clock.now() - timedelta(days=1)
    county.execute(update(Draft).values(saved_at=yesterday))
    day = yesterday.astimezone(STOCKHOLM).day
    assert str(day) in page.open(section).text.split("Du har ett utkast från ")[1][:3]
    county.execute(update(Draft).values(saved_at=clock.now() - service.LASTS))
    assert not offers(page.open(section))
    kept(page, "Spara", text="På nytt.")
    assert len(rows(county)) == 1


def test_too_much_is_refused_and_the_oldest_gives_way(
    county: CountyOfTests, draft: Parties, section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = draft.municipality.open(section)
    status, told = autosave(page, "Spara", text="å" * (service.LONGEST // 2 + 1))
    assert (status, told["state"]) == (413, "too_large")
    assert rows(county) == []
    monkeypatch.setattr(service, "MOST", 2)
    for number in (1, 2, 3):
        kept(page.open(f"{draft.section(number)}/edit"), "Spara", text=WORDS)
    assert len(rows(county)) == 2
    assert not offers(page.open(section))


def test_an_unknown_wish_is_no_address(draft: Parties, section: str) -> None:
    page = draft.municipality.open(section)
    page.post(section, {"draft": "publish"}, status=404)


def test_what_is_looked_over_is_a_draft_until_it_is_recorded(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.put_to_decision()
    path = f"{shared.path}/decision"
    said = {"body": "Nämnden", "paragraph": "§ 7", "decided_on": clock.today().isoformat()}
    page = shared.region.open(path)
    kept(page, "Gå vidare", **said)
    page.press("Gå vidare", reference="RS 2026/1", **said)
    assert page.heading == "Stämmer beslutet?"
    # and left there
    assert offers(Browser(county.app, token=page.token).open(path))

    page.press("Ändra uppgifterna")
    kept(page, "Gå vidare", paragraph="§ 8")
    page.press("Gå vidare", paragraph="§ 8").press("Registrera beslutet")
    assert "§ 8" in page.text
    assert rows(county) == []


def test_who_takes_part_is_a_draft_until_the_change_is_made(
    county: CountyOfTests, shared: Parties
) -> None:
    path = f"{shared.path}/parties/change"
    page = shared.municipality.open(path)
    part = str(page.soup.select_one(f"[name='part_{county.police}']")["name"])
    said = {part: "consulted", "reason": "Polisen rådfrågas bara."}
    kept(page, "Gå vidare", **said)
    page.press("Gå vidare", **said)
    assert page.heading == "Vill ni ändra område eller parter?"
    assert offers(Browser(county.app, token=page.token).open(path))

    page.press("Ändra")
    assert rows(county) == []
