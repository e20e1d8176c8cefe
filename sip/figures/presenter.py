"""The page of figures: tables and charts, with what is small held back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import LazyString, ngettext

from portal.authz import Actor, OrganisationKind
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l
from sip.figures.queries import Figures
from sip.figures.rules import Shown, suppress

YEARS_BACK = 2

# measure -> its choices, in the order of the columns
STAGES = {
    "preparing": _l("Förbereds"),
    "running": _l("Pågår"),
    "closed": _l("Avslutade"),
    "declined": _l("Personen tackade nej"),
    "not_started": _l("Inte startade av annat skäl"),
}
WAITS = {
    "short": _l("Högst 3 veckor"),
    "longer": _l("3–6 veckor"),
    "long": _l("Mer än 6 veckor"),
}
ANSWERS = {"yes": _l("Ja"), "no": _l("Nej")}
SCORES = {
    "information": _l("Information"),
    "participation": _l("Delaktighet"),
    "cooperation": _l("Samarbete"),
    "meaning": _l("Mening"),
}
SHORT_STAGES = {
    "preparing": (_l("Förbereds"), ""),
    "running": (_l("Pågår"), ""),
    "closed": (_l("Avslutade"), ""),
    "declined": (_l("Tackat"), _l("nej")),
    "not_started": (_l("Inte"), _l("startade")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: None is held back. `extra` is what follows from the counts."""

    label: str
    counts: Sequence[int | None]
    extra: Sequence[float | str | None] = ()
    is_county: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One indicator, by organisation. The last column of counts is the sum."""

    key: str
    heading: str
    explanation: str
    heads: Sequence[str | LazyString]
    rows: Sequence[Row]

    @property
    def county(self) -> Row:
        """The last row."""
        return self.rows[-1]

    @property
    def is_empty(self) -> bool:
        """Nothing has been counted."""
        return self.county.counts[-1] == 0


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Everything on the page."""

    year: int
    years: Sequence[tuple[int, str]]
    heading: str
    plans: Table
    tables: Sequence[Table]
    survey: Table

    @property
    def stages(self) -> list[tuple[str, str, int]]:
        """The county's plans by how far they have come, for a chart; what is held back left out."""
        counts = zip(SHORT_STAGES.values(), self.plans.county.counts[:-1], strict=True)
        return [
            (str(label), str(below), count) for (label, below), count in counts if count is not None
        ]

    @property
    def scores(self) -> list[tuple[str, str, float]]:
        """The county's means of the closing survey, for a chart."""
        means = zip(SCORES.values(), self.survey.county.extra, strict=True)
        return [(str(label), "", mean) for label, mean in means if isinstance(mean, float)]


def figures_page(figures: Figures, actor: Actor, *, this_year: int) -> FiguresPage:
    """The whole county for the coordination group; others see the county and themselves."""
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
    reader = _Reader(figures, None if is_group else actor.organisation_id)
    plans = reader.plans()
    return FiguresPage(
        figures.year,
        [(year, url_for("figures.show", year=year)) for year in years(this_year)],
        _heading(plans, figures.year),
        plans,
        [reader.waited(), *(reader.yes_or_no(key) for key in _questions())],
        reader.survey(),
    )


def years(this_year: int) -> list[int]:
    """Those that can be asked for, the newest first."""
    return list(range(this_year, this_year - YEARS_BACK - 1, -1))


def _heading(plans: Table, year: int) -> str:
    count = plans.county.counts[-1]
    if count is None:
        return _("För få planer %(year)s för att visa hur många", year=year)
    if count == 0:
        return _("Ingen plan har påbörjats %(year)s", year=year)
    heading: str = ngettext(
        "%(num)d plan har påbörjats i länet %(year)s",
        "%(num)d planer har påbörjats i länet %(year)s",
        count,
        year=year,
    )
    return heading


def _questions() -> dict[str, tuple[str, str]]:
    return {
        "present": (
            _("Var personen med?"),
            _("Hållna möten där personen själv var med."),
        ),
        "called_came": (
            _("Kom de som kallats?"),
            _("Deltagare från andra än den som tog initiativet, för varje möte de kallats till."),
        ),
        "owned": (
            _("Har åtgärderna någon som ansvarar?"),
            _("Huvudmännens åtgärder där det står vem som ska göra dem."),
        ),
        "followed_up": (
            _("Följdes planerna upp i tid?"),
            _("Uppföljningar som har hållits, eller som skulle ha hållits."),
        ),
    }


class _Reader:
    """Makes tables of the sums. What is small is held back before a row is chosen to be shown."""

    def __init__(self, figures: Figures, only: UUID | None) -> None:
        self.amounts = figures.amounts
        self.names: dict[UUID | None, str] = {one.id: one.name for one in figures.organisations}
        self.names[None] = _("Andra organisationer")
        self.only = only

    def plans(self) -> Table:
        return Table(
            "plans",
            _("Planer efter den som tog initiativet"),
            _("Alla planer där behovet upptäcktes under året, och hur långt de har kommit."),
            (*STAGES.values(), _("Alla")),
            list(self._rows("plans", tuple(STAGES))),
        )

    def waited(self) -> Table:
        return Table(
            "waited",
            _("Hur lång tid tog det till första mötet?"),
            _("Från att behovet upptäcktes till att det första mötet hölls."),
            (*WAITS.values(), _("Alla"), _("Dagar i genomsnitt")),
            [
                self._with_means(row, key, "waited_days", ["sum"])
                for key, row in self._keyed("waited", tuple(WAITS))
            ],
        )

    def yes_or_no(self, measure: str) -> Table:
        heading, explanation = _questions()[measure]
        rows = [
            Row(row.label, row.counts, (_share(row.counts),), row.is_county)
            for row in self._rows(measure, tuple(ANSWERS))
        ]
        heads: list[str | LazyString] = [*ANSWERS.values(), _("Alla"), _("Andel ja")]
        return Table(measure, heading, explanation, heads, rows)

    def survey(self) -> Table:
        rows = [
            self._with_means(
                Row(row.label, row.counts[:1], (), row.is_county), key, "survey", list(SCORES)
            )
            for key, row in self._keyed("survey", ("answers",))
        ]
        return Table(
            "survey",
            _("Vad tyckte personerna?"),
            _("Svar när planen avslutades, från 1 (dåligt) till 5 (bra)."),
            (_("Svar"), *SCORES.values()),
            rows,
        )

    def _rows(self, measure: str, choices: Sequence[str]) -> Iterator[Row]:
        return (row for _key, row in self._keyed(measure, choices))

    def _keyed(
        self, measure: str, choices: Sequence[str]
    ) -> Iterator[tuple[set[UUID | None], Row]]:
        """Each row with the organisations that it sums up."""
        keys = [key for key in self.names if any(self._get(key, measure, one) for one in choices)]
        counts = [[self._get(key, measure, choice) for choice in choices] for key in keys]
        shown: Shown = suppress(counts or [[0] * len(choices)])
        for key, line in zip(keys, shown, strict=False):
            if self.only is None or key == self.only:
                yield {key}, Row(self.names[key], line)
        yield set(keys), Row(_("Hela länet"), shown[-1], is_county=True)

    def _with_means(
        self, row: Row, keys: set[UUID | None], measure: str, choices: Sequence[str]
    ) -> Row:
        """Means over a row whose count may be shown: then it is of five at least."""
        count = row.counts[-1]
        sums = [sum(self._get(key, measure, choice) for key in keys) for choice in choices]
        means = [round(total / count, 1) if count else None for total in sums]
        return Row(row.label, row.counts, means, row.is_county)

    def _get(self, key: UUID | None, measure: str, choice: str) -> int:
        return self.amounts.get((key, measure, choice), 0)


def _share(counts: Sequence[int | None]) -> str | None:
    yes, _no, total = counts
    if yes is None or not total:
        return None
    return _("%(percent)s %%", percent=round(100 * yes / total))
