"""What the matrix pages show, and reading back what they post."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from agreements.abilities import Abilities, abilities
from agreements.matrix.queries import Matrix, Row, get_matrix
from agreements.matrix.service import Key
from agreements.models import Agreement
from agreements.rules import Responsibility, Status
from agreements.waiting import WaitingSuggestion, list_waiting
from portal.authz import Actor
from portal.errors import RuleBrokenError
from portal.web.matrix import read_cells


@dataclass(frozen=True, slots=True)
class Posted:
    """What a form sent: the values now, and those it showed when it was opened."""

    values: Mapping[Key, Responsibility] = field(default_factory=dict)
    base: Mapping[Key, Responsibility] = field(default_factory=dict)

    @property
    def changed(self) -> dict[Key, Responsibility]:
        """The cells that the sender changed, as they are to be."""
        return {key: value for key, value in self.values.items() if self.base.get(key) is not value}


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Everything on a page with the matrix."""

    agreement: Agreement
    matrix: Matrix
    typed: Mapping[Key, str]
    waiting: Sequence[WaitingSuggestion]
    can: Abilities
    conflicts: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[Row]:
        """The measures that count."""
        return self.matrix.rows

    @property
    def phase_names(self) -> list[str]:
        """The groups of measures, in order."""
        every = [*self.matrix.rows, *self.matrix.removed]
        return list(dict.fromkeys(row.phase for row in every))

    @property
    def notices(self) -> dict[str, list[str]]:
        """The live checks in words, by row key."""
        found: dict[str, list[str]] = {}
        for row in self.matrix.rows:
            if row.check.lacks_responsible:
                found[row.key] = [_("Ingen har huvudansvar")]
            elif row.check.has_several:
                found[row.key] = [_("Flera har huvudansvar")]
        return found

    @property
    def removals(self) -> dict[str, tuple[str, str]]:
        """Words and address for taking a row out, by row key: one address, put together once."""
        any_row = UUID(int=0)
        pattern = url_for("matrix.remove_row", agreement_id=self.agreement.id, row_id=any_row)
        label, id_ = _("Ta bort"), str(any_row)
        return {row.key: (label, pattern.replace(id_, str(row.id))) for row in self.matrix.rows}

    @property
    def readings(self) -> Markup:
        """What each row shows now, as hidden fields: a save then knows what the reader changed."""
        keys = [column.key for column in self.matrix.columns]
        fields = (
            f'<input type="hidden" name="was-{escape(row.key)}"'
            f' value="{",".join(row.cells[key].value for key in keys)}">'
            for row in self.matrix.rows
        )
        return Markup("".join(fields))  # noqa: S704 (keys are escaped, values are an enumeration's)


def matrix_page(actor: Actor, agreement: Agreement, posted: Posted | None = None) -> MatrixPage:
    """Put a matrix page together; `posted` is what could not be saved.

    Cells that the sender changed are shown as they were sent, the others as they are now, not as
    they were when the form was opened: saving again must not take back what somebody else has done.
    """
    matrix = get_matrix(agreement)
    return MatrixPage(
        agreement=agreement,
        matrix=matrix,
        typed={key: value.value for key, value in posted.changed.items()} if posted else {},
        waiting=_waiting(agreement),
        can=abilities(actor, agreement),
        conflicts=dict(_conflicts(actor, matrix, posted)) if posted else {},
    )


def _waiting(agreement: Agreement) -> Sequence[WaitingSuggestion]:
    # to change a draft nobody needs to suggest anything
    return () if agreement.status is Status.DRAFT else list_waiting(agreement, of_matrix=True)


def _conflicts(
    actor: Actor, matrix: Matrix, posted: Posted
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Cells that somebody else changed to something else than the reader did.

    Or the reader, in another window.
    """
    for row in matrix.rows:
        found = []
        for column in matrix.columns:
            key = (row.key, column.key)
            cell = row.cells[column.key]
            mine, before = posted.values.get(key), posted.base.get(key)
            if mine is not None and mine is not before and cell.value not in {mine, before}:
                found.append(
                    {
                        "column_key": column.key,
                        "column_label": column.label,
                        "who": cell.changed_by,
                        "is_own": cell.changed_by == actor.name,
                        "theirs": _shown(cell.value),
                        "yours": _shown(mine),
                    }
                )
        if found:
            yield row.key, found


def read_matrix(agreement: Agreement, posted: Mapping[str, str]) -> Posted:
    """What a matrix form sent, cell by cell; anything no select offers is refused."""
    matrix = get_matrix(agreement)
    columns = [column.key for column in matrix.columns]
    try:
        sent = read_cells(posted, [row.key for row in matrix.rows], columns)
        values = {key: Responsibility(value or "unset") for key, value in sent.items()}
        base = dict(_base(posted, matrix.rows, columns))
    except ValueError:
        # no select of ours offers it
        raise RuleBrokenError(_("Välj något av alternativen.")) from None
    return Posted(values, base)


def _base(
    posted: Mapping[str, str], rows: Sequence[Row], columns: Sequence[str]
) -> Iterator[tuple[Key, Responsibility]]:
    for row in rows:
        was = posted.get(f"was-{row.key}")
        if was is not None:
            for column, value in zip(columns, was.split(","), strict=True):
                yield (row.key, column), Responsibility(value)


def _shown(value: Responsibility) -> str:
    return "" if value is Responsibility.UNSET else value.value
