"""Loads a county's template and its legal references, whole or not at all."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from agreements.county_templates.model import (
    Adoption,
    LegalReference,
    LegalReferences,
    MatrixColumn,
    Phase,
    Prompt,
    SubjectFacts,
    TemplateFile,
    TemplateRow,
    TemplateSection,
)
from agreements.facts import (
    Choice,
    Declared,
    Duration,
    FactError,
    FactKind,
    Fault,
    Said,
    Value,
    check_said,
    value_from_json,
)
from agreements.rules import Responsibility
from portal.authz import OrganisationKind
from portal.toml_table import KEY, KEY_SHAPE, Table, read_file, read_source

FOLDER = Path(__file__).parent
LEGAL_FILE = "legal_references.toml"
SUBJECTS_FILE = "subjects.toml"

COUNTY_CODE = re.compile(r"\d{2}")
SFS = re.compile(r"(HSLF-FS )?\d{4}:\d+")

# A column nobody suggests anything for is left out, not written as unset.
SUGGESTIBLE = tuple(value for value in Responsibility if value is not Responsibility.UNSET)

SHORT, HEADING, SENTENCE, PARAGRAPH, TEXT = 40, 120, 300, 1200, 4000

# private people take part in plans, not in agreements
MEET_IN_AGREEMENTS = tuple(
    kind for kind in OrganisationKind if kind is not OrganisationKind.INDIVIDUALS
)
OBLIGED = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.REGION})
"""Whom the law obliges to agree, on the subjects that it names: SoL 7:2 and HSL 16:3."""
# what templates were about, and who took part, before a file said so itself
FIRST_SUBJECT = "skadligt-bruk-beroende"
FIRST_PARTIES = OBLIGED | {OrganisationKind.POLICE}


# months between reviews, where a file says nothing of it, and the most it may say
A_YEAR, LONGEST_UNREVIEWED = 12, 60


def load_template(path: Path, references: LegalReferences | None = None) -> TemplateFile:
    """Read the template of the file; its legal keys are looked up in `references`.

    Without `references`, legal_references.toml in the same folder is read first.
    """
    if references is None:
        references = load_legal_references(path.with_name(LEGAL_FILE))
    known = references

    def build(root: Table) -> TemplateFile:
        for key in ("subject", "parties", "owner", "contact"):
            if not root.has(key):
                root.note(key, "saknas")
        return _template(root, known)

    return read_file(path, build)


def parse_template(source: str, path: Path, own: LegalReferences | None = None) -> TemplateFile:
    """A template from TOML kept elsewhere.

    Its legal keys are looked up in its `own` references, which were beside it when it was
    published; without any, in those shipped with the portal. `path` is the name that problems are
    told under. Raises TomlFileError.
    """
    known = own or _shipped()
    return read_source(source, path, lambda root: _template(root, known))


def parse_legal_references(source: str) -> LegalReferences:
    """The references that were published together with a template."""
    return read_source(source, Path(LEGAL_FILE), _references)


def load_legal_references(path: Path) -> LegalReferences:
    """Read every legal reference of the file."""
    return read_file(path, _references)


def current(ref_key: str, on: date, own: LegalReferences | None = None) -> LegalReference:
    """Find what holds that day in place of a reference of `own`, or else of the portal's.

    What was published with a template says what it says whatever the portal ships later under the
    same key. Where both mean the same section of the same law, the portal may know what has
    replaced it since.
    """
    shipped = _shipped()
    if own is None:
        return shipped.current(ref_key, on)
    holds = own.current(ref_key, on)
    if holds.key not in shipped or not shipped.get(holds.key).is_same_section(holds):
        return holds
    since = shipped.current(holds.key, on)
    return holds if since.key == holds.key else since


def load_subjects() -> tuple[SubjectFacts, ...]:
    """The subjects that the portal ships: those that the law names."""
    return read_file(FOLDER / SUBJECTS_FILE, lambda root: subjects(root.tables("subjects"), ()))


def subjects(tables: Iterable[Table], taken: Collection[str]) -> tuple[SubjectFacts, ...]:
    """Read subjects, in the portal's file or in a county's; `taken` keys are refused."""
    keys = set(taken)
    found = []
    for table in tables:
        found.append(
            SubjectFacts(
                key=table.key(keys),
                name=table.text("name", most=SHORT),
                name_en=table.text("name_en", most=SHORT),
                target_group=table.text("target_group", most=SENTENCE),
                target_group_en=table.text("target_group_en", most=SENTENCE),
                legal=_legal(table, _shipped()),
            )
        )
        table.end()
    return tuple(found)


@lru_cache(maxsize=1)
def _shipped() -> LegalReferences:
    return load_legal_references(FOLDER / LEGAL_FILE)


def _template(root: Table, references: LegalReferences) -> TemplateFile:
    parties = _parties(root)
    subject = root.shaped("subject", KEY, KEY_SHAPE) if root.has("subject") else FIRST_SUBJECT
    columns = tuple(_columns(root.tables("columns"), parties))
    phases = tuple(_phases(root.tables("phases")))
    return TemplateFile(
        id=root.shaped("id", KEY, KEY_SHAPE),
        subject=subject,
        county=root.shaped("county", COUNTY_CODE, "ska vara länets kod, två siffror"),
        name=root.text("name", most=HEADING),
        edition=root.text("edition", most=SHORT),
        owner=root.text("owner", most=HEADING, required=False),
        contact=root.text("contact", most=HEADING, required=False),
        replaces=root.text("replaces", most=SHORT, required=False),
        next_revision=root.number("next_revision", least=2000, most=2100),
        review_every=_review_every(root),
        parties=parties,
        required=_required(root, subject, parties),
        adopted=tuple(_adoptions(root.tables("adopted", required=False))),
        sections=tuple(_sections(root.tables("sections"), references)),
        columns=columns,
        phases=phases,
        rows=_rows(root.tables("rows"), columns, phases),
    )


def _review_every(root: Table) -> int:
    if not root.has("review_every"):
        return A_YEAR
    return root.number("review_every", least=1, most=LONGEST_UNREVIEWED)


def _parties(root: Table) -> frozenset[OrganisationKind]:
    if not root.has("parties"):
        return FIRST_PARTIES
    return root.choices("parties", MEET_IN_AGREEMENTS)


def _required(
    root: Table, subject: str, parties: frozenset[OrganisationKind]
) -> frozenset[OrganisationKind]:
    """Those who must take part: whom the law obliges, unless a county's own subject says others."""
    required = OBLIGED
    if root.has("required"):
        required = root.choices("required", MEET_IN_AGREEMENTS, may_be_empty=True)
    for kind in sorted(OBLIGED - required) if subject in _statutory() else ():
        root.note("required", f'"{kind}" saknas: i det här ämnet kräver lagen det')
    for kind in sorted(required - parties):
        root.note("parties", f'"{kind}" saknas, men måste vara part')
    return required


def paper_template(subject: str) -> str:
    """What an agreement on paper begins from in a subject without a template, as a file says it."""
    source = (FOLDER / "paper.toml").read_text(encoding="utf-8")
    # whom the law obliges takes part whatever a file says; on a county's own subject nobody has to
    required = "" if subject in _statutory() else "required = []"
    return source.replace("{subject}", subject).replace("{required}", required)


@lru_cache(maxsize=1)
def _statutory() -> frozenset[str]:
    """The subjects that the law names."""
    return frozenset(one.key for one in load_subjects())


def _adoptions(tables: Iterable[Table]) -> Iterable[Adoption]:
    for table in tables:
        yield Adoption(body=table.text("body", most=HEADING), on=table.day("on"))
        table.end()


def _sections(tables: Iterable[Table], references: LegalReferences) -> Iterable[TemplateSection]:
    taken: set[str] = set()
    facts: set[str] = set()
    for number, table in enumerate(tables, start=1):
        prompts = tuple(_prompts(table.tables("prompts")))
        yield TemplateSection(
            key=table.key(taken),
            number=number,
            heading=table.text("heading", most=HEADING),
            short_heading=table.text("short_heading", most=SHORT),
            guidance=table.prose("guidance", most=PARAGRAPH),
            starter=table.prose("starter", most=TEXT, required=False),
            legal=_legal(table, references),
            parties=table.choices("parties", MEET_IN_AGREEMENTS),
            prompts=prompts,
            facts=tuple(_facts(table.tables("facts", required=False), prompts, facts)),
        )
        table.end()


def _legal(table: Table, references: LegalReferences) -> tuple[str, ...]:
    keys = table.texts("legal", required=False)
    for number, key in enumerate(keys, start=1):
        if key and key not in references:
            table.note(f"legal[{number}]", f'laghänvisningen "{key}" finns inte i {LEGAL_FILE}')
    return keys


def _prompts(tables: Iterable[Table]) -> Iterable[Prompt]:
    taken: set[str] = set()
    for table in tables:
        yield Prompt(
            key=table.key(taken),
            question=table.text("question", most=HEADING),
            help=table.text("help", most=SENTENCE, required=False),
        )
        table.end()


# what is wrong with a value, to whoever writes the file
_FAULTS = {
    Fault.MISSING: "saknas",
    Fault.UNKNOWN: "okänd nyckel",
    Fault.WRONG_SHAPE: "har inte uppgiftens form",
    Fault.TOO_LONG: "texten är för lång",
    Fault.OUT_OF_RANGE: "talet är för litet eller för stort",
    Fault.ZERO: 'noll finns inte; skriv unit = "at_once"',
    Fault.COUNTED_AT_ONCE: 'det som sker genast (unit = "at_once") har inget antal',
    Fault.BEYOND_LAW: "är längre än most",
    Fault.NOT_A_TIME: "ska vara ett klockslag, till exempel 08:00",
    Fault.HALF_OPEN: "saknas; skriv både opens och closes",
    Fault.CLOSES_FIRST: "stänger innan det öppnar; skriv overnight = true för en natt",
    Fault.ENDS_FIRST: "slutar innan det börjar",
    Fault.NOT_OVERNIGHT: "stänger samma dag; ta bort overnight",
    Fault.ALWAYS_AND_HOURS: "en plats som alltid är öppen har inga tider",
    Fault.AGES_REVERSED: "den högsta åldern är lägre än den lägsta",
    Fault.MONTH_ALONE: 'en månad anges bara med unit = "years"',
    Fault.NOT_OFFERED: "finns inte bland det som går att välja",
    Fault.NO_STEPS: "stegen saknas",
    Fault.STEP_WITHOUT_TIME: "within saknas; bara sista steget får vara utan tid",
    Fault.ONLY_ONE: "här får bara ett värde stå; skriv many = true för flera",
    Fault.TOO_MANY: "här står för många",
    Fault.TWICE: "står två gånger",
}


def _facts(tables: Iterable[Table], prompts: tuple[Prompt, ...], taken: set[str]) -> list[Declared]:
    questions = {prompt.key for prompt in prompts}
    read = [(table, _fact(table, questions, taken)) for table in tables]
    lengths = {one.key for _, one in read if one.kind is FactKind.DURATION}
    for table, one in read:
        if one.not_longer_than and one.not_longer_than not in lengths - {one.key}:
            table.note("not_longer_than", "ska vara nyckeln till en annan tid i avsnittet")
        table.end()
    return [one for _, one in read]


def _fact(table: Table, questions: set[str], taken: set[str]) -> Declared:
    kind = table.choice("kind", FactKind)
    options = tuple(_options(table, kind))
    most = table.plain("most")
    declared = Declared(
        key=table.key(taken),
        label=table.text("label", most=HEADING),
        kind=kind,
        help=table.text("help", most=SENTENCE, required=False),
        prompt=table.reference(
            "prompt", questions, "finns inte bland avsnittets frågor", required=False
        )
        or "",
        many=kind is FactKind.LADDER or (table.has("many") and table.flag("many")),
        options=options,
        most=_most(table, kind, most),
        not_longer_than=table.text("not_longer_than", most=SHORT, required=False),
    )
    return replace(declared, default=_default_of(table, declared))


def _options(table: Table, kind: FactKind) -> Iterable[Choice]:
    if kind is not FactKind.CHOICE:
        return
    taken: set[str] = set()
    for option in table.tables("options"):
        yield Choice(option.key(taken), option.text("label", most=HEADING))
        option.end()


def _most(table: Table, kind: FactKind, most: object) -> Duration | None:
    if most is None:
        return None
    if kind is not FactKind.DURATION:
        table.note("most", "hör bara till duration")
        return None
    read = list(_read_values(table, "most", FactKind.DURATION, [most], ()))
    return read[0] if read and isinstance(read[0], Duration) else None


def _default_of(table: Table, declared: Declared) -> tuple[Value, ...]:
    found = table.plain("default")
    if found is None:
        return ()
    each = found if isinstance(found, list) else [found]
    read = tuple(_read_values(table, "default", declared.kind, each, declared.options))
    try:
        if len(read) == len(each):
            check_said(declared, Said(read))
    except FactError as error:
        _note_fault(table, "default", error)
        return ()
    return read


def _read_values(
    table: Table, key: str, kind: FactKind, values: list[object], options: tuple[Choice, ...]
) -> Iterable[Value]:
    for at, value in enumerate(values):
        try:
            yield value_from_json(kind, value, options)
        except FactError as error:
            _note_fault(table, key, FactError(error.fault, error.where, at))


def _note_fault(table: Table, key: str, error: FactError) -> None:
    where = f"{key}[{error.at + 1}]" + (f".{error.where}" if error.where else "")
    table.note(where, _FAULTS[error.fault])


def _columns(
    tables: Iterable[Table], parties: frozenset[OrganisationKind]
) -> Iterable[MatrixColumn]:
    taken: set[str] = set()
    for table in tables:
        column = MatrixColumn(
            key=table.key(taken),
            label=table.text("label", most=HEADING),
            short_label=table.text("short_label", most=SHORT),
            party=table.choice("party", MEET_IN_AGREEMENTS),
        )
        if column.party not in parties:
            table.note("party", f'"{column.party}" finns inte bland mallens parties')
        table.end()
        yield column


def _phases(tables: Iterable[Table]) -> Iterable[Phase]:
    taken: set[str] = set()
    for table in tables:
        yield Phase(key=table.key(taken), title=table.text("title", most=HEADING))
        table.end()


def _rows(
    tables: Iterable[Table], columns: tuple[MatrixColumn, ...], phases: tuple[Phase, ...]
) -> tuple[TemplateRow, ...]:
    taken: set[str] = set()
    titles = {phase.key: phase.title for phase in phases}
    rows = [_row(table, taken, columns, titles) for table in tables]
    return tuple(row for key in titles for row in rows if row.phase_key == key)


def _row(
    table: Table, taken: set[str], columns: tuple[MatrixColumn, ...], phases: dict[str, str]
) -> TemplateRow:
    phase = table.reference("phase", phases, "finns inte bland faserna") or ""
    row = TemplateRow(
        key=table.key(taken),
        phase_key=phase,
        phase=phases.get(phase, ""),
        title=table.text("title", most=HEADING),
        hint=table.text("hint", most=SENTENCE, required=False),
        source=table.text("source", most=HEADING),
        seed_owner=table.choice("source_owner", MEET_IN_AGREEMENTS),
        default=MappingProxyType(_default(table.table("default"), columns)),
    )
    table.end()
    return row


def _default(table: Table, columns: tuple[MatrixColumn, ...]) -> dict[str, Responsibility]:
    values = {
        column.key: table.choice(column.key, SUGGESTIBLE)
        if table.has(column.key)
        else Responsibility.UNSET
        for column in columns
    }
    table.end(unknown="finns inte bland kolumnerna")
    return values


def _references(root: Table) -> LegalReferences:
    taken: set[str] = set()
    read = [(table, _reference(table, taken)) for table in root.tables("references")]
    by_key = {reference.key: reference for _, reference in read}
    for table, reference in read:
        _check_days(table, reference)
        _check_successor(table, reference, by_key)
    return LegalReferences(MappingProxyType(by_key))


def _reference(table: Table, taken: set[str]) -> LegalReference:
    reference = LegalReference(
        key=table.key(taken),
        act=table.text("act", most=HEADING),
        abbreviation=table.text("abbreviation", most=SHORT),
        sfs=table.shaped("sfs", SFS, "ska vara ett SFS-nummer, till exempel 2025:400"),
        section=table.text("section", most=SHORT, required=False),
        summary=table.text("summary", most=SENTENCE),
        valid_from=table.optional_day("valid_from"),
        valid_until=table.optional_day("valid_until"),
        replaced_by=table.text("replaced_by", most=HEADING, required=False) or None,
        verified=table.flag("verified"),
        note=table.text("note", most=SENTENCE, required=False),
        source=table.text("source", most=HEADING),
    )
    table.end()
    return reference


def _check_days(table: Table, reference: LegalReference) -> None:
    first, last = reference.valid_from, reference.valid_until
    if first and last and last < first:
        table.note("valid_until", "sista dagen ligger före den första")
    if not reference.verified and not reference.note:
        table.note("note", "saknas; förklara varför lagrummet inte är kontrollerat")


def _check_successor(
    table: Table, reference: LegalReference, by_key: dict[str, LegalReference]
) -> None:
    if reference.replaced_by is None:
        return
    successor = by_key.get(reference.replaced_by)
    if successor is None:
        table.note("replaced_by", f'laghänvisningen "{reference.replaced_by}" finns inte')
    elif reference.valid_until is None:
        table.note("valid_until", "saknas; lagrummet är ersatt, så ange dess sista dag")
    elif successor.valid_from != reference.valid_until + timedelta(days=1):
        table.note("replaced_by", f'"{successor.key}" börjar inte gälla dagen efter')
