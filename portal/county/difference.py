"""What a county's file says otherwise than what stands. Pure: computed, shown, and then applied."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agreements.county_templates import FileProblem
from agreements.county_templates.model import CountyFile, LobYear, SubjectFacts, UnitFacts
from portal.authz import OF_ONE_NUMBER, OrganisationKind
from portal.tenancy.rules import ONE_IN_A_COUNTY


@dataclass(frozen=True, slots=True)
class Facts:
    """What both the file and the portal say of an organisation. `tile` is row, column, label."""

    name: str
    short_name: str
    number: str | None
    tile: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An organisation of the file, with its place there. `are_own`: its units are its alone."""

    place: str
    key: str
    kind: OrganisationKind
    facts: Facts
    units: tuple[UnitFacts, ...]
    are_own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitThere:
    """A unit as it stands."""

    id: UUID
    key: str
    name: str
    former: frozenset[str]
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """An organisation as it stands. `former` are the names that it has had."""

    id: UUID
    key: str | None
    kind: OrganisationKind
    facts: Facts
    former: frozenset[str]
    is_waiting: bool
    is_closed: bool
    units: tuple[UnitThere, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """An organisation that is not there, with its units."""

    wanted: Wanted

    @property
    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"{self.wanted.facts.name}: added"
        yield from (f"{self.wanted.facts.name}, {one.name}: added" for one in self.wanted.units)


@dataclass(frozen=True, slots=True)
class Changed:
    """An organisation that is called or numbered otherwise, or has another key or tile."""

    there: There
    wanted: Wanted

    @property
    def is_renamed(self) -> bool:
        """Whether it has another name."""
        before, after = self.there.facts, self.wanted.facts
        return (before.name, before.short_name) != (after.name, after.short_name)

    @property
    def lines(self) -> Iterator[str]:
        """In words."""
        before, after = self.there.facts, self.wanted.facts
        if before.name != after.name:
            yield f"{before.name}: renamed to {after.name}"
        elif self.is_renamed:
            yield f"{before.name}: called {after.short_name} for short, not {before.short_name}"
        if before.number != after.number:
            yield f"{after.name}: number {after.number or 'none'}, not {before.number or 'none'}"
        if before.tile != after.tile:
            yield f"{after.name}: another tile on the map"
        if self.there.key is None:
            yield f'{after.name}: has the key "{self.wanted.key}" from now on'


@dataclass(frozen=True, slots=True)
class UnitAdded:
    """A unit that is not there."""

    there: There
    facts: UnitFacts

    @property
    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"{self.there.facts.name}, {self.facts.name}: added"


@dataclass(frozen=True, slots=True)
class UnitRenamed:
    """A unit that is called otherwise."""

    there: There
    unit: UnitThere
    name: str

    @property
    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"{self.there.facts.name}, {self.unit.name}: renamed to {self.name}"


@dataclass(frozen=True, slots=True)
class SubjectGiven:
    """A subject that is not there, or that the file says otherwise of."""

    facts: SubjectFacts
    position: int
    is_new: bool

    @property
    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"{self.facts.name}: {'added' if self.is_new else 'changed'}"


@dataclass(frozen=True, slots=True)
class LobGiven:
    """A year of LOB in the whole county that the portal does not know, or knows otherwise."""

    facts: LobYear
    is_new: bool

    @property
    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"LOB {self.facts.year}: {'added' if self.is_new else 'changed'}"


Change = Added | Changed | UnitAdded | UnitRenamed | SubjectGiven | LobGiven


@dataclass(slots=True)
class Difference:
    """What the file says otherwise, what contradicts what is there, what only the portal has."""

    changes: list[Change] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The changes in words, one thing a line."""
        return [line for change in self.changes for line in change.lines]


def wanted_of(county: CountyFile) -> list[Wanted]:
    """Every organisation of the file, in its order."""
    municipalities = [
        Wanted(
            place=f"municipalities[{number}]",
            key=one.key,
            kind=OrganisationKind.MUNICIPALITY,
            facts=Facts(
                one.name,
                one.short_name,
                one.organisation_number,
                (one.tile_row, one.tile_column, one.tile_name),
            ),
            units=county.municipality_units,
            are_own=False,
        )
        for number, one in enumerate(county.municipalities, start=1)
    ]
    others = [
        Wanted(
            place=f"organisations[{number}]",
            key=one.key,
            kind=one.kind,
            facts=Facts(one.name, one.name, one.organisation_number),
            units=one.units,
        )
        for number, one in enumerate(county.organisations, start=1)
    ]
    return [*municipalities, *others]


def difference_of_subjects(
    there: Mapping[str, tuple[SubjectFacts, int]], wanted: Sequence[SubjectFacts]
) -> Iterator[SubjectGiven]:
    """What agreements can be about: those that the law names, and then the county's own."""
    for position, one in enumerate(wanted):
        if there.get(one.key) != (one, position):
            yield SubjectGiven(one, position, is_new=one.key not in there)


def difference_of_lob(
    there: Mapping[int, LobYear], wanted: Sequence[LobYear]
) -> Iterator[LobGiven]:
    """What a source says of the whole county's years."""
    for one in wanted:
        if there.get(one.year) != one:
            yield LobGiven(one, is_new=one.year not in there)


def difference(there: Sequence[There], wanted: Sequence[Wanted]) -> Difference:
    """Compare. What contradicts what is there is a problem, with its place in the file."""
    found = Difference()
    matched = _matched(there, wanted)
    for one in wanted:
        same = matched.get(one.key)
        found.problems += _problems(one, same, there)
        if same is None:
            found.changes.append(Added(one))
            continue
        if same.facts != one.facts or same.key is None:
            found.changes.append(Changed(same, one))
        _compare_units(found, one, same)
    known = {one.id for one in matched.values()}
    found.problems += _taken_tiles(wanted, [one for one in there if one.id not in known])
    found.left = [one.facts.name for one in there if one.id not in known and not one.is_closed]
    return found


def _matched(there: Sequence[There], wanted: Sequence[Wanted]) -> dict[str, There]:
    """Which of those there each of the file is: by its key, else by its name or number."""
    matched = {one.key: one for one in there if one.key is not None}
    matched = {one.key: matched[one.key] for one in wanted if one.key in matched}
    for one in wanted:
        if one.key not in matched:
            taken = {same.id for same in matched.values()}
            free = [o for o in there if o.key is None and o.kind is one.kind and o.id not in taken]
            same = _same(one, free, wanted)
            if same is not None:
                matched[one.key] = same
    return matched


def _same(one: Wanted, free: Sequence[There], wanted: Sequence[Wanted]) -> There | None:
    """What has no key of the file yet: the one of that name, else the only one of that number."""
    for other in free:
        if other.facts.name == one.facts.name:
            return other
    if one.kind in ONE_IN_A_COUNTY and len(free) == 1:
        return free[0]
    number = one.facts.number
    of_kind = [o for o in wanted if o.kind is one.kind and o.facts.number == number]
    found = [o for o in free if o.facts.number == number]
    return found[0] if number and len(of_kind) == len(found) == 1 else None


def _problems(one: Wanted, same: There | None, there: Sequence[There]) -> Iterator[FileProblem]:
    name = one.facts.name
    others = [o for o in there if same is None or o.id != same.id]
    for other in others:
        if other.facts.name.casefold() == name.casefold():
            known = f', med nyckeln "{other.key}"' if other.key else ""
            yield FileProblem(f"{one.place}.name", f'en annan heter redan "{name}"{known}')
    if same is None:
        yield from _problems_of_new(one, others)
        return
    if same.is_closed:
        yield FileProblem(
            f"{one.place}.key", f"{same.facts.name} har upphört: ta bort den ur filen"
        )
    if same.kind is not one.kind:
        was = f'är "{same.kind}" i portalen, och blir inte något annat'
        yield FileProblem(f"{one.place}.kind", f"{same.facts.name} {was}")
    if name != same.facts.name and name in same.former:
        now = f'hette så förut, och heter nu "{same.facts.name}": skriv det i filen'
        yield FileProblem(f"{one.place}.name", now)
    elif name != same.facts.name and same.is_waiting:
        yield FileProblem(f"{one.place}.name", "ett nytt namn är redan bestämt, från en dag framåt")


def _problems_of_new(one: Wanted, there: Sequence[There]) -> Iterator[FileProblem]:
    number = one.facts.number
    if one.kind in ONE_IN_A_COUNTY and any(o.kind is one.kind and not o.is_closed for o in there):
        yield FileProblem(f"{one.place}.kind", "länet har redan en, med en annan nyckel")
    elif number and one.kind not in OF_ONE_NUMBER:
        for other in there:
            if other.facts.number == number:
                reason = f"{other.facts.name} har redan det numret"
                yield FileProblem(f"{one.place}.organisation_number", reason)


def _taken_tiles(wanted: Sequence[Wanted], left: Iterable[There]) -> Iterator[FileProblem]:
    """Tiles of those that the file leaves out are theirs."""
    taken = {
        one.facts.tile[:2]: one.facts.name for one in left if one.facts.tile and not one.is_closed
    }
    for one in wanted:
        if one.facts.tile and (name := taken.get(one.facts.tile[:2])):
            yield FileProblem(f"{one.place}.tile_column", f"rutan i kartan är redan {name}s")


def _compare_units(found: Difference, one: Wanted, same: There) -> None:
    there = {unit.key: unit for unit in same.units}
    names = Counter(unit.name.casefold() for unit in same.units if not unit.is_closed)
    for number, facts in enumerate(one.units, start=1):
        place = f"{one.place}.units[{number}]"
        unit = there.get(facts.key)
        if unit is None:
            if names[facts.name.casefold()]:
                found.problems.append(
                    FileProblem(f"{place}.name", f'en annan enhet heter redan "{facts.name}"')
                )
            found.changes.append(UnitAdded(same, facts))
        elif unit.is_closed or (facts.name != unit.name and facts.name in unit.former):
            # what every municipality gets is for each to rename and close
            if one.are_own:
                now = "är stängd" if unit.is_closed else f'heter nu "{unit.name}"'
                found.problems.append(FileProblem(f"{place}.key", f"enheten {now}"))
        elif facts.name != unit.name:
            found.changes.append(UnitRenamed(same, unit, facts.name))
