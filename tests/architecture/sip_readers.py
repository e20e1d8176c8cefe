"""A plan with a row in every table of SIP, and every kind of reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import Base
from portal.ids import new_id
from portal.tenancy.models import Membership
from sip.kernel.vocabulary import (
    AskedAbout,
    CallStatus,
    CallStep,
    ChangeKind,
    ClosingReason,
    Inquiry,
    KeptFor,
    Outcome,
    PersonKind,
    Placing,
    Progress,
    Reply,
    Shown,
    TextKind,
    Told,
    Went,
)
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.access_log import ReadReview
from sip.tables.archive import CopyKey, KeptLonger, PlanCopy, RetentionClock
from sip.tables.calling import AgendaItem, AgreementClock, Attendance, CallEvent, CallQuestion
from sip.tables.consent import ConsenterChange, ConsentPaper
from sip.tables.figures import Figure, FigureRound
from sip.tables.people import DocumentCheck, KeptOut, PersonNotice, PlanMessage
from sip.tables.plan import (
    Asked,
    Change,
    Closing,
    ClosingOutcome,
    ClosingSurvey,
    Discharge,
    FollowUp,
    GoalOutcome,
    PlanApproval,
    PlanVersion,
    WordSuggestion,
)
from sip.tables.requests import PlanRequest
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

OF_SIP = frozenset(
    str(mapper.class_.__tablename__)
    for mapper in Base.registry.mappers
    if mapper.class_.__module__.startswith("sip.")
)


@dataclass
class FullPlan:
    """`rows` are the ids of all there is, by a name that begins with the table's."""

    sip: SipWorld
    plan: PlanOfTests
    readers: Mapping[str, Signed]
    school: UUID
    near: UUID
    rows: dict[str, UUID] = field(default_factory=dict)

    def add(self, label: str, model: type, **values: Any) -> UUID:
        self.rows[label] = row = self.sip.enter(model, county_id=self.plan.county_id, **values)
        return row

    def add_in(self, label: str, model: type, **values: Any) -> UUID:
        self.rows[label] = row = self.plan.add(model, **values)
        return row


def full_plan(county: CountyOfTests) -> FullPlan:
    """The region takes part; the police did, until today; a school's unit has been invited."""
    sip = SipWorld(county)
    school = county.organisation("Åsele skola", OrganisationKind.SCHOOL)
    readers = _readers(sip, school)
    plan = sip.plan(readers["handler"], person=readers["person"])
    guardian = plan.person(PersonKind.GUARDIAN, "Förälder", readers["guardian"])
    proxy = plan.person(PersonKind.REPRESENTATIVE, "God man", readers["proxy"])
    near = plan.person(PersonKind.RELATIVE, "Syster", readers["relative"])
    shut = plan.person(PersonKind.RELATIVE, "Bror", readers["relative without consent"])
    full = FullPlan(sip, plan, readers, school, near)
    full.rows |= {
        "plan": plan.id,
        "plan_person subject": plan.subject,
        "plan_person guardian": guardian,
        "plan_person relative": near,
        "plan_person shut": shut,
        "participant handler": plan.handler_id,
        "participant region": plan.participant(readers["participant"]),
        "participant police": plan.participant(readers["withdrawn"]),
        "consenter subject": plan.consenters[0],
        "consenter guardian": plan.require(guardian),
        "plan_person proxy": proxy,
        "consenter proxy": plan.require(proxy, scope=["plan", "share:economy"]),
    }
    _consent(full)
    _content(full)
    _case(full)
    _written(full)
    _held_by_organisations(full)
    return full


def _readers(sip: SipWorld, school: UUID) -> dict[str, Signed]:
    county = sip.county
    unit, other_unit = sip.unit(school, "Elevhälsan"), sip.unit(school, "Fritids")
    other = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    elsewhere = CountyOfTests(county.app, county.execute, "Norrbotten")
    county.app.extensions["providers"] = {"staff": county.provider}
    municipality = county.municipality
    return {
        "handler": sip.caseworker(municipality, "Maja Öhlund"),
        "colleague": sip.caseworker(municipality, "En kollega"),
        "participant": sip.caseworker(county.region, "Nils Region"),
        "withdrawn": sip.caseworker(county.police, "Petra Polis"),
        "called": sip.caseworker(school, "Lisa Lärare", unit=unit),
        "other unit": sip.caseworker(school, "Fritz Fritids", unit=other_unit),
        "other organisation": sip.caseworker(other, "Dora Dorotea"),
        "other county": SipWorld(elsewhere).caseworker(elsewhere.region, "Nora Norr"),
        "person": sip.individual("Anna Persson"),
        "guardian": sip.individual("Förälder"),
        "proxy": sip.individual("God man"),
        "relative": sip.individual("Syster"),
        "relative without consent": sip.individual("Bror"),
        "stranger": sip.individual("Någon annan"),
        "coordinator": sip.signed(municipality, "Kalle Samordnare", Role.COORDINATOR),
        "reviewer": sip.signed(municipality, "Greta Granskare", Role.REVIEWER),
    }


def _consent(full: FullPlan) -> None:
    plan, county = full.plan, full.sip.county
    municipality, region, police = county.municipality, county.region, county.police
    yes = plan.grant(
        PLAN,
        invite(region),
        invite(police),
        invite(full.school),
        relative(full.near),
        share(municipality, region, "health"),
        share(municipality, police, "health"),
        share(region, municipality, "health"),
        share(plan.subject, full.near, "own_words"),
    )
    no = plan.withdraw(invite(police))
    acts = [*yes, *no]
    full.rows |= {f"consent_act {number}": act for number, act in enumerate(acts)}
    full.add_in(
        "consenter_change guardian",
        ConsenterChange,
        person_id=full.rows["plan_person guardian"],
        kind=ChangeKind.LEAVES,
        reason_sealed="Har inte längre vårdnaden",
        document_sealed="Dom",
        document_on=clock.today(),
        proposed_at=clock.now(),
        proposed_by=plan.handler.account_id,
        proposed_by_name=plan.handler.name,
    )
    full.rows["basis_decision region"] = plan.basis(region, municipality, "economy")
    full.rows["basis_decision region housing"] = plan.basis(region, municipality, "housing")


def _content(full: FullPlan) -> None:
    plan, county = full.plan, full.sip.county
    municipality, region, police = county.municipality, county.region, county.police
    health = plan.goal("Sova", municipality, "health")
    full.rows |= {
        "goal municipality health": health,
        "goal municipality economy": plan.goal("Betala", municipality, "economy"),
        "goal region health": plan.goal("Må bättre", region, "health"),
        "goal region economy": plan.goal("Spara", region, "economy"),
        "plan_text police health": plan.text(TextKind.NOTE, "Not", police, "health"),
        "plan_text subject own_words": plan.text(
            TextKind.MATTERS, "Min hund", plan.subject, "own_words"
        ),
        "action municipality health": plan.action(
            "Sömnskola", health, municipality, "health", organisation=region
        ),
    }
    meeting = plan.meeting()
    full.rows["meeting"] = meeting
    held = {"from_party": municipality, "category": "health"}
    full.add_in(
        "agenda_item municipality health",
        AgendaItem,
        meeting_id=meeting,
        title_sealed="sealed",
        **held,
    )
    full.add_in(
        "word_suggestion municipality health",
        WordSuggestion,
        subject_kind="plan_text",
        subject_id=full.rows["plan_text subject own_words"],
        said_sealed="{}",
        made_by="Maja Öhlund",
        made_at=clock.now(),
        **held,
    )
    full.add_in(
        "plan_change municipality health",
        Change,
        subject_kind="goal",
        subject_id=health,
        field="title",
        **held,
    )
    for name, who in (("subject", plan.subject), ("shut", full.rows["plan_person shut"])):
        full.add_in(
            f"attendance {name}",
            Attendance,
            meeting_id=meeting,
            person_id=who,
            calendar_uid=str(new_id()),
            reply=Reply.NONE,
        )


def _case(full: FullPlan) -> None:
    plan, county = full.plan, full.sip.county
    call = plan.call(full.school, _unit_of(full, full.readers["called"]))
    full.rows |= {
        "call school": call,
        "call region": plan.call(county.region, status=CallStatus.TAKEN),
        "plan_placing contact": plan.placing(Placing.CONTACT, plan.subject, "Storgatan 1"),
        "plan_placing meeting": plan.placing(Placing.MEETING_PLACE, full.rows["meeting"], "Rum 3"),
    }
    event = {"call_id": call, "step": CallStep.SENT, "organisation_id": full.school}
    full.add_in("call_event school", CallEvent, **event)
    asked = {"call_id": call, "inquiry": Inquiry.WHEN, "asked_at": clock.now(), "asked_by": "Lisa"}
    full.add_in("call_question school", CallQuestion, **asked)
    full.add_in("follow_up", FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    full.add_in(
        "goal_outcome municipality health",
        GoalOutcome,
        follow_up_id=full.rows["follow_up"],
        goal_id=full.rows["goal municipality health"],
        outcome=Progress.PARTLY,
        recorded_by=plan.handler.name,
        recorded_at=clock.now(),
    )
    for name in ("subject", "guardian"):
        who = full.rows[f"plan_person {name}"]
        full.add_in(f"person_notice {name}", PersonNotice, person_id=who, kind=Told.VERSION)
    for kind in (AskedAbout.CHILDREN, AskedAbout.VIOLENCE):
        full.add_in(
            f"asked {kind.value}",
            Asked,
            from_party=county.municipality,
            kind=kind,
            asked_on=clock.today(),
            asked_by=plan.handler.name,
            said_sealed="Nej",
            recorded_by=plan.handler.name,
            recorded_at=clock.now(),
        )
    full.add_in(
        "document_check guardian",
        DocumentCheck,
        from_party=county.municipality,
        person_id=full.rows["plan_person guardian"],
        shown=Shown.REGISTER,
        seen_on=clock.today(),
        has_copy=False,
        recorded_by=plan.handler.name,
        recorded_at=clock.now(),
    )
    # let back since: it is what sight says of them that is read here
    full.add_in(
        "kept_out municipality",
        KeptOut,
        from_party=county.municipality,
        person_id=full.near,
        recorded_by=plan.handler.name,
        recorded_at=clock.now(),
        undone_at=clock.now(),
        undone_by=plan.handler.name,
    )
    full.add_in(
        "discharge municipality",
        Discharge,
        from_party=county.municipality,
        ready_on=clock.today(),
        recorded_by=plan.handler.name,
        recorded_at=clock.now(),
    )
    full.add_in("plan_version", PlanVersion, upto_seq=1)
    full.add_in("plan_approval", PlanApproval, person_id=plan.subject, answer="approved")
    scores = dict.fromkeys(("information", "participation", "cooperation", "meaning"), 4)
    full.add_in("closing_survey", ClosingSurvey, **scores)
    full.add_in("closing", Closing, reason=ClosingReason.OTHER)
    went = {"closing_id": full.rows["closing"], "outcome": Went.REACHED}
    of = {"goal_id": full.rows["goal municipality health"]}
    full.add_in("closing_outcome municipality health", ClosingOutcome, **went, **of)


def _written(full: FullPlan) -> None:
    """Messages, a signed paper, and somebody who asks for a plan."""
    plan, county = full.plan, full.sip.county
    for name in ("subject", "relative"):
        who = full.rows[f"plan_person {name}"]
        said = {"from_party": who, "text_sealed": "Ring mig", "written_by": name}
        said["written_at"] = clock.now()
        full.add_in(f"plan_message {name}", PlanMessage, person_id=who, **said)
    paper = {"suffix": "pdf", "content_sealed": b"x", "added_by": plan.handler.name}
    full.add_in(
        "consent_paper",
        ConsentPaper,
        act_id=full.rows["consent_act 0"],
        from_party=county.municipality,
        added_at=clock.now(),
        **paper,
    )
    full.rows["plan_request municipality"] = asked = new_id()
    values = {"county_id": county.id, "organisation_id": county.municipality}
    values |= {"wrapped": b"x", "master_version": 1, "content_sealed": b"x"}
    full.sip.enter_row(PlanRequest, {"id": asked, "asked_at": clock.now(), **values})


def _unit_of(full: FullPlan, signed: Signed) -> UUID:
    found = select(Membership.unit_id).where(Membership.account_id == signed.account_id)
    unit: UUID = full.sip.county.execute(found).scalar_one()
    return unit


def _held_by_organisations(full: FullPlan) -> None:
    county, now, today = full.sip.county, clock.now(), clock.today()
    for name, organisation in (("municipality", county.municipality), ("police", county.police)):
        holder = {"organisation_id": organisation}
        copy = {"form": "text", "sha256": b"x", "made_at": now, "made_by": "Maja Öhlund"}
        full.add_in(f"plan_copy {name}", PlanCopy, content_sealed=b"sealed", **copy, **holder)
        full.add_in(f"copy_key {name}", CopyKey, wrapped=b"key", master_version=1, **holder)
        ends = today + timedelta(days=1826)
        full.add_in(
            f"retention_clock {name}",
            RetentionClock,
            rule="social",
            last_note_on=today,
            ends_on=ends,
            **holder,
        )
        full.add_in(
            f"kept_longer {name}",
            KeptLonger,
            from_party=organisation,
            ground=KeptFor.PLACED,
            recorded_by="Maja Öhlund",
            recorded_at=now,
        )
        full.add(
            f"read_review {name}",
            ReadReview,
            first_day=today,
            last_day=today,
            readings=1,
            sampled=1,
            outcome=Outcome.NOTHING_FOUND,
            notes="",
            reviewed_by=full.plan.handler.account_id,
            reviewed_by_name="Greta Granskare",
            reviewed_at=now,
            **holder,
        )
    clocks = {"key": "answer_summons", "days": 5, "set_by": "Kalle Samordnare", "set_at": now}
    full.add("agreement_clock", AgreementClock, municipality_id=county.municipality, **clocks)
    published = full.add("figure_round", FigureRound, published_at=now, next_on=today)
    number = {"year": today.year, "measure": "plans", "choice": "all", "amount": 9}
    for name, line in (
        ("municipality", {"organisation_id": county.municipality, "is_county": False}),
        ("region", {"organisation_id": county.region, "is_county": False}),
        ("county", {"is_county": True}),
    ):
        full.add(f"figure {name}", Figure, round_id=published, **number, **line)
