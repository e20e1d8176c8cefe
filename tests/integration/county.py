"""A county with its organisations and people, who do everything through the pages."""

import hashlib
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, CursorResult, Executable, func, insert, select, update

from agreements.county_templates import load_subjects, load_template
from agreements.county_templates.model import SubjectFacts, TemplateFile
from agreements.document import DecisionFacts
from agreements.documents.pdf import make_pdf
from agreements.drafting.service import PromptMark, PromptMarks, edit_section
from agreements.mandates.queries import list_held
from agreements.queries.agreement import get_agreement
from agreements.queries.text import list_sections
from agreements.signing.commitment import make_commitment
from agreements.signing.deciding import live_version, record_decision
from agreements.signing.service import Evidence, sign
from agreements.tables.agreement import Agreement
from agreements.tables.fact import AgreementFact
from agreements.tables.mandate import MandateHolder, SigningMandate
from agreements.tables.template import Subject, TemplateVersion
from agreements.templates.service import kept_facts
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.config import IssuerSettings, SessionSettings
from portal.identity import service as identity
from portal.identity.models import Account, SignInSession
from portal.identity.oidc import (
    AuthorizationRequest,
    Flow,
    Identity,
    LogoutToken,
    RefusalReason,
    SignInRefusedError,
    StepUp,
)
from portal.identity.oidc.authorization import new_flow
from portal.identity.session import hash_of, new_token
from portal.identity.step_up import prove
from portal.ids import new_id
from portal.resources import folder
from portal.tenancy.models import County, Membership, Organisation
from portal.tenancy.sorting import sort_key
from portal.transaction import transaction
from tests.acting import acting_as, without_pages
from tests.browser import Browser

Execute = Callable[[Executable], CursorResult[Any]]

ISSUER = IssuerSettings(
    key="staff",
    door="staff",
    name="Kommunens inloggning",
    issuer="https://idp.example.se",
    client_id="samsyn",
    client_secret="hemlig",
    levels={"substantial": 2, "high": 3},
    sign_in_level=3,
    signing_level=3,
)
TEMPLATE = folder("county_templates") / "vasterbotten-2016.toml"

K = OrganisationKind
COORDINATOR = (Role.COORDINATOR,)
SIGNATORY = (Role.SIGNATORY,)
READY = "Vi är klara med texten"
SECTION_TEXT = "Kommunen samordnar det som sägs i del {}."


@dataclass(slots=True)
class FakeProvider:
    """A provider that says what the test wants: who answers, or why nobody does."""

    settings: IssuerSettings = ISSUER
    identity: Identity | None = None
    refusal: RefusalReason | None = None
    logout: LogoutToken | None = None
    asked: list[Flow] = field(default_factory=list)

    def begin(
        self,
        *,
        redirect_uri: str,
        now: datetime,
        step_up: StepUp | None = None,
        ui_locale: str | None = None,
    ) -> AuthorizationRequest:
        flow = new_flow(self.settings, now=now, step_up=step_up)
        self.asked.append(flow)
        address = f"{self.settings.issuer}/authorize?state={flow.state}"
        return AuthorizationRequest(url=address, flow=flow)

    def finish(self, flow: Flow, **_answer: object) -> Identity:
        if self.refusal is not None:
            raise SignInRefusedError(self.refusal)
        assert self.identity is not None, "the test did not say who answers"
        if self.identity.level < flow.needed_level:
            raise SignInRefusedError(RefusalReason.LEVEL_TOO_LOW)
        return self.identity

    def end_session_url(self, _redirect_uri: str, _state: str) -> str | None:
        return None

    def check_logout_token(self, _token: str, _now: datetime) -> LogoutToken:
        if self.logout is None:
            raise SignInRefusedError(RefusalReason.NOT_A_LOGOUT_TOKEN)
        return self.logout


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account with what its provider says of it."""

    id: UUID
    identity: Identity


class CountyOfTests:
    """Organisations by name, people by role, and the template. `execute` is portal_owner's."""

    def __init__(self, app: Flask, execute: Execute, name: str = "Västerbotten") -> None:
        self.app = app
        self.execute = execute
        self.connection: Connection | None = None  # all the test's, when it is isolated
        self._counties: dict[UUID, UUID] = {}  # by organisation
        self.provider = FakeProvider()
        app.extensions["settings"] = replace(app.extensions["settings"], issuers=(ISSUER,))
        app.extensions["providers"] = {ISSUER.key: self.provider}
        self.id = self._enter(County, key=str(new_id()), name=name, code="AC")
        self.municipality = self.organisation("Åsele kommun", K.MUNICIPALITY)
        self.region = self.organisation(f"Region {name}", K.REGION)
        self.police = self.organisation(f"Polisen {name}", K.POLICE)
        self.group = self.organisation("Länssamordningsgruppen", K.COORDINATION_GROUP)
        self.subjects = self.enter_subjects(load_subjects())
        self.template_id = self.publish(TEMPLATE)

    def organisation(self, name: str, kind: OrganisationKind) -> UUID:
        return self._enter(
            Organisation,
            county_id=self.id,
            kind=kind,
            name=name,
            short_name=name.removesuffix(" kommun"),
            sort_key=sort_key(name),
        )

    def somebody(self, name: str = "Maja Öhlund", *, level: int = 3) -> Somebody:
        """An account without any role."""
        subject = str(new_id())
        account = self._enter(
            Account,
            issuer=ISSUER.issuer,
            subject=subject,
            name=name,
            email=f"{subject}@example.se",
            created_at=clock.now(),
        )
        return Somebody(account, identity_of(subject, name, level=level))

    def grant(self, somebody: Somebody, organisation: UUID, *roles: Role) -> list[UUID]:
        if Role.SIGNATORY in roles:
            self.mandate(organisation, somebody)
        return [
            self._enter(
                Membership,
                county_id=self.county_of(organisation),
                account_id=somebody.id,
                organisation_id=organisation,
                role=role,
                granted_at=clock.now(),
            )
            for role in roles
        ]

    def mandate(
        self, organisation: UUID, *people: Somebody, needed: int = 1, **values: object
    ) -> UUID:
        """A right to sign for an organisation, since long ago: a place for each, in this order."""
        facts: dict[str, object] = {
            "body": "Fullmäktige",
            "ground": "§ 7",
            "valid_from": date(2020, 1, 1),
            "in_order": False,
            "recorded_by": "Greta Granskare",
            "recorded_at": clock.now(),
        }
        of = {"county_id": self.county_of(organisation), "organisation_id": organisation}
        number = {"needed": needed, "places": len(people)}
        mandate = self._enter(SigningMandate, **(of | number | facts | values))
        for place, one in enumerate(people, start=1):
            self._enter(
                MandateHolder,
                **of,
                mandate_id=mandate,
                account_id=one.id,
                name=one.identity.name,
                place=place,
                is_substitute=False,
            )
        return mandate

    def county_of(self, organisation: UUID) -> UUID:
        if organisation not in self._counties:
            found = select(Organisation.county_id).where(Organisation.id == organisation)
            self._counties[organisation] = self.execute(found).scalar_one()
        return self._counties[organisation]

    def member(self, organisation: UUID, *roles: Role, name: str = "Maja Öhlund") -> Browser:
        """The browser of somebody who has signed in and has these roles there."""
        somebody = self.somebody(name)
        self.grant(somebody, organisation, *roles)
        return self.signed_in(somebody, organisation)

    def signed_in(self, somebody: Somebody, organisation: UUID) -> Browser:
        """Somebody with a role there, signed in for it: the row that `sign_in` leaves.

        Most tests are not about signing in; test_made_quickly.py does both.
        """
        token, limits = new_token(), SessionSettings()
        self._enter(
            SignInSession,
            token_hash=hash_of(token),
            account_id=somebody.id,
            organisation_id=organisation,
            issuer_key=ISSUER.key,
            level=somebody.identity.level,
            signed_in_at=func.now(),
            last_seen_at=func.now(),
            idle_seconds=limits.idle_minutes * 60,
            expires_at=func.now() + timedelta(hours=limits.absolute_hours),
        )
        return Browser(self.app, token=token)

    def sign_in(self, somebody: Somebody, limits: SessionSettings | None = None) -> Browser:
        token = self.open_session(somebody, limits)
        assert token is not None, "nobody without a role can sign in"
        return Browser(self.app, token=token)

    def open_session(self, somebody: Somebody, limits: SessionSettings | None = None) -> str | None:
        """A session by the portal's own code, with its proof to the database."""
        with self.app.app_context(), acting_as(""), transaction():
            return identity.open_session(
                somebody.identity,
                issuer_key=ISSUER.key,
                limits=limits or SessionSettings(),
                secret_key=self.app.extensions["settings"].secret_key,
            )

    def visitor(self) -> Browser:
        """Somebody who has not signed in."""
        return Browser(self.app)

    def enter_subjects(self, found: Iterable[SubjectFacts]) -> dict[str, UUID]:
        """Subjects, as the county's file is imported with."""
        return {
            facts.key: self._enter(
                Subject,
                county_id=self.id,
                position=position,
                **(asdict(facts) | {"legal": list(facts.legal)}),
            )
            for position, facts in enumerate(found)
        }

    def publish(self, file: Path) -> UUID:
        """An edition of a template, as `portal publish-template` enters it."""
        content = _shipped(file) if file.parent == TEMPLATE.parent else load_template(file)
        source = file.read_text(encoding="utf-8")
        return self._enter(
            TemplateVersion,
            county_id=self.id,
            subject_id=self.subjects[content.subject],
            key=content.id,
            edition=content.edition,
            name=content.name,
            source=source,
            adopted=content.adopted_by,
            source_sha256=hashlib.sha256(source.encode()).hexdigest(),
            published_at=clock.now(),
            facts=kept_facts(content),
        )

    def _enter(self, model: type, **values: object) -> UUID:
        row_id = new_id()
        self.execute(insert(model).values(id=row_id, **values))
        return row_id


@cache
def _shipped(file: Path) -> TemplateFile:
    """A template of the portal's own, read once: that takes as long as some pages."""
    return load_template(file)


def logout_token(subject: str | None, sid: str | None = None, jti: str = "1") -> LogoutToken:
    """What a provider says when somebody has signed out there, believed for a minute."""
    until = clock.now() + timedelta(minutes=1)
    return LogoutToken(subject=subject, sid=sid, jti=jti, believed_until=until)


def identity_of(subject: str, name: str, *, level: int = 3, sid: str | None = None) -> Identity:
    return Identity(
        issuer=ISSUER.issuer,
        subject=subject,
        name=name,
        email=None,
        acr=None,
        level=level,
        auth_time=clock.now(),
        sid=sid,
        organisation_number=None,
        id_token="header.claims.signature",
        jwks={"keys": []},
    )


class Parties:
    """Municipality, region and police with a coordinator and a signatory each, and one agreement.

    The methods are what they do, one page after another.
    """

    def __init__(
        self,
        county: CountyOfTests,
        *,
        municipality: UUID | None = None,
        police: bool = True,
        template: UUID | None = None,
    ) -> None:
        self.county = county
        self.template = template
        self.with_police = police
        self.municipality_id = municipality or county.municipality
        self.municipality = county.member(self.municipality_id, *COORDINATOR, name="Maja Öhlund")
        self.region = county.member(county.region, *COORDINATOR, name="Nils Region")
        self.police = county.member(county.police, *COORDINATOR, name="Petra Polis")
        self.id = ""

    def anew(self) -> "Parties":
        """These people and their agreement, with nothing yet in their browsers."""
        new = copy(self)
        for name in ("municipality", "region", "police"):
            setattr(new, name, Browser(self.county.app, token=getattr(self, name).token))
        return new

    @property
    def path(self) -> str:
        return f"/agreements/{self.id}"

    @property
    def all(self) -> list[Browser]:
        others = [self.region, self.police] if self.with_police else [self.region]
        return [self.municipality, *others]

    def create(self, replaces: str = "") -> "Parties":
        """Begin; `replaces` is the id of what it is to take over from, or "none"."""
        address = f"/agreements/new?template={self.template or self.county.template_id}"
        page = self.municipality.open(address)
        parts = {f"part_{self.county.police}": "bound"} if self.with_police else {}
        page.press("Skapa", **parts, **({"replaces": replaces} if replaces else {}))
        self.id = urlsplit(page.url).path.split("/")[2]
        return self

    def write_sections(self) -> "Parties":
        """Write every section, and answer its questions in the text.

        Without its pages, which most tests are not about; test_made_quickly.py does both.
        """
        with without_pages(self.municipality) as actor:
            agreement = get_agreement(actor, UUID(self.id))
            for number, one in enumerate(list_sections(agreement), start=1):
                shown = {
                    prompt["key"]: PromptMark(prompt["state"], prompt["note"])
                    for prompt in one.section.prompts
                }
                said = {key: PromptMark("answered", mark.note) for key, mark in shown.items()}
                with transaction():
                    edit_section(
                        actor,
                        agreement,
                        one,
                        text=SECTION_TEXT.format(number),
                        base_version=one.section.version,
                        marks=PromptMarks(said, shown),
                        now=clock.now(),
                    )
        return self.say_facts()

    def say_facts(self) -> "Parties":
        """Say of every fact what the template suggests, or that it is not relevant, at once."""
        ours = update(AgreementFact).where(
            AgreementFact.agreement_id == UUID(self.id), AgreementFact.said.is_(None)
        )
        suggested = AgreementFact.declared["default"]
        has_one = AgreementFact.declared.has_key("default")
        self.county.execute(
            ours.where(has_one).values(said=func.jsonb_build_object("values", suggested))
        )
        self.county.execute(ours.values(said={"not_relevant": "Inget för oss."}))
        return self

    def fill_matrix(self) -> "Parties":
        """Give every measure somebody responsible, and stand by what the template suggests."""
        page = self.municipality.open(f"{self.path}/matrix/fill")
        values: dict[str, str | bool] = {}
        for row in page.soup.select("tr[data-row]"):
            if row.select("[data-notices] li"):
                values[f"cell-{str(row['id']).removeprefix('row-')}.socialtjanst"] = "responsible"
        page.fill("Spara", values)
        untouched = Agreement.id == UUID(self.id), Agreement.matrix_revision == 1
        self.county.execute(update(Agreement).where(*untouched).values(matrix_revision=2))
        return self

    def set_term(
        self, first: date | None = None, last: date | None = None, review: date | None = None
    ) -> "Parties":
        first = first or clock.today()
        last = last or first + timedelta(days=730)
        self.municipality.open(f"{self.path}/term").press(
            "Spara",
            valid_from=first.isoformat(),
            valid_until=last.isoformat(),
            review_on=(review or last).isoformat(),
        )
        return self

    def share(self) -> "Parties":
        self.municipality.open(f"{self.path}/share").press("Dela utkastet")
        return self

    def shared(self, replaces: str = "") -> "Parties":
        return self.create(replaces).write_sections().fill_matrix().set_term().share()

    def ready(self) -> "Parties":
        """Each party says that it is ready with the text, if it has not."""
        for browser in self.all:
            page = Browser(self.county.app, token=browser.token).open(self.path)
            if READY in page.buttons:
                page.press(READY)
        return self

    def put_to_decision(self, replaces: str | list[str] = "", status: int = 200) -> "Parties":
        """Lock the text; `replaces` is the id of what it takes over from, several, or "none"."""
        self.ready()
        page = self.municipality.open(f"{self.path}/put-to-decision")
        chosen = {"replaces": replaces} if replaces else {}
        page.press("Lås texten och gå till beslut", status, **chosen)
        return self

    def decide(self, browser: Browser, **facts: str) -> Browser:
        values = {
            "body": "Kommunstyrelsen",
            "paragraph": "§ 112",
            "decided_on": clock.today().isoformat(),
            "reference": "KS 2026/123",
        }
        page = browser.open(f"{self.path}/decision")
        return page.press("Gå vidare", **(values | facts)).press("Registrera beslutet")

    def signing(self, replaces: str = "") -> "Parties":
        """As far as the signatures: decisions without their pages, which few tests are about."""
        self.put_to_decision(replaces)
        for browser in self.all:
            self.decide_at_once(browser)
        return self

    def decide_at_once(self, browser: Browser) -> None:
        """What `decide` leaves, without its pages; test_made_quickly.py does both."""
        with without_pages(browser) as actor:
            agreement, today = get_agreement(actor, UUID(self.id)), clock.today()
            facts = DecisionFacts(
                body="Kommunstyrelsen",
                delegation="",
                paragraph="§ 112",
                decided_on=today,
                reference="KS 2026/123",
            )
            with transaction():
                record_decision(
                    actor,
                    agreement,
                    seen=live_version(agreement).id,
                    facts=facts,
                    make_pdf=make_pdf,
                    now=clock.now(),
                    today=today,
                )

    def signatory(self, organisation: UUID, name: str) -> tuple[Somebody, Browser]:
        somebody = self.county.somebody(name)
        self.county.grant(somebody, organisation, *SIGNATORY)
        return somebody, self.county.signed_in(somebody, organisation)

    def sign(self, somebody: Somebody, browser: Browser, title: str = "Ordförande") -> Browser:
        """The whole act: the page, the fresh sign-in as `somebody`, and the way back."""
        self.ask_to_sign(browser, title)
        return self.come_back(browser, somebody.identity)

    def ask_to_sign(self, browser: Browser, title: str = "Ordförande") -> None:
        page = browser.open(f"{self.path}/sign")
        page.press("Logga in och skriv under", status=302, title=title, agree=True)

    def come_back(self, browser: Browser, identity: Identity, status: int = 200) -> Browser:
        """The provider sends the browser back, saying who it was."""
        there = browser.response.headers["Location"]
        state = parse_qs(urlsplit(there).query)["state"][0]
        self.county.provider.identity = identity
        return browser.open(f"/sign-in/{ISSUER.key}/callback?state={state}&code=x", status)

    def all_sign(self) -> "Parties":
        """Each party signs, without the pages of that, which few tests are about."""
        organisations = [self.municipality_id, self.county.region, self.county.police]
        for organisation in organisations[: len(self.all)]:
            self.sign_at_once(*self.signatory(organisation, "Sune Signatär"))
        return self

    def sign_at_once(self, somebody: Somebody, browser: Browser) -> None:
        """What `sign` leaves, without its pages; test_made_quickly.py does both."""
        with without_pages(browser) as actor:
            agreement, signature_id = get_agreement(actor, UUID(self.id)), new_id()
            (mandate,) = list_held(actor)
            document_sha256 = live_version(agreement).signing_sha256
            assert document_sha256 is not None, "there is nothing to sign yet"
            commitment = make_commitment(
                agreement_id=agreement.id,
                document_sha256=document_sha256,
                account_id=actor.account_id,
                organisation_id=actor.organisation_id,
                mandate_id=mandate.id,
            )
            proof = prove(str(signature_id), commitment, somebody.identity.id_token)
            with transaction():
                sign(
                    actor,
                    agreement,
                    signature_id=signature_id,
                    mandate_id=mandate.id,
                    title="Ordförande",
                    evidence=Evidence(
                        commitment=commitment,
                        document_sha256=document_sha256,
                        id_token=somebody.identity.id_token,
                        provider_keys=somebody.identity.jwks,
                        proof=proof,
                    ),
                    now=clock.now(),
                    today=clock.today(),
                )

    def section(self, number: int) -> str:
        """The path of a section, by its number."""
        page = self.municipality.open(self.path)
        links = page.soup.select("ol.contents a[href*='/sections/']")
        return str(links[number - 1]["href"])

    def suggest(
        self, browser: Browser, section: str, text: str, *, reason: str = "Så blir det tydligare."
    ) -> str:
        """Suggest a text of a section to everybody; answers the suggestion's path."""
        page = browser.open(f"{section}/suggest")
        page.press("Skicka förslaget till parterna", text=text, reason=reason)
        return urlsplit(page.url).path

    def answer(
        self, browser: Browser, suggestion: str, answer: str = "accept", reason: str = ""
    ) -> Browser:
        page = browser.open(suggestion)
        button = next(one for one in page.buttons if one.startswith("Svara för"))
        return page.press(button, answer=answer, reason=reason)
