"""What the matrix pages show, and reading back what they post."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from agreements import parts
from agreements.abilities import Abilities, abilities
from agreements.matrix.queries import PARTS, Matrix, Row, get_matrix, matrix_of
from agreements.matrix.service import Key
from agreements.models import Agreement
from agreements.rules import Responsibility, Status
from agreements.waiting import WaitingSuggestion, waiting_of
from portal.authz import Actor
from portal.errors import NotFoundError, RuleBrokenError
from portal.web.matrix import cell_word, read_cells


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
    """Everything on a page with the matrix; `rows` are the measures that it shows."""

    agreement: Agreement
    matrix: Matrix
    rows: Sequence[Row]
    typed: Mapping[Key, str]
    waiting: Sequence[WaitingSuggestion]
    can: Abilities
    conflicts: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)

    @property
    def is_part(self) -> bool:
        """Whether it shows some of the measures and not all."""
        return len(self.rows) < len(self.matrix.rows)

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
    def pending(self) -> dict[Key, list[tuple[str, str]]]:
        """What waiting suggestions would have cells say, and their addresses, by cell."""
        found: dict[Key, list[tuple[str, str]]] = {}
        for one in self.waiting:
            url = url_for("negotiation.show", agreement_id=self.agreement.id, suggestion_id=one.id)
            for change in one.operations:
                told = _("Förslag: %(value)s", value=cell_word(change["to"]))
                found.setdefault((change["row"], change["column"]), []).append((told, url))
        return found

    @property
    def removals(self) -> dict[str, tuple[str, str]]:
        """Words and address for taking a row out, by row key: one address, put together once."""
        any_row = UUID(int=0)
        pattern = url_for("matrix.remove_row", agreement_id=self.agreement.id, row_id=any_row)
        label, id_ = _("Ta bort"), str(any_row)
        return {row.key: (label, pattern.replace(id_, str(row.id))) for row in self.rows}

    @property
    def ways_to_suggest(self) -> dict[str, tuple[str, str]]:
        """Words and address for suggesting something about one row, for those who may."""
        if not self.can.negotiate:
            return {}
        form = url_for("negotiation.suggest_cells", agreement_id=self.agreement.id)
        return {
            row.key: (_("Föreslå"), f"{form}?{urlencode({'row': row.key})}") for row in self.rows
        }

    @property
    def readings(self) -> Markup:
        """What each row shows now, as hidden fields: a save then knows what the reader changed."""
        keys = [column.key for column in self.matrix.columns]
        fields = (
            f'<input type="hidden" name="was-{escape(row.key)}"'
            f' value="{",".join(row.cells[key].value for key in keys)}">'
            for row in self.rows
        )
        return Markup("".join(fields))  # noqa: S704 (keys are escaped, values are an enumeration's)


def matrix_page(
    actor: Actor,
    agreement: Agreement,
    posted: Posted | None = None,
    *,
    row: str = "",
    is_lacking: bool = False,
) -> MatrixPage:
    """Put a matrix page together; `posted` is what could not be saved.

    It shows one `row` by its key, or those that nobody answers for if there are any, or all.

    Cells that the sender changed are shown as they were sent, the others as they are now, not as
    they were when the form was opened: saving again must not take back what somebody else has done.
    """
    found = parts.ask(agreement, *PARTS, "waiting")
    matrix = matrix_of(found)
    return MatrixPage(
        agreement=agreement,
        matrix=matrix,
        rows=_shown_rows(matrix, row, is_lacking=is_lacking),
        typed={key: value.value for key, value in posted.changed.items()} if posted else {},
        # to change a draft nobody needs to suggest anything
        waiting=() if agreement.status is Status.DRAFT else waiting_of(found),
        can=abilities(actor, agreement),
        conflicts=dict(_conflicts(actor, matrix, posted)) if posted else {},
    )


def _shown_rows(matrix: Matrix, row: str, *, is_lacking: bool) -> Sequence[Row]:
    if row:
        found = [one for one in matrix.rows if one.key == row]
        if not found:
            raise NotFoundError
        return found
    return (is_lacking and matrix.lacking) or matrix.rows


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
    return Posted(_with_the_rest(values) if posted.get("rest") else values, base)


def _with_the_rest(values: Mapping[Key, Responsibility]) -> Mapping[Key, Responsibility]:
    """The same, with what is empty set to not relevant in measures that somebody answers for."""
    answered = {
        row for (row, _column), value in values.items() if value is Responsibility.RESPONSIBLE
    }
    return {
        (row, column): Responsibility.NONE
        if value is Responsibility.UNSET and row in answered
        else value
        for (row, column), value in values.items()
    }


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
