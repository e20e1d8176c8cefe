"""One plan in which everybody has said something everywhere, and what each of them reaches."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import clock
from portal.audit.models import AuditEntry, ReadingDue
from portal.authz import OrganisationKind
from portal.drafts.models import Draft
from portal.identity.models import Account, StandIn
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.outbox.texts import TEXTS
from portal.vault import Place
from sip.content.suggested import as_json
from sip.kernel.vocabulary import (
    PREPARATION,
    ActKind,
    CallStatus,
    ChangeKind,
    How,
    Inquiry,
    PersonKind,
    Placing,
    Reply,
    Shown,
    TextKind,
)
from sip.ledger.rules import PLAN, Item, invite, relative, share
from sip.tables.calling import AgendaItem, Attendance, CallQuestion, Meeting
from sip.tables.consent import ConsentAct, ConsenterChange, ConsentPaper
from sip.tables.people import DocumentCheck, PlanMessage
from sip.tables.plan import (
    Action,
    FollowUp,
    Participant,
    PlanApproval,
    PlanVersion,
    WordSuggestion,
)
from tests.browser import Sent, filled
from tests.integration.county import CountyOfTests
from tests.integration.isolation import taken_back
from tests.integration.sip.test_mail_about_plans import OF_PLANS
from tests.integration.sip.test_standing import rows_of
from tests.integration.sip.world import Signed, SipWorld
from tests.soup import Element, read

SAID = re.compile(r"ORD-([A-Z]+)-([A-Z]+)")
"""Whose words something is, and which."""

CATEGORIES = ("health", "social_situation", "own_words")
LONG_AGO, HOUR = timedelta(days=60), timedelta(hours=1)
OFF = {
    "meeting.cancelled",
    "call.withdrawn",
    "call.answered",
}  # that something is off is always said


@dataclass(frozen=True)
class Held:
    """A form that somebody has open."""

    page: str
    to: str
    data: Sent
    endpoint: str
    texts: tuple[str, ...]  # the fields that somebody writes in

    @property
    def is_drafted(self) -> bool:
        """Its page keeps what is being written."""
        return "draft_holder" in self.data


@dataclass
class Reach:
    """What somebody reached before: pages, whose words were on them, and forms."""

    pages: set[str] = field(default_factory=set)
    words: set[tuple[str, str]] = field(default_factory=set)
    forms: dict[tuple[str, str], Held] = field(default_factory=dict)


class Case:
    """One plan in which everybody has said something everywhere."""

    def __init__(self, county: CountyOfTests) -> None:
        sip = self.sip = SipWorld(county)
        self.school = county.organisation("Åsele skola", OrganisationKind.SCHOOL)
        self.who = {
            "KOMMUN": sip.caseworker(county.municipality, "Maja Öhlund"),
            "VIKARIE": sip.caseworker(county.municipality, "Vera Vikarie"),
            "REGION": sip.caseworker(county.region, "Nils Region"),
            "POLIS": sip.caseworker(county.police, "Petra Polis"),
            "SKOLA": sip.caseworker(self.school, "Lisa Lärare"),
            "KIM": sip.individual("Kim Andersson"),
            "FOSTERMOR": sip.individual("Eva Berg"),
            "OMBUD": sip.individual("Per Ombud"),
            "ANNA": sip.individual("Anna Närstående"),
        }
        self.plan = sip.plan(
            self.who["KOMMUN"], person=self.who["KIM"], person_name=mark("KIM", "NAMN")
        )
        self.parts: dict[str, dict[str, UUID]] = {}
        self.reached: dict[str, Reach] = {}
        self._enter_people()
        self._enter_consent()
        self._note("parties", self.who["REGION"].organisation_id)
        self._enter_words()
        self._enter_workings()
        self._enter_minutes()
        self._enter_between()
        self._enter_mail()

    # -- what is there ----------------------------------------------------------------------------

    def _note(self, kind: str, part: UUID, whose: str = "") -> UUID:
        self.parts.setdefault(kind, {})[whose] = part
        return part

    def _enter_people(self) -> None:
        plan, people = self.plan, self.who
        self.participants = {"KOMMUN": plan.handler_id}
        for name in ("REGION", "POLIS"):
            self.participants[name] = plan.participant(people[name])
        self.participants["VIKARIE"] = self._stand_in()
        self.people = {
            "KIM": plan.subject,
            "FOSTERMOR": plan.person(PersonKind.GUARDIAN, "Eva Berg", people["FOSTERMOR"]),
            "OMBUD": plan.person(PersonKind.REPRESENTATIVE, "Per Ombud", people["OMBUD"]),
            "ANNA": plan.person(PersonKind.RELATIVE, "Anna Närstående", people["ANNA"]),
        }
        since = clock.now() - 2 * LONG_AGO
        plan.require(self.people["FOSTERMOR"], since=since)
        whole = ["plan", "invite", *(f"share:{one}" for one in CATEGORIES)]
        until = clock.now() + LONG_AGO
        plan.require(
            self.people["OMBUD"], since=since, until=until, scope=whole, term=(since, until)
        )
        for name, part in self.participants.items():
            self._note("participants", part, name)
        for name, part in self.people.items():
            self._note("people", part, name)
            self._note("papers", part, name)
        self._note("consent", plan.consenters[0])

    def _stand_in(self) -> UUID:
        """Until when somebody stands in for a handler."""
        absent, colleague = self.who["KOMMUN"], self.who["VIKARIE"]
        days: Any = {"from_on": clock.today() - timedelta(days=1), "until_on": _soon()}
        made: Any = {"made_by": absent.account_id, "made_at": clock.now()}
        stand_in = self.sip.enter(
            StandIn,
            county_id=self.plan.county_id,
            organisation_id=absent.organisation_id,
            absent_id=absent.account_id,
            colleague_id=colleague.account_id,
            **days,
            **made,
        )
        self._note("stand-ins", stand_in)
        return self.plan.add(
            Participant,
            organisation_id=colleague.organisation_id,
            account_id=colleague.account_id,
            name=colleague.name,
            sees_protected=False,
            succeeds_id=self.plan.handler_id,
            until_on=_soon(),
        )

    @property
    def items(self) -> list[Item]:
        """All that consent can say yes to here, and does."""
        organisations = [self.who[one].organisation_id for one in ("KOMMUN", "REGION", "POLIS")]
        sources = [*organisations, self.plan.subject]
        readers = [*organisations, self.people["ANNA"]]
        shared = [
            share(source, to, category)
            for source in sources
            for to in readers
            if source != to
            for category in CATEGORIES
        ]
        invited = [invite(one) for one in (*organisations[1:], self.school)]
        return [PLAN, *invited, relative(self.people["ANNA"]), *shared]

    def _enter_consent(self) -> None:
        ago = clock.now() - LONG_AGO
        self._note("acts", self.plan.grant(*self.items, at=ago, valid_from=ago)[0])
        police = self.who["POLIS"].organisation_id
        decision = self.plan.basis(police, self.who["KOMMUN"].organisation_id, "economy")
        self._note("basis", decision)
        self.plan.add(
            ConsenterChange,
            id=self._note("changes", new_id()),
            person_id=self.people["FOSTERMOR"],
            kind=ChangeKind.LEAVES,
            reason_sealed=mark("KOMMUN", "ENTLEDIGAR"),
            document_sealed="Dom",
            document_on=clock.today(),
        )

    def _enter_words(self) -> None:
        plan = self.plan
        parties = {one: self.who[one].organisation_id for one in ("KOMMUN", "REGION", "POLIS")}
        parties |= {one: self.people[one] for one in ("KIM", "ANNA")}
        for name, party in parties.items():
            kind = TextKind.MATTERS if name == "KIM" else TextKind.NOTE
            category = "own_words" if name in {"KIM", "ANNA"} else "health"
            text = self._note("texts", plan.text(kind, mark(name, "TEXT"), party, category), name)
            goal = self._note("goals", plan.goal(mark(name, "MAL"), party, category), name)
            doer: Any = {"person": party} if name in {"KIM", "ANNA"} else {"organisation": party}
            action = plan.action(mark(name, "ATGARD"), goal, party, category, **doer)
            self._note("actions", action, name)
            if name == "KIM":
                self._note("own", text)
                self._note("suggest", text)
        plan.text(TextKind.NEED, mark("KOMMUN", "BEHOV"), parties["KOMMUN"], "health")
        noted = plan.text(TextKind.NETWORK, mark("KIM", "NATVERK"), plan.subject, "own_words")
        self._note("own", noted, "KIM")
        plan.add(
            WordSuggestion,
            id=self._note("suggestions", new_id()),
            subject_kind="plan_text",
            subject_id=self.parts["suggest"][""],
            said_sealed=as_json({"text": mark("KIM", "TEXT")}, {"text": mark("KOMMUN", "FORSLAG")}),
            from_party=parties["KOMMUN"],
            category="own_words",
            made_by="Maja Öhlund",
            made_at=clock.now(),
        )
        plan.placing(
            Placing.PARTICIPANT_UNIT,
            self.participants["REGION"],
            mark("REGION", "ENHET"),
            "health",
        )
        plan.placing(Placing.CONTACT, plan.subject, mark("KOMMUN", "ADRESS"))

    def _enter_workings(self) -> None:
        plan, region = self.plan, self.who["REGION"].organisation_id
        said: Any = {
            "contribution_sealed": mark("REGION", "BIDRAG"),
            "contribution_category": "health",
        }
        taken: Any = {"status": CallStatus.TAKEN, "taken_by": self.participants["REGION"]}
        self._note(
            "calls",
            plan.call(region, asked_sealed=mark("KOMMUN", "FRAGA"), **taken, **said),
            "REGION",
        )
        call = plan.call(self.school, asked_sealed=mark("KOMMUN", "SKOLFRAGA"))
        self._note("calls", call, "SKOLA")
        meeting = self._note("meetings", plan.meeting(clock.now() + timedelta(days=2)))
        plan.placing(Placing.MEETING_PLACE, meeting, mark("KOMMUN", "PLATS"))
        of: Any = {"meeting_id": meeting}
        held: Any = {"from_party": region, "category": "health"}
        plan.add(AgendaItem, title_sealed=mark("REGION", "PUNKT"), **held, **of)
        note = {"note_sealed": mark("REGION", "TID"), "note_category": "health"}
        asked_to: list[tuple[str, Any]] = [
            ("REGION", {"participant_id": self.participants["REGION"], **note})
        ]
        asked_to += [(name, {"person_id": part}) for name, part in self.people.items()]
        asked_to += [("KOMMUN", {"participant_id": plan.handler_id})]
        self.calendars = {}
        for name, values in asked_to:
            self.calendars[name] = uid = str(new_id())
            reply = Reply.OTHER_TIME if name == "REGION" else Reply.NONE
            plan.add(Attendance, calendar_uid=uid, reply=reply, **of, **values)
        plan.add(PlanVersion, upto_seq=1, made_by="Maja Öhlund")
        objected: Any = {"answer": "objected", "comment_category": "health"}
        plan.add(
            PlanApproval,
            organisation_id=region,
            comment_sealed=mark("REGION", "INVANDNING"),
            **objected,
        )
        objected["comment_category"] = "own_words"
        plan.add(
            PlanApproval,
            person_id=plan.subject,
            comment_sealed=mark("KIM", "INVANDNING"),
            **objected,
        )
        self.follow_up = plan.add(FollowUp, due_on=_soon(), holder_id=self.participants["REGION"])

    def _enter_minutes(self) -> None:
        """What everybody brings to a meeting to come, and what was said at one."""
        plan = self.plan
        began = clock.now() - timedelta(days=3)
        past = self._note("meetings", plan.meeting(began), "REGION")
        ended = update(Meeting).where(Meeting.id == past).values(ends_at=began + HOUR)
        self.sip.county.execute(ended)
        coming = self.parts["meetings"][""]
        parties = {one: self.who[one].organisation_id for one in ("KOMMUN", "REGION", "POLIS")}
        for name, party in parties.items():
            plan.text(TextKind.PREPARED, mark(name, "TAR"), party, "health", meeting=coming)
            for kind, word in ((TextKind.MEETING_NOTE, "SADES"), (TextKind.DECISION, "BESLUT")):
                plan.text(kind, mark(name, word), party, "health", meeting=past)
        for kind in PREPARATION:
            said = mark("KIM", kind.name.replace("_", ""))
            plan.text(kind, said, plan.subject, "own_words", meeting=coming)
        near = self.people["ANNA"]
        plan.text(TextKind.PREPARED, mark("ANNA", "TAR"), near, "own_words", meeting=coming)

    def _enter_between(self) -> None:
        """Messages, a question back with its answer, a signed paper, a document that was seen."""
        plan, municipality = self.plan, self.who["KOMMUN"].organisation_id
        for name in ("KIM", "FOSTERMOR", "OMBUD", "ANNA"):
            person = self.people[name]
            self._note("messages", person, name)
            for whose, party in ((name, person), ("KOMMUN", municipality)):
                plan.add(
                    PlanMessage,
                    person_id=person,
                    from_party=party,
                    text_sealed=mark(whose, f"TILL{name}"),
                    written_by=whose,
                    written_at=clock.now() - (HOUR if party == person else 2 * HOUR),
                )
        for name, inquiry in (("SKOLA", Inquiry.WHEN), ("REGION", Inquiry.PREPARE)):
            plan.add(
                CallQuestion,
                call_id=self.parts["calls"][name],
                inquiry=inquiry,
                asked_at=clock.now(),
                asked_by=name,
                answer_sealed=mark("KOMMUN", f"SVAR{name}"),
                answered_at=clock.now(),
                answered_by="Maja Öhlund",
            )
        plan.add(
            CallQuestion,
            call_id=self.parts["calls"]["SKOLA"],
            inquiry=Inquiry.DISTANCE,
            asked_at=clock.now(),
            asked_by="SKOLA",
        )
        written = plan.add(
            ConsentAct,
            kind=ActKind.GRANT,
            consenter_id=plan.consenters[0],
            items=[PLAN.key],
            how=How.WRITTEN,
            at=clock.now() - HOUR,
        )
        self._note("acts", written, "KIM")
        paper: Any = {"suffix": "pdf", "added_by": "Maja Öhlund", "added_at": clock.now()}
        row = new_id()
        content = plan.key.seal_bytes(
            mark("KOMMUN", "BLANKETT").encode(), Place("consent_paper", "content_sealed", row)
        )
        plan.add(
            ConsentPaper,
            id=row,
            act_id=written,
            from_party=municipality,
            content_sealed=content,
            **paper,
        )
        plan.add(
            DocumentCheck,
            person_id=self.people["OMBUD"],
            from_party=municipality,
            shown=Shown.ORIGINAL,
            seen_on=clock.today(),
            has_copy=True,
            recorded_by=mark("KOMMUN", "SETT"),
            recorded_at=clock.now(),
        )

    def _enter_mail(self) -> None:
        """Everybody waits for a mail of each kind, one of them with the meeting for a calendar."""
        plan, meeting, call = self.plan, self.parts["meetings"][""], self.parts["calls"]["SKOLA"]
        action, due = self.parts["actions"]["REGION"], _soon()
        self.sip.county.execute(update(Action).where(Action.id == action).values(due_on=due))
        self.mails: dict[str, dict[str, UUID]] = {}
        kinds = [kind for kind in TEXTS if kind.startswith(OF_PLANS)]
        for name, signed in self.who.items():
            known = {"email": f"{name.lower()}@example.se"}
            self.sip.county.execute(
                update(Account).where(Account.id == signed.account_id).values(**known)
            )
            self.mails[name] = {}
            for kind in kinds:
                about = {
                    "meeting": (f"/meetings/{meeting}", "x"),
                    "call": (f"{plan.path}/calls/{call}", "x"),
                    "action": (plan.path, f"{action}:{due}"),
                    "follow_up": (plan.path, f"{self.follow_up}:{due}"),
                }
                path, key = about.get(kind.partition(".")[0], (plan.my_path, "x"))
                mail: Any = {"path": path, "dedupe": f"{kind}:{key}:{signed.account_id}"}
                if kind == "meeting.planned":
                    uid = self.calendars.get(name, "none")
                    mail["calendar"] = {"method": "REQUEST", "uid": uid, "revision": 0}
                self.mails[name][kind] = self._queue(signed, kind=kind, **mail)

    def _queue(self, signed: Signed, **mail: object) -> UUID:
        row: dict[str, Any] = {"id": new_id(), "county_id": self.plan.county_id}
        row |= {"plan_id": self.plan.id, "account_id": signed.account_id, "not_before": clock.now()}
        if signed.organisation_id != self.sip.individuals:
            row["organisation_id"] = signed.organisation_id
        self.sip.county.execute(insert(OutboxMail).values(**row, **mail))
        made: UUID = row["id"]
        return made

    # -- what somebody reaches --------------------------------------------------------------------

    def addresses(self, name: str) -> Iterator[str]:
        """Every page of SIP, and of the plan: with a part of somebody's own and of another's."""
        app = self.sip.county.app
        urls = app.url_map.bind("samsyn.example", url_scheme="https")
        rules = [one for one in app.url_map.iter_rules() if "GET" in (one.methods or ())]
        for rule in sorted(rules, key=lambda one: one.rule):
            if rule.rule.startswith(OF_SIP):
                for values in self._values(rule, name):
                    yield urls.build(rule.endpoint, values)

    def _values(self, rule: Rule, name: str) -> Iterator[dict[str, str]]:
        fixed = {"plan_id": str(self.plan.id), "activity": "social_services", "ground": "osl_10_2"}
        known = {argument: fixed[argument] for argument in rule.arguments & set(fixed)}
        if not (parted := rule.arguments - set(fixed)):
            yield known
            return
        (argument,) = parted
        before = rule.rule.partition(f"<uuid:{argument}>")[0].rstrip("/").rsplit("/", 1)[-1]
        before = "acts" if rule.rule.endswith("/paper") and "history" in rule.rule else before
        kind = "parties" if rule.rule.startswith("/my-plan") and before == "asked" else before
        found = self.parts.get(KINDS.get(kind, kind), {"": self.plan.id})
        near = {whose: part for whose, part in found.items() if whose in {"", name, _other(name)}}
        for part in (near or dict([next(iter(found.items()))])).values():
            yield known | {argument: str(part)}

    def reach(self, name: str) -> Reach:
        """What somebody reaches while nothing is lost, looked at once."""
        if name not in self.reached:
            with taken_back(self.sip.county.connection):
                self.reached[name] = self._look(name)
        return self.reached[name]

    def _look(self, name: str) -> Reach:
        found = Reach()
        for path in self.addresses(name):
            answer = self.get(name, path)
            assert answer.status_code < 500, (path, answer.status)
            if answer.status_code != 200:
                continue
            found.pages.add(path)
            if answer.mimetype == "text/html":
                found.words |= words(answer)
                for held in self._forms(path, answer.text):
                    found.forms.setdefault((held.to, str(sorted(held.data))), held)
        return found

    def _forms(self, path: str, html: str) -> Iterator[Held]:
        page = read(html)
        urls = self.sip.county.app.url_map.bind("samsyn.example", url_scheme="https")
        for button in page.select("main form[method=post] button"):
            label = " ".join(button.get_text(" ").split())
            if button.get("type") == "button" or not label:
                continue
            to, data = filled(page, path, label, {})
            if to.startswith(OF_SIP):
                endpoint, _values = urls.match(to.partition("?")[0], method="POST")
                form = button.find_parent("form")
                assert form is not None
                texts = tuple(str(one["name"]) for one in form.find_all(["textarea"]))
                yield Held(path, to, data | _answers(form, data), endpoint, texts)

    def get(self, name: str, path: str) -> TestResponse:
        browser = self.who[name].browser
        return browser.client.get(path, base_url=browser.base_url)

    def post(self, name: str, held: Held, **more: str) -> TestResponse:
        browser = self.who[name].browser
        return browser.client.post(
            held.to,
            data=held.data | more,
            headers={"Sec-Fetch-Site": "same-origin"},
            base_url=browser.base_url,
        )

    def state(self) -> Mapping[str, Any]:
        """All that anybody could have done: rows of the plan, drafts and mail."""
        execute = self.sip.county.execute
        rows: dict[str, Any] = dict(rows_of(self.sip, self.plan))
        drafts = select(func.count()).select_from(Draft).where(Draft.plan_id == self.plan.id)
        mails = select(OutboxMail.id, OutboxMail.dead_at).where(OutboxMail.plan_id == self.plan.id)
        rows["draft"] = execute(drafts).scalar_one()
        rows["outbox"] = sorted(map(str, execute(mails).all()))
        return rows

    def logged(self, name: str) -> int:
        """How much the log has of what somebody did in the plan."""
        me = self.who[name].account_id
        return sum(
            self.sip.county.execute(
                select(func.count()).where(row.stream == self.plan.id, row.account_id == me)
            ).scalar_one()
            for row in (AuditEntry, ReadingDue)
        )

    def grounded(self, name: str) -> set[str]:
        """The kinds of mail that somebody would still be sent."""
        address = func.app.mail_address(self.who[name].account_id)
        if self.sip.county.execute(select(address)).scalar_one() is None:
            return set()
        return {
            kind
            for kind, mail in self.mails[name].items()
            if self.sip.county.execute(select(func.app.is_grounded(mail))).scalar_one()
        }


# what the part of an address is that stands after a word; all others are called as the word
KINDS = {"new": "parties", "withdraw": "parties", "who-may-see": "parties", "noted": "own"}
OF_SIP = ("/sip", "/my-plan", "/meetings")


def mark(whose: str, which: str) -> str:
    return f"ORD-{whose}-{which}"


def _other(name: str) -> str:
    return "REGION" if name == "KIM" else "KIM"


def _soon() -> date:
    return clock.today() + timedelta(days=1)


def words(answer: TestResponse) -> set[tuple[str, str]]:
    """Whose words an answer gives away, and which; a file's text is that of its copy as text."""
    return set(SAID.findall(answer.data.decode(errors="replace")))


def _answers(form: Element, data: Sent) -> Sent:
    """What somebody fills in of what a form leaves open."""
    found: Sent = {}
    for one in form.find_all(["input", "select", "textarea"], attrs={"name": True}):
        name, kind = str(one["name"]), one.get("type", "text")
        if data.get(name):
            continue
        if one.name == "select":
            options = [str(each.get("value", "")) for each in one.find_all("option")]
            found[name] = next(filter(None, options), "")
        elif kind == "radio":
            found.setdefault(name, str(one.get("value")))
        elif kind == "checkbox":
            found[name] = str(one.get("value", "on"))
        elif one.name == "textarea" or kind == "text":
            is_day = name.endswith(("_on", "day", "valid_to"))
            found[name] = str(_soon()) if is_day else "Kvar i fliken."
    return found
