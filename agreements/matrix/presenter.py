"""What the matrix pages show, and reading back what they post."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from agreements import parts
from agreements.abilities import Abilities, abilities
from agreements.matrix.columns import list_columns, list_removed, may_belong
from agreements.matrix.forms import EACH, EVERY_COLUMN, EVERY_PHASE, FILL, ManyForm, PartForm
from agreements.matrix.part import EVERYTHING, Wanted, Where, choose, fill_many
from agreements.matrix.queries import PARTS, Column, Matrix, Row, get_matrix, matrix_of
from agreements.matrix.service import Key
from agreements.rules import Responsibility, RowCheck, Status, check_row
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixColumn
from agreements.waiting import WaitingSuggestion, waiting_of
from portal.authz import Actor
from portal.errors import RuleBrokenError
from portal.web.drafts import asked_again
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
    """Everything on a page with the matrix; `rows` and `columns` are what it shows of it."""

    agreement: Agreement
    matrix: Matrix
    rows: Sequence[Row]
    columns: Sequence[Column]
    typed: Mapping[Key, str]
    waiting: Sequence[WaitingSuggestion]
    pending: Mapping[Key, Sequence[tuple[str, str]]]
    can: Abilities
    conflicts: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)

    @property
    def is_part(self) -> bool:
        """Whether it shows some of the matrix and not all."""
        every = (len(self.matrix.rows), len(self.matrix.columns))
        return (len(self.rows), len(self.columns)) != every

    @property
    def changed(self) -> int:
        """How many cells are to say something else than they do."""
        rows = self.matrix.rows
        saved = {(row.key, key): said for row in rows for key, said in row.values.items()}
        return sum(saved[key] != value for key, value in self.typed.items())

    @property
    def phase_names(self) -> list[str]:
        """The groups of measures, in order."""
        every = [*self.matrix.rows, *self.matrix.removed]
        return list(dict.fromkeys(row.phase for row in every))

    @property
    def notices(self) -> dict[str, list[str]]:
        """The live checks in words, by row key: of what was typed, where something was."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            check = self._check(row)
            if check.lacks_responsible:
                found[row.key] = [_("Ingen har huvudansvar")]
            elif check.has_several:
                found[row.key] = [_("Flera har huvudansvar")]
        return found

    def _check(self, row: Row) -> RowCheck:
        if not self.typed:
            return row.check
        said = {
            key: Responsibility(self.typed.get((row.key, key), value))
            for key, value in row.values.items()
        }
        return check_row(row.key, said)

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
    def cell_ways(self) -> tuple[str, str] | None:
        """Words and address for suggesting something about one cell, for those who may."""
        if not self.can.negotiate:
            return None
        form = url_for("negotiation.suggest_cells", agreement_id=self.agreement.id)
        return _("Föreslå ändring"), form

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
    wanted: Wanted = EVERYTHING,
) -> MatrixPage:
    """Put a matrix page together, of the part that is `wanted`; `posted` is what was not saved.

    Cells that the sender changed are shown as they were sent, the others as they are now, not as
    they were when the form was opened: saving again must not take back what somebody else has done.
    """
    found = parts.ask(agreement, *PARTS, "waiting")
    matrix = matrix_of(found)
    # to change a draft nobody needs to suggest anything
    waiting = () if agreement.status is Status.DRAFT else waiting_of(found)
    pending = _pending(agreement, waiting)
    typed = {key: value.value for key, value in posted.changed.items()} if posted else {}
    part = choose(matrix, wanted, pending, typed)
    return MatrixPage(
        agreement=agreement,
        matrix=matrix,
        rows=part.rows,
        columns=part.columns,
        typed=typed,
        waiting=waiting,
        pending=pending,
        can=abilities(actor, agreement),
        conflicts=dict(_conflicts(actor, matrix, posted)) if posted else {},
    )


def _pending(
    agreement: Agreement, waiting: Sequence[WaitingSuggestion]
) -> dict[Key, list[tuple[str, str]]]:
    """What waiting suggestions would have cells say, and their addresses, by cell."""
    found: dict[Key, list[tuple[str, str]]] = {}
    for one in waiting:
        url = url_for("negotiation.show", agreement_id=agreement.id, suggestion_id=one.id)
        for change in one.operations:
            told = _("Förslag: %(value)s", value=cell_word(change["to"]))
            found.setdefault((change["row"], change["column"]), []).append((told, url))
    return found


def places_for(agreement: Agreement, row: str, phase: str) -> list[tuple[str, str]]:
    """Where a measure could be placed in its group: before which other, or last."""
    rows = [one for one in get_matrix(agreement).rows if one.phase == phase and one.key != row]
    before = [(one.key, _("Före %(measure)s", measure=one.title)) for one in rows]
    return [*before, ("", _("Sist i gruppen"))]


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


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The actors of the matrix, those that count and those that are taken out."""

    agreement: Agreement
    columns: Sequence[MatrixColumn]
    removed: Sequence[MatrixColumn]
    can: Abilities


def columns_page(actor: Actor, agreement: Agreement) -> ColumnsPage:
    """Put the list together."""
    return ColumnsPage(
        agreement=agreement,
        columns=list_columns(agreement),
        removed=list_removed(agreement),
        can=abilities(actor, agreement),
    )


def choices_of_parties(agreement: Agreement) -> list[tuple[str, str]]:
    """Whose a column can be: a party's, or each municipality's where there are several."""
    parties = [(str(one.organisation_id), one.organisation.name) for one in agreement.parties]
    each = [(EACH, _("Varje kommun i området, för sig"))]
    return parties + (each if may_belong(agreement, None) else [])


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


def as_it_was(agreement: Agreement, values: Mapping[Key, Responsibility]) -> Posted:
    """As if somebody had chosen what the cells said in an earlier version, and not sent it yet."""
    rows = get_matrix(agreement).rows
    base = {(row.key, key): value for row in rows for key, value in row.values.items()}
    return Posted({key: value for key, value in values.items() if key in base}, base)


def wanted_of(form: PartForm, *, row: str = "") -> Wanted:
    """The part of the matrix that is asked for by its address."""
    return Wanted(form.which.data, form.phase.data, form.column.data, row)


def read_many(agreement: Agreement, posted: Mapping[str, str], form: ManyForm) -> Posted:
    """What a matrix form sent, with many cells set at once if that was asked for."""
    read = read_matrix(agreement, posted) if posted else Posted()
    if asked_again() != FILL:
        return read
    try:
        value = Responsibility(form.fill_value.data or "unset")
        where = Where(form.fill_where.data)
    except ValueError:
        # no select of ours offers it
        raise RuleBrokenError(_("Välj något av alternativen.")) from None
    column = form.fill_column.data
    return replace(
        read, values=fill_many(read.values, read.base, value=value, where=where, column=column)
    )


def offer(page: MatrixPage, part: PartForm, many: ManyForm | None = None) -> None:
    """Let the forms around a matrix offer the groups and columns that it has."""
    columns = [(column.key, column.label) for column in page.matrix.columns]
    part.phase.choices = [EVERY_PHASE, *((phase, phase) for phase in page.phase_names)]
    part.column.choices = [EVERY_COLUMN, *columns]
    if many is not None:
        shown = {column.key for column in page.columns}
        many.fill_column.choices = [EVERY_COLUMN, *(one for one in columns if one[0] in shown)]


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
