"""Copies: each party keeps what it might see when it made one, and nobody gets another's."""

import hashlib
import re
from base64 import b64encode
from io import BytesIO
from uuid import UUID

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select, update

from portal import clock
from portal.audit.models import AuditEntry
from portal.tenancy.models import Membership
from sip.archive.service import download_for_person
from sip.door.opening import opening
from sip.kernel.vocabulary import CopyForm, Placing, TextKind
from sip.ledger.rules import PLAN, invite, share
from sip.tables.archive import CopyKey, PlanCopy
from sip.tables.plan import Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests
from tests.integration.sip.test_door import asking
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

MINE, SHARED, HELD_BACK = "Behöver egen bostad", "Ny medicin i höst", "Psykiatrisk bedömning"
WISH, UNIT = "Att hunden får vara med", "Beroendemottagningen i Umeå"


class Meeting:
    """A municipality and a region in one plan: the region shares health, and nothing else."""

    def __init__(self, county: CountyOfTests, *, is_protected: bool = False) -> None:
        self.county = county
        self.sip = SipWorld(county)
        self.social_worker = self.sip.caseworker(county.municipality, "Sara Nilsson")
        self.nurse = self.sip.caseworker(county.region, "Erik Lund")
        self.person = self.sip.individual("Kim Andersson")
        self.plan: PlanOfTests = self.sip.plan(
            self.social_worker,
            person=self.person,
            person_name="Kim Andersson",
            is_protected=is_protected,
        )
        plan, ours, theirs = self.plan, county.municipality, county.region
        self.nurse_id = plan.opened_to(self.nurse, share(theirs, ours, "health"))
        self.health = plan.text(TextKind.NOTE, SHARED, theirs, "health")
        plan.text(TextKind.NOTE, HELD_BACK, theirs, "social_situation")
        plan.text(TextKind.NEED, MINE, ours)
        plan.text(TextKind.MATTERS, WISH, plan.subject, "own_words")
        plan.placing(Placing.PARTICIPANT_UNIT, self.nurse_id, UNIT, "health")

    @property
    def path(self) -> str:
        return f"{self.plan.path}/copies"

    def make(self, who: Signed, form: str) -> UUID:
        before = set(self.copies())
        who.browser.open(self.path).press("Gör kopian", form=form)
        (made,) = set(self.copies()) - before
        return made

    def fetch(self, who: Signed, copy: UUID, status: int = 200) -> bytes:
        return who.browser.open(f"{self.path}/{copy}/file", status=status).response.data

    def copies(self) -> list[UUID]:
        mine = select(PlanCopy.id).where(PlanCopy.plan_id == self.plan.id)
        return list(self.county.execute(mine).scalars())

    def logged(self) -> list[str]:
        mine = select(AuditEntry.action).where(AuditEntry.stream == self.plan.id)
        return list(self.county.execute(mine.order_by(AuditEntry.seq)).scalars())


def read(file: bytes, form: str) -> str:
    """What the file says, read by another program."""
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    if form == "docx":
        opened = docx.Document(BytesIO(file))
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])
    return file.decode("utf-8")


@pytest.fixture
def meeting(county: CountyOfTests) -> Meeting:
    return Meeting(county)


@pytest.mark.parametrize("form", list(CopyForm))
def test_a_copy_holds_what_its_party_may_see_and_nothing_else(
    meeting: Meeting, form: CopyForm
) -> None:
    copy = meeting.make(meeting.social_worker, form.value)
    said = read(meeting.fetch(meeting.social_worker, copy), form.value)

    assert MINE in said
    assert SHARED in said
    assert HELD_BACK not in said
    assert "Kim Andersson" in said


def test_what_the_region_holds_is_not_what_the_municipality_holds(meeting: Meeting) -> None:
    copy = meeting.make(meeting.nurse, "text")
    said = read(meeting.fetch(meeting.nurse, copy), "text")

    assert HELD_BACK in said
    assert MINE not in said


def test_the_page_tells_who_has_made_a_copy_and_gives_out_one_s_own_only(
    meeting: Meeting,
) -> None:
    copy = meeting.make(meeting.nurse, "pdf")
    page = meeting.social_worker.browser.open(meeting.path)

    assert "Erik Lund, Region Västerbotten" in page.text
    assert "Finns hos dem" in page.text
    assert not page.soup.select(f"a[href*='{copy}']")
    meeting.fetch(meeting.social_worker, copy, status=404)
    meeting.social_worker.browser.open(f"{meeting.path}/{copy}/text", status=404)
    meeting.nurse.browser.open(f"{meeting.path}/{copy}/text", status=404)  # it is no text


def test_consent_ends_and_the_own_copy_stays(meeting: Meeting) -> None:
    copy = meeting.make(meeting.nurse, "pdf")
    before = meeting.fetch(meeting.nurse, copy)
    meeting.plan.withdraw(invite(meeting.county.region))

    assert meeting.fetch(meeting.nurse, copy) == before
    page = meeting.nurse.browser.open(meeting.path)
    assert page.heading == "En kopia är gjord"
    assert page.buttons == []
    assert "Samtycket har upphört" in page.text
    assert "Kim Andersson" not in page.text


def test_after_consent_has_ended_nobody_sees_that_others_make_copies(meeting: Meeting) -> None:
    meeting.make(meeting.social_worker, "text")
    meeting.plan.withdraw(invite(meeting.county.region))

    assert meeting.nurse.browser.open(meeting.path).heading == "Ingen kopia är gjord än"


def test_after_consent_has_ended_the_handler_can_still_tell_who_holds_copies(
    meeting: Meeting,
) -> None:
    meeting.make(meeting.nurse, "pdf")
    meeting.plan.withdraw(PLAN, invite(meeting.county.region))
    page = meeting.social_worker.browser.open(f"{meeting.plan.path}/consent/disclosed")

    (line,) = (row for row in page.soup.select("tbody tr") if "Region" in row.get_text())
    assert "en PDF-fil" in line.get_text()


def test_after_consent_has_ended_no_copy_is_made(meeting: Meeting) -> None:
    page = meeting.nurse.browser.open(meeting.path)
    meeting.plan.withdraw(invite(meeting.county.region))
    page.post(meeting.path, {"form": "pdf"}, status=404)

    assert meeting.copies() == []


def test_the_handler_can_always_keep_what_the_own_organisation_wrote(meeting: Meeting) -> None:
    meeting.plan.withdraw(PLAN)
    copy = meeting.make(meeting.social_worker, "text")
    said = read(meeting.fetch(meeting.social_worker, copy), "text")

    assert MINE in said
    assert SHARED not in said


def test_what_is_withdrawn_is_left_out_of_the_next_copy(meeting: Meeting) -> None:
    ours, theirs = meeting.county.municipality, meeting.county.region
    first = meeting.make(meeting.social_worker, "docx")
    meeting.plan.withdraw(share(theirs, ours, "health"))
    second = meeting.make(meeting.social_worker, "docx")

    assert SHARED in read(meeting.fetch(meeting.social_worker, first), "docx")
    assert SHARED not in read(meeting.fetch(meeting.social_worker, second), "docx")


def test_a_stranger_finds_neither_page_nor_file(meeting: Meeting) -> None:
    copy = meeting.make(meeting.social_worker, "pdf")
    colleague = meeting.sip.caseworker(meeting.county.municipality, "Anders Stranger")

    colleague.browser.open(meeting.path, status=404)
    meeting.fetch(colleague, copy, status=404)


def test_a_copy_is_not_found_under_another_plan(meeting: Meeting) -> None:
    copy = meeting.make(meeting.social_worker, "pdf")
    other = meeting.sip.plan(meeting.social_worker)

    meeting.social_worker.browser.open(f"{other.path}/copies/{copy}/file", status=404)


def test_who_loses_the_role_loses_the_copies(meeting: Meeting) -> None:
    copy = meeting.make(meeting.nurse, "pdf")
    ended = update(Membership).where(Membership.account_id == meeting.nurse.account_id)
    meeting.county.execute(ended.values(ended_at=clock.now()))

    page = meeting.nurse.browser.open("/")
    page = meeting.nurse.browser
    response = page.client.get(f"{meeting.path}/{copy}/file", base_url=page.base_url)
    assert response.status_code in {302, 303, 403, 404}
    assert response.mimetype == "text/html"


def test_every_copy_made_and_fetched_is_in_the_log_of_the_plan(meeting: Meeting) -> None:
    copy = meeting.make(meeting.nurse, "pdf")
    meeting.fetch(meeting.nurse, copy)
    log = meeting.logged()

    assert log.count("copy.made") == 1
    assert log[-1] == "copy.read"
    meeting.fetch(meeting.social_worker, copy, status=404)
    assert meeting.logged() == log


def test_the_answer_is_not_to_be_kept_and_its_name_names_nobody(meeting: Meeting) -> None:
    copy = meeting.make(meeting.social_worker, "pdf")
    file = meeting.fetch(meeting.social_worker, copy)
    headers = meeting.social_worker.browser.response.headers
    digest = b64encode(hashlib.sha256(file).digest()).decode()

    assert headers["Cache-Control"] == "no-store"
    name = rf'attachment; filename="kopia-av-sip-{clock.today()}-kl-\d\d-\d\d\.pdf"'
    assert re.fullmatch(name, headers["Content-Disposition"])
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_the_text_stands_on_a_page_to_be_pasted(meeting: Meeting) -> None:
    copy = meeting.make(meeting.social_worker, "text")
    page = meeting.social_worker.browser.open(meeting.path).follow(
        f"Visa : {meeting.social_worker.browser.soup.select_one('table a span').text[2:]}"
    )
    (box,) = page.soup.select("textarea[readonly]")

    assert box.get_text().lstrip("\n") == read(meeting.fetch(meeting.social_worker, copy), "text")


def test_no_form_chosen_is_told(meeting: Meeting) -> None:
    page = meeting.social_worker.browser.open(meeting.path).press("Gör kopian", status=422)

    assert page.problems == ["Välj vilken sorts kopia."]
    assert meeting.copies() == []


def test_what_is_kept_is_sealed_under_the_organisation_s_own_key(meeting: Meeting) -> None:
    meeting.make(meeting.social_worker, "text")
    meeting.make(meeting.social_worker, "text")
    meeting.make(meeting.nurse, "text")
    kept = meeting.county.execute(select(PlanCopy.content_sealed)).scalars().all()
    keys = meeting.county.execute(
        select(CopyKey.organisation_id).where(CopyKey.plan_id == meeting.plan.id)
    ).scalars()

    assert not any(MINE.encode() in bytes(sealed) for sealed in kept)
    assert sorted(keys) == sorted([meeting.county.municipality, meeting.county.region])


def test_bytes_put_in_another_copy_do_not_open(meeting: Meeting) -> None:
    first = meeting.make(meeting.social_worker, "text")
    sealed = meeting.county.execute(select(PlanCopy).where(PlanCopy.id == first)).mappings().one()
    forged = dict(sealed) | {"id": (moved := UUID(int=sealed["id"].int ^ 1))}
    meeting.county.execute(insert(PlanCopy).values(forged))

    meeting.social_worker.browser.app.testing = False
    try:
        meeting.fetch(meeting.social_worker, moved, status=500)
    finally:
        meeting.social_worker.browser.app.testing = True


def test_protected_identity_keeps_units_out_of_copies_of_all_but_the_named_few(
    county: CountyOfTests,
) -> None:
    meeting = Meeting(county, is_protected=True)

    named = meeting.make(meeting.social_worker, "text")
    other = meeting.make(meeting.nurse, "text")

    assert UNIT in read(meeting.fetch(meeting.social_worker, named), "text")
    assert UNIT not in read(meeting.fetch(meeting.nurse, other), "text")


def test_a_copy_with_a_unit_is_withheld_once_the_identity_is_protected(meeting: Meeting) -> None:
    copy = meeting.make(meeting.nurse, "text")
    assert UNIT in read(meeting.fetch(meeting.nurse, copy), "text")
    protect = update(Plan).where(Plan.id == meeting.plan.id).values(is_protected=True)
    meeting.county.execute(protect)

    meeting.fetch(meeting.nurse, copy, status=404)
    assert "Bara för utpekade" in meeting.nurse.browser.open(meeting.path).text


@pytest.mark.parametrize("form", list(CopyForm))
def test_the_person_takes_along_the_whole_plan(meeting: Meeting, form: CopyForm) -> None:
    with asking(meeting.sip, meeting.person) as actor:
        opened = opening("download")(actor, meeting.plan.id)
        file = download_for_person(actor, opened, form=form.value, now=clock.now())
    said = read(file.content, form.value)

    assert all(words in said for words in (MINE, SHARED, HELD_BACK, WISH))
    assert "Kim" not in file.name


def browser_of(signed: Signed) -> Browser:
    return signed.browser


def test_a_person_has_no_business_among_the_staff_s_copies(meeting: Meeting) -> None:
    browser_of(meeting.person).open(meeting.path, status=404)
    with meeting.county.app.app_context(), acting_as(meeting.person.token):
        assert meeting.copies() == []
