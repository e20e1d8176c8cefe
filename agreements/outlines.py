"""What may be changed of an agreement's outline: annexes, rows, columns, parties, area."""

from enum import StrEnum


class OutlineKind(StrEnum):
    """What became of a part of an agreement, or of its name."""

    ROW_ADDED = "row_added"
    ROW_MOVED = "row_moved"
    ROW_REMOVED = "row_removed"
    ROW_RESTORED = "row_restored"
    COLUMN_ADDED = "column_added"
    COLUMN_CHANGED = "column_changed"
    COLUMN_REMOVED = "column_removed"
    COLUMN_RESTORED = "column_restored"
    ANNEX_ADDED = "annex_added"
    ANNEX_REPLACED = "annex_replaced"
    ANNEX_MOVED = "annex_moved"
    ANNEX_REMOVED = "annex_removed"
    ANNEX_RESTORED = "annex_restored"
    RENAMED = "renamed"
    AREA_CHANGED = "area_changed"
    PARTY_ADDED = "party_added"
    PARTY_CHANGED = "party_changed"
    PARTY_REMOVED = "party_removed"
    REPLACES_CHANGED = "replaces_changed"
    FACT_CHANGED = "fact_changed"


ANNEX_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("annex_"))
ROW_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("row_"))
COLUMN_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("column_"))
PARTY_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("party_"))
COMPOSITION_KINDS = PARTY_KINDS | {OutlineKind.AREA_CHANGED, OutlineKind.REPLACES_CHANGED}
