"""One of everything that an address can point at, and addresses made from the routes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select
from werkzeug.routing import Rule

from agreements.cases import DeviationKind, ProposalState, SettlementState
from agreements.indicators import VoiceKind
from agreements.tables.activity import Activity
from agreements.tables.annex import Annex
from agreements.tables.competence import Course, MethodStep, NewMethod
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.deviation import Deviation, TemplateProposal
from agreements.tables.dispute import (
    Dispute,
    DisputeLevel,
    DisputeReference,
    DisputeSettlement,
    DisputeStatement,
    SettlementYes,
)
from agreements.tables.follow_up import UserVoice
from agreements.tables.groups import GroupMember, WorkingGroup
from agreements.tables.life import Correction
from agreements.tables.lob_work import LobContact
from agreements.tables.matrix import MatrixColumn, MatrixRow
from agreements.tables.suggestion import Suggestion
from agreements.tables.template import Subject
from agreements.tables.text import Section
from agreements.tables.transfer import CaseTransfer
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.identity.models import Invitation, SignInSession, StandIn
from portal.ids import new_id
from portal.outbox.models import Notice
from portal.tenancy.models import ChangeKind, Membership, OrganisationChange, Unit
from sip.tables.requests import PlanRequest
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.integration.sip.world import SipWorld

METHODS = ("GET", "POST")
WORDS = {
    "key": "staff",
    "code": "sv",
    "wanted": "on",
    "filename": "css/samsyn.css",
    "number": "1",
    "year": "2025",
    "parts": "2",
    "activity": "social_services",
    "ground": "osl_10_2",
    "fact_key": "sip-mote-inom",
}


@dataclass(frozen=True, slots=True)
class Address:
    """A route with its values filled in, asked by one method."""

    method: str
    path: str
    rule: Rule

    def ask(self, browser: Browser, status: int) -> Browser:
        if self.method == "GET":
            return browser.open(self.path, status)
        return browser.post(self.path, status=status)


def addresses(app: Flask, ids: Mapping[str, str], *methods: str) -> Iterator[Address]:
    """Every route by every method; a route with an unknown kind of id is an error."""
    known, urls = WORDS | dict(ids), app.url_map.bind("samsyn.example", url_scheme="https")
    with app.test_request_context(base_url="https://samsyn.example"):
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
            path = urls.build(rule.endpoint, {name: known[name] for name in rule.arguments})
            for method in methods or METHODS:
                if method in (rule.methods or ()):
                    yield Address(method, path, rule)


def ids_of(county: CountyOfTests, parties: Parties) -> dict[str, str]:
    """Ids of one municipality's things, by the names that routes give them."""
    agreement = UUID(parties.id)
    organisation = parties.municipality_id

    def one(
        model: type[
            Section
            | MatrixRow
            | Suggestion
            | Decision
            | DecisionExtract
            | Correction
            | Annex
            | MatrixColumn
        ],
    ) -> UUID:
        found = select(model.id).where(model.agreement_id == agreement).limit(1)
        value: UUID | None = county.execute(found).scalar()
        return value or new_id()  # a draft has no suggestions

    members = select(Membership.id).where(Membership.organisation_id == organisation).limit(1)
    accounts = (
        select(Membership.account_id)
        .where(Membership.organisation_id == organisation)
        .order_by(Membership.id)
    )
    account_id = county.execute(accounts.limit(1)).scalar_one()
    sessions = (
        select(SignInSession.id).where(SignInSession.organisation_id == organisation).limit(1)
    )
    group = select(WorkingGroup.id).where(WorkingGroup.agreement_id == agreement).limit(1)
    group_id = county.execute(group).scalar() or new_id()
    in_group = select(GroupMember.id).where(GroupMember.group_id == group_id).limit(1)
    found = {
        "agreement_id": agreement,
        "group_id": group_id,
        "member_id": county.execute(in_group).scalar() or new_id(),
        "point_id": new_id(),
        "section_id": one(Section),
        "row_id": one(MatrixRow),
        "suggestion_id": one(Suggestion),
        "decision_id": one(Decision),
        "extract_id": one(DecisionExtract),
        "correction_id": one(Correction),
        "annex_id": one(Annex),
        "column_id": one(MatrixColumn),
        "deviation_id": deviation(county, parties),
        "dispute_id": dispute(county, parties),
        "transfer_id": transfer(county, parties.municipality_id),
        "proposal_id": proposal(county, organisation),
        "voice_id": voice(county, parties),
        "method_id": method(county, parties),
        "course_id": course(county, parties),
        "contact_id": contact(county, parties),
        "activity_id": activity(county, parties),
        "mandate_id": mandate(county, organisation),
        "template_id": county.template_id,
        "organisation_id": organisation,
        "membership_id": county.execute(members).scalar_one(),
        "stand_in_id": stand_in(county, organisation, account_id),
        "session_id": county.execute(sessions).scalar_one(),
        "invitation_id": invite(county, organisation),
        "account_id": account_id,
        "notice_id": tell(county, organisation, account_id),
        "unit_id": unit(county, organisation),
        "change_id": change(county, organisation),
        "request_id": request(county, organisation),
    }
    return {name: str(value) for name, value in found.items()} | ids_of_a_plan(county)


def request(county: CountyOfTests, organisation: UUID) -> UUID:
    """Somebody who asks the organisation for a plan."""
    one, county_id = new_id(), county.county_of(organisation)
    key = {"wrapped": b"x", "master_version": 1, "content_sealed": b"x"}
    asked = {"county_id": county_id, "organisation_id": organisation, "asked_at": clock.now()}
    county.execute(insert(PlanRequest).values(id=one, **key, **asked))
    return one


def method(county: CountyOfTests, parties: Parties) -> UUID:
    """A method that is introduced, its first step done."""
    one = new_id()
    of = {
        "county_id": county.county_of(parties.municipality_id),
        "agreement_id": UUID(parties.id),
        "organisation_id": parties.municipality_id,
    }
    begun = {"title": "Brief MI", "manager": "Enhetschef", "begun_by": "Maja"}
    place = {"municipality_id": parties.municipality_id, "begun_at": clock.now()}
    county.execute(insert(NewMethod).values(id=one, **of, **begun, **place))
    done = {"number": 1, "done_on": clock.today(), "whom": "Enhetschef", "note": "Vi läste."}
    noted = {"recorded_by": "Maja", "recorded_at": clock.now(), "method_id": one}
    county.execute(insert(MethodStep).values(id=new_id(), **of, **done, **noted))
    return one


def course(county: CountyOfTests, parties: Parties) -> UUID:
    """A course that is planned."""
    values = {
        "id": new_id(),
        "county_id": county.county_of(parties.municipality_id),
        "agreement_id": UUID(parties.id),
        "organisation_id": parties.municipality_id,
        "title": "ASI Grund",
        "whom": "Handläggare",
        "planned_on": clock.today(),
        "planned_by": "Maja",
        "planned_at": clock.now(),
    }
    county.execute(insert(Course).values(**values))
    return UUID(str(values["id"]))


def activity(county: CountyOfTests, parties: Parties) -> UUID:
    """An activity that is planned."""
    values = {
        "id": new_id(),
        "county_id": county.county_of(parties.municipality_id),
        "agreement_id": UUID(parties.id),
        "organisation_id": parties.municipality_id,
        "owner_id": parties.municipality_id,
        "whom": "Enhetschef",
        "what": "Pröva längre öppettider.",
        "due_on": clock.today(),
        "planned_by": "Maja",
        "planned_at": clock.now(),
    }
    county.execute(insert(Activity).values(**values))
    return UUID(str(values["id"]))


def contact(county: CountyOfTests, parties: Parties) -> UUID:
    """A contact after LOB that is to be made."""
    values = {
        "id": new_id(),
        "county_id": county.county_of(parties.municipality_id),
        "agreement_id": UUID(parties.id),
        "organisation_id": parties.municipality_id,
        "reference": f"SN {new_id()}",
        "fact_key": "lob-kontakt-inom",
        "said": "3 arbetsdagar",
        "reported_on": clock.today(),
        "due_on": clock.today() + timedelta(days=3),
        "recorded_by": "Maja",
        "recorded_at": clock.now(),
    }
    county.execute(insert(LobContact).values(**values))
    return UUID(str(values["id"]))


def voice(county: CountyOfTests, parties: Parties) -> UUID:
    """What a survey found, of an agreement."""
    one = new_id()
    values = {
        "id": one,
        "county_id": county.county_of(parties.municipality_id),
        "agreement_id": UUID(parties.id),
        "organisation_id": parties.municipality_id,
        "kind": VoiceKind.SURVEY,
        "title": "Enkät",
        "held_on": clock.today(),
        "heard": 12,
        "finding": "Flera vill få svar fortare.",
        "recorded_by": "Maja Öhlund",
        "recorded_at": clock.now(),
    }
    county.execute(insert(UserVoice).values(**values))
    return one


def deviation(county: CountyOfTests, parties: Parties) -> UUID:
    """What the municipality has reported, and the region is to answer."""
    made = new_id()
    county.execute(
        insert(Deviation).values(
            id=made,
            county_id=county.county_of(parties.municipality_id),
            agreement_id=UUID(parties.id),
            organisation_id=parties.municipality_id,
            concerns_id=county.region,
            municipality_id=parties.municipality_id,
            from_plan=False,
            kind=DeviationKind.LATE,
            section="2. Samordnad individuell plan",
            section_key="sip",
            place="",
            expected="",
            chosen="",
            happened="Det tog tre veckor.",
            reported_at=clock.now(),
            answer_by=clock.today() + timedelta(days=14),
        )
    )
    return made


def dispute(county: CountyOfTests, parties: Parties) -> UUID:
    """What the municipality has opened against the region, with what both have said and keep."""
    made, here = new_id(), county.county_of(parties.municipality_id)
    within: dict[str, object] = {"county_id": here, "dispute_id": made}
    own = {**within, "organisation_id": parties.municipality_id}
    county.execute(
        insert(Dispute).values(
            id=made,
            county_id=here,
            agreement_id=UUID(parties.id),
            opener_id=parties.municipality_id,
            other_id=county.region,
            municipality_id=parties.municipality_id,
            section="2. Samordnad individuell plan",
            section_key="sip",
            place="",
            question="Vem kallar?",
            meanwhile="Stödet fortsätter.",
            opened_by="Maja Öhlund",
            opened_at=clock.now(),
            level=1,
        )
    )
    level = {"forum": "Handläggarna", "opener_function": "", "other_function": ""}
    county.execute(
        insert(DisputeLevel).values(
            id=new_id(), number=1, started_on=clock.today(), **level, **within
        )
    )
    said = {"number": 1, "statement": "Regionen.", "said_by": "Maja", "said_at": clock.now()}
    county.execute(insert(DisputeStatement).values(id=new_id(), **said, **own))
    county.execute(insert(DisputeReference).values(id=new_id(), reference="SN 2026/1", **own))
    proposed = new_id()
    county.execute(
        insert(DisputeSettlement).values(
            id=proposed,
            answers_id=county.region,
            pays="Regionen",
            from_day=clock.today(),
            outcome="Mottagningen kallar.",
            proposed_by="Maja",
            proposed_at=clock.now(),
            status=SettlementState.OPEN,
            reason="",
            **own,
        )
    )
    yes = {"said_by": "Nils", "said_at": clock.now(), "organisation_id": county.region}
    county.execute(
        insert(SettlementYes).values(id=new_id(), county_id=here, settlement_id=proposed, **yes)
    )
    return made


def transfer(county: CountyOfTests, requester: UUID) -> UUID:
    """What a municipality asks one outside the county to take over."""
    made = new_id()
    county.execute(
        insert(CaseTransfer).values(
            id=made,
            county_id=county.county_of(requester),
            requester_id=requester,
            other_name="Umbukta kommun",
            reference="SN 2026/7",
            grounds="Starkast anknytning dit.",
            has_inquiry=False,
            requested_by="Maja Öhlund",
            requested_at=clock.now(),
            requested_on=clock.today(),
            answer_by=clock.today() + timedelta(days=30),
            reason="",
            other_reference="",
            ivo_reference="",
        )
    )
    return made


def proposal(county: CountyOfTests, organisation: UUID) -> UUID:
    """What a municipality has proposed for the county's template."""
    made, here = new_id(), county.county_of(organisation)
    subjects = select(Subject.id).where(Subject.county_id == here).limit(1)
    county.execute(
        insert(TemplateProposal).values(
            id=made,
            county_id=here,
            subject_id=county.execute(subjects).scalar_one(),
            section="2. Samordnad individuell plan",
            section_key="sip",
            proposal="Säg inom vilken tid.",
            lesson="Ingen visste hur fort det skulle gå.",
            organisation_id=organisation,
            proposed_at=clock.now(),
            status=ProposalState.WAITING,
            reason="",
        )
    )
    return made


def mandate(county: CountyOfTests, organisation: UUID) -> UUID:
    """A right to sign of somebody who has the role."""
    somebody = county.somebody("Sune Signatär")
    county.grant(somebody, organisation, Role.SIGNATORY)
    return county.mandate(organisation, somebody)


def ids_of_a_plan(county: CountyOfTests) -> dict[str, str]:
    """Ids of a plan in the same municipality, which none of the test's people take part in."""
    sip = SipWorld(county)
    plan = sip.plan(sip.caseworker(county.municipality, "Handläggaren"))
    part = plan.goal("Sova bättre", county.municipality)
    return {
        "plan_id": str(plan.id),
        "part_id": str(part),
        "meeting_id": str(plan.meeting()),
        "copy_id": str(new_id()),
        "form_id": str(new_id()),
        "municipality_id": str(county.municipality),
    }


def stand_in(county: CountyOfTests, organisation: UUID, absent: UUID) -> UUID:
    """Somebody who stands in for one of an organisation's, for a day to come."""
    made, day = new_id(), clock.today() + timedelta(days=9)
    colleague = SipWorld(county).caseworker(organisation, "Den som står in").account_id
    county.execute(
        insert(StandIn).values(
            id=made,
            county_id=county.county_of(organisation),
            organisation_id=organisation,
            absent_id=absent,
            colleague_id=colleague,
            from_on=day,
            until_on=day,
            made_by=absent,
            made_at=clock.now(),
        )
    )
    return made


def unit(county: CountyOfTests, organisation: UUID) -> UUID:
    made = new_id()
    county.execute(
        insert(Unit).values(
            id=made,
            county_id=county.county_of(organisation),
            organisation_id=organisation,
            key=str(made),
            name=f"Enheten {made}",
            sort_key=str(made),
        )
    )
    return made


def change(county: CountyOfTests, organisation: UUID) -> UUID:
    """A new name whose day has not come."""
    made = new_id()
    county.execute(
        insert(OrganisationChange).values(
            id=made,
            county_id=county.county_of(organisation),
            organisation_id=organisation,
            kind=ChangeKind.RENAMED,
            from_day=clock.today() + timedelta(days=30),
            at=clock.now(),
            reason="Nytt namn.",
            was="Förr",
            name=f"Sedan {made}",
            short_name="Sedan",
            sort_key="sedan",
        )
    )
    return made


def tell(county: CountyOfTests, organisation: UUID, account: UUID) -> UUID:
    notice = new_id()
    county.execute(
        insert(Notice).values(
            id=notice,
            county_id=county.county_of(organisation),
            account_id=account,
            organisation_id=organisation,
            kind="role.given",
            path="/account",
            about="",
            at=clock.now(),
            dedupe=str(notice),
        )
    )
    return notice


def invite(county: CountyOfTests, organisation: UUID, code_hash: bytes = b"") -> UUID:
    invitation = new_id()
    county.execute(
        insert(Invitation).values(
            id=invitation,
            county_id=county.county_of(organisation),
            token_hash=code_hash or invitation.bytes,
            issuer_key="staff",
            organisation_id=organisation,
            role=Role.COORDINATOR,
            name="Nya Namnsson",
            invited_by="Maja Öhlund",
            created_at=clock.now(),
            expires_at=clock.now().replace(year=clock.now().year + 1),
        )
    )
    return invitation


K = OrganisationKind
HERE = {
    "another municipality": ("Dorotea kommun", K.MUNICIPALITY),
    "a user organisation": ("Anhörigföreningen", K.USER_ORGANISATION),
    "a school": ("Gymnasieskolan", K.SCHOOL),
    "another authority": ("Frivården", K.OTHER_AUTHORITY),
    "a private person": ("Enskilda", K.INDIVIDUALS),
}
GROUP = "the coordination group"
ELSEWHERE = {
    "a municipality in another county": "municipality",
    "a region in another county": "region",
    "a police area in another county": "police",
    "a coordination group in another county": "group",
}
STRANGERS = (*HERE, GROUP, *ELSEWHERE)


def strangers(county: CountyOfTests, *names: str) -> dict[str, Browser]:
    """People with every role in organisations that have no part in the agreement."""
    wanted = names or STRANGERS
    organisations = {name: county.organisation(*HERE[name]) for name in HERE if name in wanted}
    if GROUP in wanted:
        organisations[GROUP] = county.group
    if elsewhere := [name for name in ELSEWHERE if name in wanted]:
        other = CountyOfTests(county.app, county.execute, "Norrbotten")
        county.app.extensions["providers"] = {"staff": county.provider}
        organisations |= {name: getattr(other, ELSEWHERE[name]) for name in elsewhere}
    return {name: county.member(one, *Role) for name, one in organisations.items()}
