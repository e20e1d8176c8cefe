"""What becomes of the matrix when others take part than before. Pure functions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ColumnNow:
    """A column as it is: whose it is, None for each municipality's; and whether it counts."""

    id: UUID
    key: str
    label: str
    party: UUID | None
    is_out: bool


@dataclass(frozen=True, slots=True)
class ColumnWanted:
    """A column that the template has for one of those who are to take part."""

    key: str
    label: str
    party: UUID | None


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes part: all, those who are bound, and the municipalities among these in order."""

    parties: Collection[UUID]
    bound: Collection[UUID]
    places: Sequence[UUID]

    @property
    def has_each(self) -> bool:
        """Whether the municipalities share a column, each in its own place."""
        return len(self.places) > 1


@dataclass(slots=True)
class Fitted:
    """What becomes of the columns; `changed` as label and party."""

    changed: dict[UUID, tuple[str, UUID | None]] = field(default_factory=dict)
    removed: list[UUID] = field(default_factory=list)
    restored: list[UUID] = field(default_factory=list)
    added: list[ColumnWanted] = field(default_factory=list)


def fit(
    columns: Sequence[ColumnNow],
    wanted: Sequence[ColumnWanted],
    before: Taking,
    after: Taking,
    names: Mapping[UUID, str],
) -> Fitted:
    """Let the columns be those of whoever takes part now.

    Whoever leaves, or is only asked for its view now, answers for nothing. Whoever comes gets the
    template's columns, or those it had. What the one municipality answers for is each one's own
    when there are several, and the other way round.
    """
    found = Fitted()
    kept: list[tuple[ColumnNow, UUID | None]] = []
    for one in columns:
        if one.is_out:
            continue
        stays, party = _owner(one.party, before, after)
        if stays:
            kept.append((one, party))
        else:
            found.removed.append(one.id)
    new = [one for one in wanted if _is_new(one.party, before, after)]
    for one, party in kept:
        # two of a kind are told apart
        alike = {each.label for each in new if each.party != party}
        label = f"{one.label}, {names[party]}" if party and one.label in alike else one.label
        if (label, party) != (one.label, one.party):
            found.changed[one.id] = label, party
    _bring_in(found, columns, new, names)
    return found


def _owner(party: UUID | None, before: Taking, after: Taking) -> tuple[bool, UUID | None]:
    """Whether a column stays, and whose it is then."""
    if party is None or (party in before.places and not before.has_each):
        if after.has_each:
            return True, None
        return bool(after.places), next(iter(after.places), None)
    is_asked_only = party in before.bound and party not in after.bound
    return party in after.parties and not is_asked_only, party


def _is_new(party: UUID | None, before: Taking, after: Taking) -> bool:
    if party is None or party in after.places:
        return not before.places
    return party not in before.bound


def _bring_in(
    found: Fitted,
    columns: Sequence[ColumnNow],
    new: Sequence[ColumnWanted],
    names: Mapping[UUID, str],
) -> None:
    keys = {one.key for one in columns}
    labels = {
        (found.changed[one.id][0] if one.id in found.changed else one.label).casefold()
        for one in columns
        if not one.is_out and one.id not in found.removed
    }
    for one in new:
        back = next(_had(columns, one, found.restored), None)
        if back is not None and back.label.casefold() not in labels:
            found.restored.append(back.id)
            labels.add(back.label.casefold())
            continue
        own = f"{one.label}, {names[one.party]}" if one.party else one.label
        label = next(each for each in _numbered(one.label, own) if each.casefold() not in labels)
        key = next(each for each in _numbered(one.key, f"{one.key}-2", "-") if each not in keys)
        keys.add(key)
        labels.add(label.casefold())
        found.added.append(ColumnWanted(key, label, one.party))


def _had(
    columns: Sequence[ColumnNow], wanted: ColumnWanted, taken: Collection[UUID]
) -> Iterator[ColumnNow]:
    """The template's column of a party that was taken out."""
    for one in columns:
        is_same = one.key == wanted.key or one.key.startswith(f"{wanted.key}-")
        if one.is_out and one.party == wanted.party and is_same and one.id not in taken:
            yield one


def _numbered(first: str, second: str, mark: str = " ") -> Iterator[str]:
    yield first
    yield second
    stem = second.removesuffix("-2")
    for number in range(2 if mark == " " else 3, 1000):
        yield f"{stem}{mark}{number}"
