"""The whole country: 21 counties, 290 municipalities, 9,000 agreements on 3 subjects, by COPY.

Each agreement has every fact of its template: about 60, of which its parties have said some.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from agreements.county_templates import load_subjects, load_template
from agreements.county_templates.model import SubjectFacts, TemplateFile
from agreements.document import to_json
from agreements.facts import Said, declared_as_json, said_as_json, said_in_words
from portal import clock
from portal.authz import Role
from portal.demo.agreement_writer import SAID
from portal.identity.session import hash_of, new_token
from portal.ids import new_id
from portal.resources import folder
from tests.unit.documents.example import signed_agreement

# name -> how many municipalities it has; 290 in all
COUNTIES: Mapping[str, int] = {
    "Stockholm": 26, "Uppsala": 8, "Södermanland": 9, "Östergötland": 13, "Jönköping": 13,
    "Kronoberg": 8, "Kalmar": 12, "Gotland": 1, "Blekinge": 5, "Skåne": 33, "Halland": 6,
    "Västra Götaland": 49, "Värmland": 16, "Örebro": 12, "Västmanland": 10, "Dalarna": 15,
    "Gävleborg": 10, "Västernorrland": 7, "Jämtland": 8, "Västerbotten": 15, "Norrbotten": 14,
}  # fmt: skip
AGREEMENTS = 3_000  # on each subject
TEMPLATES = ("vasterbotten-2016", "psykisk-funktionsnedsattning-2026", "placerade-barn-2026")
MEASURED, LARGEST = "Västerbotten", "Västra Götaland"

# in the order that foreign keys want
TABLES = (
    "county",
    "organisation",
    "account",
    "membership",
    "session",
    "subject",
    "template_version",
    "agreement",
    "agreement_area",
    "agreement_party",
    "party_reading",
    "section",
    "suggestion",
    "suggestion_answer",
    "section_version",
    "matrix_column",
    "matrix_row",
    "matrix_cell",
    "document_version",
    "decision",
    "signature",
)

# A cell where each row meets each column of a party, one in forty of the rows without a main
# responsibility.
# The id is a UUIDv7: a random one whose first 48 bits are milliseconds.
CELLS = """
insert into app.matrix_cell (id, county_id, agreement_id, row_id, column_id, value, version,
  changed_by, changed_at, organisation_id)
select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from now()) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid,
  r.county_id, r.agreement_id, r.id, c.id,
  case when (r.position + c.position) % 4 > 0
       then (array['shared', 'participates', 'none'])[(r.position + c.position) % 4]
       when abs(hashtext(r.id::text)) % 40 = 0 then 'unset'
       else 'responsible' end,
  1, 'Maja Öhlund', now(), c.organisation_id
from app.matrix_row r join app.matrix_column c using (agreement_id)
where c.organisation_id is not null
on conflict (row_id, column_id) do nothing
"""

# every fact of its template in each agreement: about 60 each, 530,000 in all
FACTS_OF_TEMPLATES = """
create temporary table declared_fact (template text, section text, key text, label text, kind text,
  declared jsonb, said jsonb, in_words text, position integer)
"""
FACT_OF_TEMPLATE = "insert into declared_fact values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
FACTS = """
insert into app.agreement_fact (id, county_id, agreement_id, section_id, key, label, kind, declared,
  position, in_template, said, in_words, version, changed_by, changed_at, organisation_id)
select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from now()) * 1000)::bigint) from 3) from 1 for 6),
  52, 1), 53, 1), 'hex')::uuid,
  a.county_id, a.id, s.id, f.key, f.label, f.kind, f.declared, f.position, true, f.said,
  f.in_words, 1, 'Maja Öhlund', now(), a.creator_id
from app.agreement a
join app.template_version t on t.id = a.template_version_id
join declared_fact f on f.template = t.key
join app.section s on s.agreement_id = a.id and s.key = f.section
on conflict (agreement_id, key) do nothing
"""

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody signed in."""

    account_id: UUID
    organisation_id: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement to look at."""

    id: UUID
    municipality_id: UUID
    section_id: UUID
    cell: Mapping[str, str]  # the keys of its first row and column


@dataclass(frozen=True, slots=True)
class Edition:
    """A template on a subject, published in a county."""

    id: UUID
    subject_id: UUID
    template: TemplateFile
    title: str


@dataclass(slots=True)
class County:
    """Its organisations and editions, and an agreement of each kind that is measured."""

    id: UUID
    name: str
    editions: list["Edition"]
    municipalities: list[UUID]
    region: UUID
    police: UUID
    group: UUID
    examples: dict[str, Agreement] = field(default_factory=dict)


class Country:
    """Makes the rows. The same every time, but for ids, tokens and days."""

    def __init__(self) -> None:
        self._random = Random(2016)  # noqa: S311 (nothing secret depends on it)
        files = [folder("county_templates") / f"{name}.toml" for name in TEMPLATES]
        self._templates = {
            one.subject: (one, file.read_text(encoding="utf-8"))
            for one, file in zip(map(load_template, files), files, strict=True)
        }
        self._text = "\n".join(section.text for section in signed_agreement().sections)
        self._content = to_json(signed_agreement()).decode("utf-8")
        self._now = clock.now()
        self._numbers = count(1)
        self._waiting: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.counties: dict[str, County] = {}
        self.author = new_id()

    def load(self, connection: psycopg.Connection) -> None:
        """Make everything and write it down; then let the planner know."""
        self._account(self.author)
        for name, municipalities in COUNTIES.items():
            self.counties[name] = self._county(name, municipalities)
        extra = AGREEMENTS - AGREEMENTS // 290 * 290
        places = [(one, place) for one in self.counties.values() for place in one.municipalities]
        for number, (county, place) in enumerate(places):
            for edition in county.editions:
                self._history(county, place, edition, AGREEMENTS // 290 + (number < extra))
            if number % 30 == 0:
                self.flush(connection)
        self.flush(connection)
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")
            connection.execute(CELLS)
            self._facts(connection)
        connection.execute("vacuum analyze")

    def _facts(self, connection: psycopg.Connection) -> None:
        connection.execute(FACTS_OF_TEMPLATES)
        for template, _source in self._templates.values():
            found = [(one.key, fact) for one in template.sections for fact in one.facts]
            for position, (section, declared) in enumerate(found, start=1):
                values = SAID.get(declared.key, ())
                said = Said(values) if values else None
                in_words = "\n".join([declared.label, *said_in_words(declared, said)])
                row = (template.id, section, declared.key, declared.label, declared.kind.value)
                kept = Jsonb(declared_as_json(declared))
                kept_said = Jsonb(said_as_json(said)) if said else None
                connection.execute(FACT_OF_TEMPLATE, (*row, kept, kept_said, in_words, position))
        connection.execute(FACTS)

    def reader(self, county: County, organisation: UUID, *roles: Role) -> Reader:
        """Somebody with these roles, signed in a moment ago."""
        account, token = new_id(), new_token()
        self._account(account)
        for role in roles:
            self._add(
                "membership",
                county_id=county.id,
                account_id=account,
                organisation_id=organisation,
                role=role.value,
                granted_at=self._now,
            )
        self._add(
            "session",
            token_hash=hash_of(token),
            account_id=account,
            organisation_id=organisation,
            issuer_key="staff",
            level=3,
            signed_in_at=self._now,
            last_seen_at=self._now,
            idle_seconds=1800,
            expires_at=self._now + timedelta(hours=10),
        )
        return Reader(account, organisation, token)

    def suggest(self, county: County, agreement: Agreement, how_many: int) -> None:
        """Add suggestions that wait, each with an answer."""
        for number in range(how_many):
            of_matrix = number % 3 == 0
            if of_matrix:
                change = {**agreement.cell, "from": "none", "to": "shared"}
                self._suggestion(county, agreement.id, operations=json.dumps([change]))
            else:
                self._suggestion(county, agreement.id, agreement.section_id)

    def flush(self, connection: psycopg.Connection) -> None:
        """Write down what has been made, as a superuser: COPY knows no row-level security, and the
        foreign keys of a million rows, right by construction, would take most of the time.
        """
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")
            for table, rows in self._waiting.items():
                if rows:
                    _copy(connection, table, rows)
                    rows.clear()

    def _add(self, table: str, **values: object) -> UUID:
        row_id = values.setdefault("id", new_id())
        assert isinstance(row_id, UUID)
        self._waiting[table].append(values)
        return row_id

    def _account(self, account: UUID) -> None:
        number = next(self._numbers)
        self._add(
            "account",
            id=account,
            issuer="https://idp.example.se",
            subject=str(number),
            name="Maja Öhlund",
            email=f"maja{number}@example.se",
            created_at=self._now,
        )

    def _county(self, name: str, municipalities: int) -> County:
        county = self._add("county", key=f"c{next(self._numbers)}", name=f"{name}s län", code="00")
        editions = [
            self._edition(county, position, facts) for position, facts in enumerate(load_subjects())
        ]
        width = 4 if municipalities < 20 else 7
        places = [
            self._organisation(county, "municipality", f"{name} {number + 1}",
                               tile_row=number // width, tile_column=number % width)
            for number in range(municipalities)
        ]  # fmt: skip
        region = self._organisation(county, "region", f"Region {name}")
        police = self._organisation(county, "police", f"Polisområde {name}")
        group = self._organisation(county, "coordination_group", f"Samordningsgruppen {name}")
        return County(county, name, editions, places, region, police, group)

    def _edition(self, county: UUID, position: int, facts: SubjectFacts) -> Edition:
        subject = self._add(
            "subject",
            county_id=county,
            position=position,
            **(asdict(facts) | {"legal": json.dumps(facts.legal)}),
        )
        template, source = self._templates[facts.key]
        version = self._add(
            "template_version",
            county_id=county,
            subject_id=subject,
            key=template.id,
            edition=template.edition,
            name=template.name,
            source=source,
            adopted=template.adopted_by,
            source_sha256="0" * 64,
            published_at=self._now,
        )
        title = f"Lokal överenskommelse om {facts.name.lower()}"
        return Edition(version, subject, template, title)

    def _organisation(self, county: UUID, kind: str, name: str, **tile: int) -> UUID:
        places: Row = {"tile_row": None, "tile_column": None, **tile}
        values = {"name": name, "short_name": name, "sort_key": name.casefold()}
        return self._add("organisation", county_id=county, kind=kind, **values, **places)

    def _history(self, county: County, place: UUID, edition: Edition, how_many: int) -> None:
        """A municipality's agreements on a subject: two years each, some with the next in work."""
        today = self._now.date()
        ends = today + timedelta(days=self._random.choice([-40, 60, 200, 400, 600]))
        in_work = self._random.choice(["draft", "shared", "decision", "signing"] + [None] * 6)
        if place == county.municipalities[0]:
            in_work = "draft"
        elif place == county.municipalities[-1]:
            in_work = "shared"
        signed = how_many - (in_work is not None)
        for number in range(signed):
            until = ends - timedelta(days=730 * (signed - 1 - number))
            status = "in_force" if number == signed - 1 else "superseded"
            self._agreement(county, place, edition, status, until)
        if in_work is not None:
            self._agreement(county, place, edition, in_work, ends + timedelta(days=730))

    def _agreement(
        self, county: County, place: UUID, edition: Edition, status: str, until: date
    ) -> None:
        agreement, at = new_id(), self._now - timedelta(days=30)
        self._add(
            "agreement",
            id=agreement,
            county_id=county.id,
            municipality_ids=[place],
            template_version_id=edition.id,
            subject_id=edition.subject_id,
            title=edition.title,
            status=status,
            status_at=datetime(until.year, until.month, until.day, tzinfo=UTC),
            created_at=at,
            changed_at=at,
            creator_id=place,
            creator_name="Maja Öhlund",
            valid_from=until - timedelta(days=729),
            valid_until=until,
            review_on=until - timedelta(days=90),
            replaced_from=until + timedelta(days=1) if status == "superseded" else None,
            due_on=None if status in {"in_force", "superseded"} else until,
            revision=7,
            matrix_revision=3,
        )
        # triggers are off (flush): the database does not keep it itself
        self._add(
            "agreement_area", county_id=county.id, agreement_id=agreement, municipality_id=place
        )
        parties = {"municipality": place, "region": county.region, "police": county.police}
        self._parties(county, agreement, parties, is_draft=status == "draft")
        first = self._sections(county, agreement, edition.template)
        self._matrix(county, agreement, edition.template, parties)
        if status not in {"draft", "shared"}:
            self._formalities(county, agreement, status, tuple(parties.values()), at)
        template = edition.template
        cell = {"row": template.rows[0].key, "column": template.columns[0].key}
        made = Agreement(agreement, place, first, cell)
        if status == "shared":
            self._readings(county, agreement)
            self.suggest(county, made, self._random.randrange(2, 7))
        # what is measured is on the first subject, as it was when there was but one
        if edition is county.editions[0]:
            county.examples[status] = made

    def _readings(self, county: County, agreement: UUID) -> None:
        """The region is ready with the text, and the police have read it."""
        for organisation, kind in ((county.region, "ready"), (county.police, "read")):
            self._add(
                "party_reading",
                county_id=county.id,
                agreement_id=agreement,
                organisation_id=organisation,
                kind=kind,
                revision=7,
                read_by="Nils Region",
                read_at=self._now,
            )

    def _parties(
        self, county: County, agreement: UUID, parties: Mapping[str, UUID], *, is_draft: bool
    ) -> None:
        for position, organisation in enumerate(parties.values()):
            self._add(
                "agreement_party",
                county_id=county.id,
                agreement_id=agreement,
                organisation_id=organisation,
                position=position,
                joined_at=None if is_draft and position else self._now,
                drafts=position == 0,
            )

    def _sections(self, county: County, agreement: UUID, template: TemplateFile) -> UUID:
        ids = []
        for section in template.sections:
            prompts = [
                {"key": one.key, "question": one.question, "help": one.help, "state": "answered",
                 "note": ""}
                for one in section.prompts
            ]  # fmt: skip
            section_id = self._add(
                "section",
                county_id=county.id,
                agreement_id=agreement,
                key=section.key,
                number=section.number,
                heading=section.heading,
                guidance=section.guidance,
                legal=json.dumps(section.legal),
                prompts=json.dumps(prompts),
                version=2,
                is_written=True,
                checked_version=2,
            )
            ids.append(section_id)
            for version in (1, 2):
                self._section_version(county, agreement, section_id, version)
            if self._random.random() < 0.2:
                self._suggestion(county, agreement, section_id, status="adopted")
        return ids[1]

    def _section_version(
        self, county: County, agreement: UUID, section: UUID, version: int
    ) -> None:
        start = self._random.randrange(len(self._text) // 2)
        self._add(
            "section_version",
            county_id=county.id,
            agreement_id=agreement,
            section_id=section,
            version=version,
            text=self._text[start : start + 1200],
            organisation_id=county.region,
            author_name="Maja Öhlund",
            created_at=self._now,
        )

    def _suggestion(
        self,
        county: County,
        agreement: UUID,
        section: UUID | None = None,
        operations: str | None = None,
        status: str = "published",
    ) -> None:
        suggestion = self._add(
            "suggestion",
            county_id=county.id,
            agreement_id=agreement,
            section_id=section,
            base_version=2,
            text=self._text[:1200] if section else None,
            operations=operations,
            reason="Vi behöver mötas snabbare när någon skrivs ut från slutenvården.",
            status=status,
            organisation_id=county.region,
            author_id=self.author,
            author_name="Göran Öberg",
            created_at=self._now,
            published_at=self._now,
            closed_at=None if status == "published" else self._now,
        )
        self._add(
            "suggestion_answer",
            county_id=county.id,
            agreement_id=agreement,
            suggestion_id=suggestion,
            organisation_id=county.police,
            answer="accept",
            reason="",
            answered_by="Polisen",
            answered_at=self._now,
        )

    def _matrix(
        self,
        county: County,
        agreement: UUID,
        template: TemplateFile,
        parties: Mapping[str, UUID],
    ) -> None:
        taking_part = [one for one in template.columns if one.party.value in parties]
        for position, column in enumerate(taking_part):
            self._add(
                "matrix_column",
                county_id=county.id,
                agreement_id=agreement,
                key=column.key,
                label=column.label,
                organisation_id=parties[column.party.value],
                position=position,
            )
        added = self._random.randrange(3)  # measures of the parties' own: 33 to 35 rows in all
        rows = [*template.rows, *template.rows[:added]]
        for position, row in enumerate(rows):
            self._add(
                "matrix_row",
                county_id=county.id,
                agreement_id=agreement,
                key=row.key if position < len(template.rows) else f"egen-{position}",
                phase=row.phase,
                title=row.title,
                hint=row.hint,
                position=position,
                in_template=position < len(template.rows),
            )

    def _formalities(
        self, county: County, agreement: UUID, status: str, parties: Sequence[UUID], at: datetime
    ) -> None:
        document = self._add(
            "document_version",
            county_id=county.id,
            agreement_id=agreement,
            number=7,
            content=self._content,
            made_at=at,
            signing_sha256=None if status == "decision" else "3f" * 32,
        )
        values: Row = {
            "county_id": county.id, "agreement_id": agreement, "document_version_id": document
        }  # fmt: skip
        decided = parties[: 1 if status == "decision" else 3]
        signed = parties[: {"decision": 0, "signing": 1}.get(status, 3)]
        for party in decided:
            self._add(
                "decision",
                **values,
                organisation_id=party,
                body="Kommunstyrelsen",
                paragraph="§ 112",
                decided_on=at.date(),
                reference="KS-2026-311",
                recorded_by="Maja Öhlund",
                recorded_at=at,
            )
        for party in signed:
            self._add(
                "signature",
                **values,
                organisation_id=party,
                account_id=self.author,
                name="Maja Åström",
                title="Socialchef",
                signed_at=at,
                on_paper=False,
                document_sha256="3f" * 32,
            )


def _copy(connection: psycopg.Connection, table: str, rows: Sequence[Row]) -> None:
    columns = map(sql.Identifier, rows[0])  # every row of a table is made in the same place
    statement = sql.SQL("copy app.{} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(columns)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
