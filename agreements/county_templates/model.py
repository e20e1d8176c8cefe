"""What the files of a county say, as frozen values: template, legal references, county facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.facts import Declared
from agreements.rules import Responsibility
from portal.authz import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    """What agreements can be about, in Swedish and English; `legal` is why they have to exist."""

    key: str
    name: str
    name_en: str
    target_group: str
    target_group_en: str
    legal: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A body that adopted the template, and the day it did."""

    body: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A guided question beside a section; `help` may be empty."""

    key: str
    question: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSection:
    """One heading of the agreement. `guidance` and `starter` are CommonMark without HTML."""

    key: str
    number: int
    heading: str
    short_heading: str
    guidance: str
    starter: str
    legal: tuple[str, ...]
    parties: frozenset[OrganisationKind]
    prompts: tuple[Prompt, ...]
    facts: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumn:
    """An actor who can answer for a duty, and the kind of party it belongs to."""

    key: str
    label: str
    short_label: str
    party: OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A heading inside the matrix."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """A duty, under its phase's title. `default` is only a suggestion and names every column."""

    key: str
    phase_key: str
    phase: str
    title: str
    hint: str
    source: str
    seed_owner: OrganisationKind
    default: Mapping[str, Responsibility]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """One edition of a county's template. Rows stand in the order of their phases.

    `parties` are the kinds of organisation that may take part, and `required` those of them that
    must: they decide and sign. `owner` keeps the template up to
    date and `contact` is whom to ask about it, a function and no person; both are "" in editions
    published before a file had to name them. `review_every` is how many months an agreement until
    further notice may hold before it is reviewed.
    """

    id: str
    subject: str
    county: str
    name: str
    edition: str
    owner: str
    contact: str
    replaces: str
    next_revision: int
    review_every: int
    parties: frozenset[OrganisationKind]
    required: frozenset[OrganisationKind]
    adopted: tuple[Adoption, ...]
    sections: tuple[TemplateSection, ...]
    columns: tuple[MatrixColumn, ...]
    phases: tuple[Phase, ...]
    rows: tuple[TemplateRow, ...]

    @property
    def adopted_by(self) -> str:
        """The adopting bodies with their days, as documents print them."""
        return ", ".join(f"{adoption.body} {adoption.on.isoformat()}" for adoption in self.adopted)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReference:
    """A section of a law (or a whole law). Both days are inclusive; None means not stated."""

    key: str
    act: str
    abbreviation: str
    sfs: str
    section: str
    summary: str
    valid_from: date | None
    valid_until: date | None
    replaced_by: str | None
    verified: bool
    note: str
    source: str

    @property
    def citation(self) -> str:
        """As it is written in full: 7 kap. 2 § socialtjänstlagen (2025:400)."""
        return f"{self.section} {self.act} ({self.sfs})".strip()

    @property
    def short_citation(self) -> str:
        """As it is written where there is little room: 7 kap. 2 § SoL."""
        return f"{self.section} {self.abbreviation}".strip()

    def is_same_section(self, other: "LegalReference") -> bool:
        """Whether both mean the same section of the same law, however they word it."""
        return (self.sfs, self.section) == (other.sfs, other.section)

    def is_in_force(self, on: date) -> bool:
        """Whether the reference holds that day, as far as its own days tell."""
        return not self.has_ended(on) and (self.valid_from is None or self.valid_from <= on)

    def has_ended(self, on: date) -> bool:
        """Whether its last day lies before that day."""
        return self.valid_until is not None and self.valid_until < on


@dataclass(frozen=True, slots=True)
class LegalReferences:
    """Every reference of the file, by its key."""

    by_key: Mapping[str, LegalReference]

    def __iter__(self) -> Iterator[LegalReference]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)

    def __contains__(self, key: object) -> bool:
        return key in self.by_key

    def get(self, key: str) -> LegalReference:
        """Return the reference itself; an unknown key is a KeyError."""
        return self.by_key[key]

    def find(self, key: str) -> LegalReference | None:
        """Return the reference itself, if there is one of that key."""
        return self.by_key.get(key)

    def current(self, key: str, on: date) -> LegalReference:
        """Find what holds that day in its place; where nothing does, the ended one itself."""
        reference = self.by_key[key]
        while reference.has_ended(on) and reference.replaced_by is not None:
            reference = self.by_key[reference.replaced_by]
        return reference


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A part of an organisation. `column` is its matrix column; `part_of` another unit's key."""

    key: str
    name: str
    place: str
    column: str | None
    part_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """An organisation other than a municipality. The number is None where it is not certain."""

    key: str
    kind: OrganisationKind
    name: str
    organisation_number: str | None
    units: tuple[UnitFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityFacts:
    """A municipality and its tile on the county's map, counted from 0 at the top left."""

    key: str
    code: str
    name: str
    short_name: str
    tile_name: str
    organisation_number: str | None
    tile_row: int
    tile_column: int


@dataclass(frozen=True, slots=True)
class LobYear:
    """What a source says of a whole county's year by LOB: how many, and the parts in per cent."""

    year: int
    taken: int
    cared_for: int
    young: int
    violent: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFile:
    """A county and everybody in it; every municipality gets the `municipality_units`.

    `subjects` are the county's own, beside those that the portal ships; `lob_years` what was
    known of LOB before the police counted here.
    """

    code: str
    letters: str
    name: str
    short_name: str
    municipalities: tuple[MunicipalityFacts, ...]
    municipality_units: tuple[UnitFacts, ...]
    organisations: tuple[OrganisationFacts, ...]
    subjects: tuple[SubjectFacts, ...]
    lob_years: tuple[LobYear, ...]
