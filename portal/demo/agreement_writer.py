"""Writing agreements of the past, by the same commands as in the portal."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from agreements.agreed import service as facts
from agreements.agreed.queries import get_facts
from agreements.annexes import service as annexes
from agreements.deadlines import usual
from agreements.document import DecisionFacts
from agreements.documents.pdf import make_pdf
from agreements.drafting import creation
from agreements.drafting import service as drafting
from agreements.drafting.composing import Wanted
from agreements.facts import Event, Function, Hours, Indicator, Place, Said, Text, Value
from agreements.matrix import service as matrix
from agreements.matrix.queries import get_matrix
from agreements.negotiation import service as negotiation
from agreements.progress import get_progress
from agreements.queries.agreement import get_agreement
from agreements.queries.formality import by_party, list_decisions
from agreements.queries.holding import list_holding, list_replaceable
from agreements.queries.text import list_sections
from agreements.readings import ReadingKind
from agreements.rules import Part, Responsibility
from agreements.signing import deciding
from agreements.signing import service as signing
from agreements.tables.agreement import Agreement
from agreements.tables.template import TemplateVersion
from portal import clock
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind, Role
from portal.db import db
from portal.demo.files import one_page
from portal.demo.texts import (
    ANNEX,
    ANNEX_TITLE,
    FILE_LINES,
    FILE_TITLE,
    OTHER_SECTIONS,
    SECTIONS,
)
from portal.edits import fingerprint
from portal.errors import NotFoundError
from portal.identity.models import Account
from portal.ids import new_id
from portal.tenancy.models import County, Membership, Organisation
from portal.zone import STOCKHOLM

DECIDES = {
    OrganisationKind.MUNICIPALITY: "Kommunstyrelsen",
    OrganisationKind.REGION: "Hälso- och sjukvårdsnämnden",
    OrganisationKind.POLICE: "Polisområdeschefen",
}
SIGNS = {
    OrganisationKind.MUNICIPALITY: "Kommunstyrelsens ordförande",
    OrganisationKind.REGION: "Hälso- och sjukvårdsdirektör",
    OrganisationKind.POLICE: "Polisområdeschef",
}
TEMPLATES = (
    "vasterbotten-2016",
    "psykisk-funktionsnedsattning-2026",
    "placerade-barn-2026",
    "lob-lanet-2026",
)
ADDICTION, DISABILITY, CHILDREN, LOB = TEMPLATES
# what the parties say beside what the template suggests
SAID: dict[str, tuple[Value, ...]] = {
    "sip-kallar": (
        Function("Socialsekreterare", party="Kommunen", unit="Vuxenenheten"),
        Function("Fast vårdkontakt", party="Regionen", unit="Hälsocentralen"),
    ),
    "sip-plats": (
        Place("Hälsocentralens samtalsrum", hours=(Hours(0, 4, "08:00", "16:30"),)),
        Place("Kommunhuset", hours=(Hours(0, 4, "09:00", "16:00"),)),
    ),
    "lob-tecken": (
        Text("Går inte att väcka, eller andas långsamt"),
        Text("Slag mot huvudet, kramper eller blod"),
        Text("Har tagit något mer än alkohol"),
    ),
    "lob-bedomning": (
        Place(
            "Akutmottagningen",
            telephone="0980-319 200",
            always_open=True,
            note="Ring innan.",
        ),
    ),
    "lob-bedomning-av": (Function("Sjuksköterska", party="Regionen", unit="Akutmottagningen"),),
    "lob-tillnyktring-fullt": (Text("Sjukstugan, efter samtal med akutmottagningen."),),
    "lob-under-18": (
        Function("Socialjouren", party="Kommunen", hours="dygnet runt"),
        Function("Vårdnadshavare"),
    ),
    "lob-hemresa": (
        Text("Kommunen ordnar och betalar hemresan för den som är ung, också från inlandet."),
    ),
    "lob-barn": (Function("Socialjouren", party="Kommunen", hours="dygnet runt"),),
    "lob-evenemang": (Text("Marknaden i mars"), Text("Festivalen i juli")),
    "lob-evenemang-kallar": (Function("Säkerhetssamordnare", party="Kommunen"),),
    "lob-tillnyktring": (
        Place(
            "Tillnyktringsenheten",
            telephone="0980-319 210",
            hours=(Hours(3, 5, "18:00", "10:00", overnight=True),),
            capacity=4,
            least_age=18,
        ),
    ),
    "lob-rapport-till": (
        Function("Mottagningssekreterare", party="Kommunen", hours="vardagar 8–16"),
        Function("Socialjouren", party="Kommunen", hours="övrig tid"),
    ),
    "lob-kontakt-av": (Function("Alkoholterapeut", party="Regionen"),),
    "uppfoljning-indikatorer": (
        Indicator("Antal samordnade individuella planer", "Samsyn", "kommunen", 2),
        Indicator("Dagar från behov till första mötet", "LOKE", "kommunen", 3),
    ),
    "uppfoljning-roster": (Indicator("Brukarrevisioner", "FoU Socialtjänst", "", 0),),
    "uppfoljning-forum": (Function("Lokala styrgruppen"),),
    "kompetens-metoder": (Text("Återfallsprevention (ÅP)"), Text("Brief MI")),
    "kompetens-inventerar": (Function("Enhetschefer", party="Kommunen och regionen"),),
    "avvikelse-mottagare": (
        Function("Kvalitetsutvecklare", party="Kommunen"),
        Function("Verksamhetsutvecklare", party="Regionen"),
    ),
}


# the same of LOB in the whole county, which names no municipality's own places
SAID_IN_THE_COUNTY: dict[str, tuple[Value, ...]] = {
    "ansvar-mal": (
        Text("Hälften av de omhändertagna kommer till vården om två år"),
        Text("Ingen under 18 år nyktrar till i arresten"),
    ),
    "ansvar-egna-vagar": (
        Text("Var personen bedöms och nyktrar till"),
        Text("Vem som tar kontakt efteråt"),
    ),
    "lob-tecken": SAID["lob-tecken"],
    "lob-bedomning": (
        Place(
            "Närmaste akutmottagning",
            telephone="0980-319 240",
            always_open=True,
            note="Norrlands universitetssjukhus, Skellefteå eller Lycksele. Ring innan.",
        ),
        Place("Sjukstugan", note="Där det är längre än en timme till ett sjukhus."),
    ),
    "lob-bedomning-av": (
        Function("Sjuksköterska", party="Regionen", unit="Akutmottagningen"),
        Function("Ambulanssjuksköterska", party="Regionen"),
    ),
    "lob-tillnyktring": (
        Place(
            "Tillnyktringsenheten i Umeå",
            telephone="0980-319 241",
            hours=(Hours(2, 6, "18:00", "10:00", overnight=True),),
            capacity=6,
            least_age=18,
        ),
        Place(
            "Tillnyktringsenheten i Skellefteå",
            telephone="0980-319 242",
            hours=(Hours(3, 5, "18:00", "10:00", overnight=True),),
            capacity=4,
            least_age=18,
        ),
        Place("Lycksele lasarett", telephone="0980-319 243", capacity=2, note="Ring innan."),
    ),
    "lob-tillnyktring-fullt": (Text("Sjukstugan, efter samtal med akutmottagningen."),),
    "lob-arrest": (
        Text("Hälsocentralens jour svarar dygnet runt. Tillsyn minst en gång i kvarten."),
    ),
    "lob-under-18": (Function("Vårdnadshavare"), Function("Socialjouren", party="Kommunen")),
    "lob-hemresa": (
        Text("Kommunen där den unga bor ordnar och betalar resan, också från inlandet."),
    ),
    "lob-barn": (Function("Socialjouren", party="Kommunen", hours="dygnet runt"),),
    "lob-rapport-till": (
        Function("Mottagningen", party="Kommunen", hours="vardagar 8–16"),
        Function("Socialjouren", party="Kommunen", hours="övrig tid"),
    ),
    "lob-rapport-uppgifter": (Text("Tid, plats och om personen är känd sedan tidigare"),),
    "lob-kontakt-av": (Function("Alkoholterapeut", party="Kommunen"),),
    "kontakt-mer-for-kanda": (Text("Ett möte om hur stödet kan ändras, med personen"),),
    "lob-evenemang": (Text("Sommarfestivalen"), Text("Marknaden i Lycksele")),
    "lob-evenemang-kallar": (Function("Säkerhetssamordnare", party="Kommunen"),),
    "plan-bygger-pa": (Text("Genomgången av länets omhändertaganden förra året"),),
    "plan-omraden": (
        Text("Rutiner och längre öppettider på tillnyktringsenheterna"),
        Text("Platser för tillnyktring i inlandet"),
        Text("Medicinsk bedömning i arresten"),
        Text("Hemresor för unga"),
        Text("En väg för polisens rapporter"),
        Text("Samtal efteråt, och mer för den som redan får stöd"),
    ),
    "plan-haller-ihop": (Function("Processledare", party="Regionen", unit="Beroendevården"),),
    "siffror-lamnas-av": (Function("Kommunpolis", party="Polisen"),),
    "genomgang-deltar": (
        Function("Kommunpolis", party="Polisen"),
        Function("Chef för tillnyktringsenheten", party="Regionen"),
        Function("Enhetschef, socialjouren", party="Kommunen"),
    ),
    "uppfoljning-forum": (Function("Länssamordningsgruppen"),),
    "avvikelse-mottagare": SAID["avvikelse-mottagare"],
    "ansvar-foljer-upp": (Function("Processledare", party="Regionen", unit="Beroendevården"),),
}


def events_of(today: date) -> tuple[Event, ...]:
    """One that has been, one that is on, and one to come, whenever the demo is made."""

    def event(name: str, starts: int, days: int, hours: str, note: str) -> Event:
        first = today + timedelta(days=starts)
        return Event(
            name,
            first,
            first + timedelta(days=days - 1),
            "Tältet bredvid sjukstugan",
            hours,
            "0980-319 230",
            note,
        )

    return (
        event("Höstmarknaden", -60, 2, "18–06", "Två sjuksköterskor och en socialsekreterare."),
        event("Julmarknaden", 2, 3, "16–04", "Kör hit före akutmottagningen. Fyra platser."),
        event("Festivalen", 60, 4, "dygnet runt", "Fältgruppen möter på plats."),
    )


class AgreementWriter:
    """What every step of an agreement's life is written with."""

    def __init__(self, county: County) -> None:
        self.county_id = county.id

    def _sign_on_paper(self, actor: Actor, agreement: Agreement, day: date) -> None:
        signing.record_paper_signatures(
            actor,
            agreement,
            signatories={
                one.organisation_id: ("Undertecknat exempel", SIGNS[one.organisation.kind])
                for one in agreement.parties
                if one.signs
            },
            signed_at=at_ten(day),
            today=day,
        )

    def _holding(
        self, municipality: str, day: date, template: str = ADDICTION
    ) -> tuple[Actor, Agreement]:
        """What a municipality has in force on a template's subject, and its coordinator."""
        actor = self._coordinator(municipality)
        found = self._in_force(municipality, at_ten(day), template)
        if found is None:
            raise NotFoundError
        return actor, get_agreement(actor, found)

    def _set_coming_term(self, municipality: str, agreement: Agreement, now: datetime) -> None:
        first = date(clock.today().year + 1, 1, 1)
        drafting.set_term(
            self._coordinator(municipality),
            agreement,
            valid_from=first,
            valid_until=date(first.year + 2, 12, 31),
            review_on=date(first.year + 1, 1, 31),
            seen=fingerprint(drafting.term_as_texts(agreement.term)),
            now=now,
        )

    def _template(self, key: str) -> TemplateVersion:
        return db.session.scalars(
            select(TemplateVersion).where(
                TemplateVersion.county_id == self.county_id, TemplateVersion.key == key
            )
        ).one()

    def _in_force(self, municipality: str, now: datetime, template: str = ADDICTION) -> UUID | None:
        """What a municipality has in force on a template's subject, if anything."""
        subject_id = self._template(template).subject_id
        place = self._coordinator(municipality).organisation_id
        holding = list_holding(subject_id, [place], now.date())
        return holding[0].id if holding else None

    def _written(
        self,
        municipality: str,
        now: datetime,
        *,
        template: str = ADDICTION,
        sections: int = 9,
        cells: bool = True,
        replaces: Collection[UUID] = (),
    ) -> Agreement:
        actor = self._coordinator(municipality)
        subject = self._template(template).subject.name
        about = "" if template == ADDICTION else f"{subject}: "
        name = "lokal" if about else "Lokal"
        _region, police = self._others()
        agreement = self._begun(
            actor,
            now,
            template,
            Wanted(municipalities=[actor.organisation_id], parts={police.id: Part.BOUND}),
            title=f"{about}{name} överenskommelse, {municipality}",
            replaces=replaces,
        )
        texts = SECTIONS if template == ADDICTION else OTHER_SECTIONS
        self._write(actor, agreement, texts, municipality, now, sections=sections)
        if cells:
            self._fill(actor, agreement, now)
            self._say_facts(actor, agreement, now)
        return agreement

    def _begun(
        self,
        actor: Actor,
        now: datetime,
        template: str,
        wanted: Wanted,
        *,
        title: str,
        replaces: Collection[UUID] = (),
    ) -> Agreement:
        created = creation.start_agreement(
            actor,
            self._template(template).id,
            agreement_id=new_id(),
            title=title,
            wanted=wanted,
            replaces=replaces,
            now=now,
        )
        return get_agreement(actor, created.id)

    def _write(
        self,
        actor: Actor,
        agreement: Agreement,
        texts: Mapping[str, str],
        municipality: str,
        now: datetime,
        *,
        sections: int = 9,
    ) -> None:
        for line in list_sections(agreement)[:sections]:
            keys = [prompt["key"] for prompt in line.section.prompts]
            drafting.edit_section(
                actor,
                agreement,
                line,
                text=texts[line.section.key].format(municipality=municipality),
                base_version=line.section.version,
                marks=drafting.PromptMarks(
                    said=dict.fromkeys(keys, drafting.PromptMark("answered", "")),
                    shown=dict.fromkeys(keys, drafting.PromptMark("open", "")),
                ),
                now=now,
            )

    def _annex(self, municipality: str, agreement: Agreement, now: datetime) -> None:
        """A text and a file that belong to it."""
        actor = self._coordinator(municipality)
        for held in (
            annexes.text_held(ANNEX_TITLE, ANNEX),
            annexes.file_held(FILE_TITLE, one_page(FILE_TITLE, FILE_LINES)),
        ):
            annexes.add(actor, agreement, annex_id=new_id(), held=held, now=now)

    def _fill(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        shown = get_matrix(agreement)
        base = {
            (row.key, column): value for row in shown.rows for column, value in row.values.items()
        }
        values = dict(base)
        for row in shown.rows:
            if row.check.lacks_responsible:
                values[row.key, "socialtjanst"] = Responsibility.RESPONSIBLE
            for column, value in row.values.items():
                if value is Responsibility.UNSET and column != "socialtjanst":
                    values[row.key, column] = Responsibility.NONE
            if values[row.key, "socialtjanst"] is Responsibility.UNSET:
                values[row.key, "socialtjanst"] = Responsibility.PARTICIPATES
        matrix.fill(actor, agreement, values=values, base=base, now=now)

    def _say_facts(
        self,
        actor: Actor,
        agreement: Agreement,
        now: datetime,
        said: Mapping[str, tuple[Value, ...]] = SAID,
    ) -> None:
        """Keep what the template suggests, and say a little more: where, and by whom."""
        for one in get_facts(agreement):
            values = said.get(one.key, one.declared.default)
            if one.key == "lob-evenemang-dagar":
                values = events_of(clock.today())
            if one.is_left and values:
                facts.set_fact(
                    actor, agreement, one.id, Said(values), base_version=one.version, now=now
                )

    def _share(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        day = now.astimezone(STOCKHOLM).date()
        due = usual(30, agreement.valid_from, day)
        drafting.share(
            actor, agreement, revision=agreement.revision, due_on=due, now=now, today=day
        )
        db.session.flush()
        db.session.expire(agreement, ["every_party"])
        db.session.expire_all()
        get_agreement(actor, agreement.id)

    def _lock(self, actor: Actor, agreement: Agreement, on: date) -> None:
        """Every party is ready with the text, and it is locked: nothing in it is left open."""
        for party in agreement.parties:
            self._say_ready(self._actor(party.organisation), agreement, at_ten(on))
        replaces = [one.id for one in list_replaceable(agreement, on) if one.is_within]
        signing.ask_for_decisions(
            actor,
            agreement,
            reasons=self._reasons(agreement, on),
            replaces=replaces,
            due_on=usual(60, agreement.valid_from, on),
            now=at_ten(on),
            today=on,
        )

    def _reasons(self, agreement: Agreement, on: date) -> dict[str, str]:
        """Why the parties go on although something is left as the template has it."""
        asks = get_progress(agreement, on).readiness.asks
        return {one.key: "Vi fyller i resten när vi har prövat rutinen." for one in asks}

    def _say_ready(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        negotiation.say(actor, agreement, ReadingKind.READY, revision=agreement.revision, now=now)

    def _decide(self, agreement: Agreement, on: date) -> None:
        deciding_parties = [one for one in agreement.parties if one.decides]
        for number, party in enumerate(deciding_parties):
            actor = self._actor(party.organisation)
            body = DECIDES[party.organisation.kind]
            self._record(actor, agreement, body, f"§ {112 + number}", on)

    def _record(
        self, actor: Actor, agreement: Agreement, body: str, paragraph: str, on: date
    ) -> None:
        facts = DecisionFacts(
            body=body, paragraph=paragraph, decided_on=on, reference=f"{on.year}/{100 + on.day}"
        )
        deciding.record_decision(
            actor,
            agreement,
            seen=deciding.live_version(agreement).id,
            facts=facts,
            make_pdf=make_pdf,
            now=at_ten(on),
            today=on,
        )

    def _correct(self, actor: Actor, agreement: Agreement, on: date) -> None:
        """Put right a reference that was mistyped."""
        mine = by_party(list_decisions(agreement))[actor.organisation_id][0]
        deciding.correct_decision(
            actor,
            agreement,
            mine,
            seen=deciding.Shown(
                mine.document_version_id, fingerprint(deciding.decision_as_texts(mine.facts))
            ),
            facts=replace(mine.facts, reference=f"KS {on.year}/{110 + on.day}"),
            make_pdf=make_pdf,
            # a frozen file is made anew only together with what has just been put right
            now=clock.now(),
            today=on + timedelta(days=1),
        )

    def _coordinator(self, municipality: str) -> Actor:
        return self._actor(self._named(municipality))

    def _named(self, name: str) -> Organisation:
        return db.session.scalars(
            select(Organisation).where(
                Organisation.county_id == self.county_id, Organisation.name == name
            )
        ).one()

    def _others(self) -> tuple[Organisation, Organisation]:
        return self._named("Region Västerbotten"), self._named("Polisområde Västerbotten")

    def _member(self, kind: OrganisationKind) -> Actor:
        region, police = self._others()
        return self._actor(region if kind is OrganisationKind.REGION else police)

    def _actor(self, organisation: Organisation) -> Actor:
        """The organisation's coordinator among the demo's people, else somebody who was once."""
        account = db.session.scalar(
            select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.organisation_id == organisation.id,
                Membership.role == Role.COORDINATOR,
            )
        ) or _former_coordinator(organisation)
        return Actor(
            account_id=account.id,
            name=account.name,
            organisation_id=organisation.id,
            organisation_name=organisation.name,
            organisation_kind=organisation.kind,
            county_id=organisation.county_id,
            roles=frozenset({Role.COORDINATOR}),
            session_id=new_id(),
        )


def _former_coordinator(organisation: Organisation) -> Account:
    """Who acted for an organisation, and has no role there any more."""
    name = f"Samordnaren, {organisation.short_name}"
    account = db.session.scalar(select(Account).where(Account.subject == name))
    if account is None:
        account = Account(
            id=new_id(),
            issuer="https://example.org",
            subject=name,
            name=name,
            created_at=clock.now(),
        )
        db.session.add(account)
        db.session.flush()
        audit.record_maintenance(organisation.county_id, "account.imported", account)
    return account


def at_ten(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), tzinfo=STOCKHOLM)
