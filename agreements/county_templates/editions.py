"""What an edition of a template says otherwise than the one before it. Pure functions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from agreements.county_templates.model import (
    LegalReference,
    LegalReferences,
    MatrixColumn,
    Phase,
    Prompt,
    TemplateFile,
    TemplateRow,
    TemplateSection,
)
from agreements.facts import Declared
from portal.toml_table import FileProblem

Item = TypeVar("Item", TemplateSection, Prompt, Declared, MatrixColumn, Phase, TemplateRow)


class Part(StrEnum):
    """What of a template a change is about."""

    HEAD = "head"
    SECTION = "section"
    QUESTION = "question"
    FACT = "fact"
    LAW = "law"
    COLUMN = "column"
    PHASE = "phase"
    MEASURE = "measure"


class Turn(StrEnum):
    """What became of it."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One thing that an edition has, says otherwise, or no longer has.

    `name` is what the newer edition calls it, or the older what was taken out; `within` the heading
    of its section, or "". `fields` are the names of what it says otherwise (fields of the model).
    """

    part: Part
    turn: Turn
    name: str
    within: str = ""
    fields: tuple[str, ...] = ()


def compare(before: TemplateFile, after: TemplateFile) -> tuple[EditionChange, ...]:
    """Everything that `after` says otherwise, in the order in which one reads a template."""
    found = [
        *_head(before, after),
        *_items(Part.SECTION, before.sections, after.sections, without=_IN_SECTION),
    ]
    earlier = {one.key: one for one in before.sections}
    for section in after.sections:
        if (old := earlier.get(section.key)) is not None:
            found += _items(Part.QUESTION, old.prompts, section.prompts, within=section.heading)
            found += _items(Part.FACT, old.facts, section.facts, within=section.heading)
    found += _items(Part.COLUMN, before.columns, after.columns)
    found += _items(Part.PHASE, before.phases, after.phases)
    found += _items(Part.MEASURE, before.rows, after.rows, without=("phase",))
    return tuple(found)


# what is compared by itself
_IN_SECTION = ("number", "prompts", "facts")
_HEAD = ("name", "owner", "contact", "next_revision", "review_every", "parties", "adopted")


def _head(before: TemplateFile, after: TemplateFile) -> Iterator[EditionChange]:
    differing = tuple(key for key in _HEAD if getattr(before, key) != getattr(after, key))
    if differing:
        yield EditionChange(Part.HEAD, Turn.CHANGED, after.name, fields=differing)


def _items(
    part: Part,
    before: Sequence[Item],
    after: Sequence[Item],
    *,
    within: str = "",
    without: Sequence[str] = (),
) -> Iterator[EditionChange]:
    """What was added, says otherwise, stands elsewhere among the others, or was taken out."""
    earlier, later = {one.key: one for one in before}, {one.key: one for one in after}
    moved = _moved(list(earlier), list(later))
    for key, one in later.items():
        if key not in earlier:
            yield EditionChange(part, Turn.ADDED, name_of(one), within)
            continue
        differing = tuple(
            field.name
            for field in fields(one)
            if field.name not in without
            and getattr(one, field.name) != getattr(earlier[key], field.name)
        )
        if key in moved:
            differing += ("place",)
        if differing:
            yield EditionChange(part, Turn.CHANGED, name_of(one), within, differing)
    for key, one in earlier.items():
        if key not in later:
            yield EditionChange(part, Turn.TAKEN_OUT, name_of(one), within)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The keys that stand elsewhere among those that both have."""
    both = set(before) & set(after)
    old, new = ([key for key in keys if key in both] for keys in (before, after))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in old[block.a : block.a + block.size]}
    return both - stayed


def name_of(
    one: TemplateSection | Prompt | Declared | MatrixColumn | Phase | TemplateRow,
) -> str:
    """What readers call it."""
    match one:
        case TemplateSection():
            return one.heading
        case Prompt():
            return one.question
        case MatrixColumn() | Declared():
            return one.label
        case Phase() | TemplateRow():
            return one.title


def compare_laws(
    before: LegalReferences | None, after: LegalReferences, cited: Iterable[str]
) -> tuple[EditionChange, ...]:
    """What `cited` references say otherwise than when the edition was published."""
    if before is None:
        return ()
    pairs = ((before.find(key), after.get(key)) for key in dict.fromkeys(cited))
    return tuple(
        EditionChange(Part.LAW, Turn.CHANGED, new.short_citation, fields=_differing(old, new))
        for old, new in pairs
        if old is not None and old != new
    )


def _differing(old: LegalReference, new: LegalReference) -> tuple[str, ...]:
    names = (field.name for field in fields(new))
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def contradictions(
    file: TemplateFile, county_code: str, others: Sequence[TemplateFile], today: date
) -> list[FileProblem]:
    """Why an edition cannot stand beside those published in its county, the `others`."""
    return [
        *_of_itself(file, county_code, today),
        *(problem for other in others for problem in _between(other, file)),
    ]


def _of_itself(file: TemplateFile, county_code: str, today: date) -> Iterator[FileProblem]:
    if file.county != county_code:
        yield FileProblem("county", f"länet har koden {county_code}: är det rätt läns mall?")
    if file.replaces == file.edition:
        yield FileProblem("replaces", "en utgåva kan inte ersätta sig själv")
    for number, adoption in enumerate(file.adopted, start=1):
        if adoption.on > today:
            yield FileProblem(f"adopted[{number}].on", f"{adoption.on} har inte varit än")
    last = max((adoption.on.year for adoption in file.adopted), default=0)
    if file.next_revision < last:
        yield FileProblem("next_revision", f"ligger före året då mallen antogs, {last}")


def _between(other: TemplateFile, file: TemplateFile) -> Iterator[FileProblem]:
    """Keys keep their meaning: the parties' answers are carried over by them."""
    if other.id == file.id and other.subject != file.subject:
        reason = f'"{file.id}" handlar om "{other.subject}" i utgåva {other.edition}'
        yield FileProblem("subject", f"{reason}: ge mallen ett annat id")
    if other.subject != file.subject:
        return
    belonged = {column.key: column.party for column in other.columns}
    for number, column in enumerate(file.columns, start=1):
        if belonged.get(column.key, column.party) is not column.party:
            reason = f'"{column.key}" hör till "{belonged[column.key]}" i utgåva {other.edition}'
            yield FileProblem(f"columns[{number}].party", f"{reason}: ge kolumnen en annan nyckel")
