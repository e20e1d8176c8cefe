"""The page of figures: tables and charts of what the database lets be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import LazyString, ngettext

from portal.authz import Actor
from portal.web.i18n import gettext as _
from sip.figures.queries import COUNTY, Figures, Line
from sip.figures.words import ANSWERS, CLOCKS, SCORES, SHORT_CLOCKS, SHORT_STAGES, STAGES
from sip.kernel.days import day_of
from sip.kernel.vocabulary import PRINCIPALS
from sip.tables.figures import FigureRound

YEARS_BACK = 2
ALL = "all"  # the sum of a measure's choices


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: None is held back. `extra` is what follows from the counts."""

    label: str
    counts: Sequence[int | None]
    extra: Sequence[float | str | None] = ()

    @property
    def values(self) -> Sequence[float | str | None]:
        """The counts, and what follows from them, in the order of the table's heads."""
        return [*self.counts, *self.extra]


@dataclass(frozen=True, slots=True)
class Table:
    """One indicator, by organisation or of the county alone.

    The last column of counts is the sum, but of what is late now.
    """

    key: str
    heading: str
    explanation: str
    heads: Sequence[str | LazyString]
    rows: Sequence[Row]

    @property
    def county(self) -> Row:
        """The row of the whole county: the last one."""
        return self.rows[-1]

    @property
    def is_empty(self) -> bool:
        """Nothing has been counted."""
        return not any(count is None or count for count in self.county.counts)


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Everything on the page of one year's figures.

    `years` are those that can be asked for, with the addresses of their pages. The numbers are
    those of `published_on`; they change no earlier than `next_on`.
    """

    published_on: date
    next_on: date
    year: int
    years: Sequence[tuple[int, str]]
    heading: str
    plans: Table
    tables: Sequence[Table]
    survey: Table
    overdue: Table
    ratings: Mapping[int, Mapping[str, float]]  # the survey's means by year
    is_party: bool

    @property
    def all_tables(self) -> Sequence[Table]:
        """Every table of the page, in order; without those that the last round had not yet."""
        return [one for one in (self.plans, *self.tables, self.overdue, self.survey) if one.rows]

    @property
    def stages(self) -> list[tuple[str, str, int]]:
        """The county's plans by how far they have come, for a chart: none when there is no plan.

        What is held back is left out.
        """
        if self.plans.is_empty:
            return []
        counts = zip(SHORT_STAGES.values(), self.plans.county.counts[:-1], strict=True)
        return [
            (str(label), str(below), count) for (label, below), count in counts if count is not None
        ]

    @property
    def late(self) -> list[tuple[str, str, int]]:
        """How much is late in the county now, by clock, for a chart."""
        if not self.overdue.rows:
            return []
        counts = zip(SHORT_CLOCKS.values(), self.overdue.county.counts, strict=True)
        return [(str(one), str(two), count) for (one, two), count in counts if count is not None]

    @property
    def over_time(self) -> list[tuple[str, str, float]]:
        """What the persons thought, the four questions together, by year: for a chart."""
        whole = {year: one for year, one in self.ratings.items() if len(one) == len(SCORES)}
        means = ((year, sum(one.values()) / len(one)) for year, one in sorted(whole.items()))
        return [(str(year), "", round(mean, 1)) for year, mean in means]

    @property
    def scores(self) -> list[tuple[str, str, float]]:
        """The county's means of the closing survey, for a chart."""
        means = zip(SCORES.values(), self.survey.county.extra, strict=True)
        return [(str(label), "", mean) for label, mean in means if isinstance(mean, float)]


def figures_page(
    actor: Actor, figures: Figures, ratings: Mapping[int, Mapping[str, float]]
) -> FiguresPage:
    """The whole county for the coordination group; others see the county and themselves."""
    tables = _Tables(figures)
    plans = tables.plans()
    return FiguresPage(
        day_of(figures.round.published_at),
        figures.round.next_on,
        figures.year,
        [(year, url_for("figures.show", year=year)) for year in years(figures.round)],
        _heading(plans, figures.year),
        plans,
        [tables.waited(), *(tables.yes_or_no(key) for key in _questions())],
        tables.survey(),
        tables.overdue(),
        {year: _scores_of(one) for year, one in ratings.items()},
        is_party=is_party(actor),
    )


def _scores_of(means: Mapping[str, float]) -> Mapping[str, float]:
    return {choice: means[choice] for choice in SCORES if choice in means}


def is_party(actor: Actor) -> bool:
    """Whether the actor's organisation is a party to agreements, and follows how they are kept."""
    return actor.organisation_kind in PRINCIPALS


def years(published: FigureRound) -> list[int]:
    """Those that can be asked for, the newest first."""
    this_year = day_of(published.published_at).year
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
    agreed = _("Räknat på de dagar som överenskommelserna säger.")
    whole = _("Planer som blev av, i hela länet.")
    return {
        "started": (
            _("Började arbetet i tid?"),
            f"{_('Från ett ja från personen till att någon kallades eller ett möte bokades.')}"
            f" {agreed}",
        ),
        "answered": (
            _("Svarade de som kallades i tid?"),
            f"{_('Kallelser och inbjudningar, efter den som kallades.')} {agreed}",
        ),
        "summoned": (
            _("Kom kallelsen i tid före mötet?"),
            f"{_('Möten som är bokade eller har hållits.')} {agreed}",
        ),
        "met": (
            _("Hölls det första mötet i tid?"),
            f"{_('Planer där mötet har hållits, eller skulle ha hållits.')} {agreed}",
        ),
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
        "understood": (
            _("Är det antecknat vad personen behöver för att förstå?"),
            f"{_('Språk, tolk och annat stöd.')} {whole}",
        ),
        "children": (_("Är det frågat om barn i familjen?"), whole),
        "violence": (_("Är det frågat om våld?"), whole),
    }


class _Tables:
    """Makes the page's tables of the numbers that may be seen."""

    def __init__(self, figures: Figures) -> None:
        self.amounts = figures.amounts
        names: dict[Line, str] = {one.id: one.name for one in figures.organisations}
        self.names = names | {None: _("Andra organisationer"), COUNTY: _("Hela länet")}

    def plans(self) -> Table:
        return Table(
            "plans",
            _("Planer efter den som tog initiativet"),
            _("Alla planer där behovet upptäcktes under året, och hur långt de har kommit."),
            (*STAGES.values(), _("Alla")),
            self._rows("plans", (*STAGES, ALL)),
        )

    def waited(self) -> Table:
        return Table(
            "waited",
            _("Hur lång tid tog det till första mötet?"),
            _("Från att behovet upptäcktes till att det första mötet hölls."),
            (_("Första möten"), _("Dagar i genomsnitt")),
            self._rows("waited", (ALL,), ("sum",)),
        )

    def yes_or_no(self, measure: str) -> Table:
        heading, explanation = _questions()[measure]
        rows = [
            Row(row.label, row.counts, (_share(row.counts),))
            for row in self._rows(measure, (*ANSWERS, ALL))
        ]
        heads: list[str | LazyString] = [*ANSWERS.values(), _("Alla"), _("Andel ja")]
        return Table(measure, heading, explanation, heads, rows)

    def overdue(self) -> Table:
        counts = [self.amounts.get((COUNTY, "overdue", choice)) for choice in CLOCKS]
        row = Row(self.names[COUNTY], [None if one is None else int(one) for one in counts])
        is_counted = (COUNTY, "overdue", next(iter(CLOCKS))) in self.amounts
        return Table(
            "overdue",
            _("Vad är försenat just nu?"),
            _("Pågående planer i länet där en tid har gått ut, efter vad som skulle ha gjorts."),
            tuple(CLOCKS.values()),
            [row] if is_counted else (),
        )

    def survey(self) -> Table:
        return Table(
            "survey",
            _("Vad tyckte personerna?"),
            _("Svar när planen avslutades, från 1 (dåligt) till 5 (bra)."),
            (_("Svar"), *SCORES.values()),
            self._rows("survey", (ALL,), tuple(SCORES)),
        )

    def _rows(
        self, measure: str, choices: Sequence[str], means: Sequence[str] = ()
    ) -> Sequence[Row]:
        """A row for each line there is, the county's last."""
        return [
            Row(
                name,
                [self._count(key, measure, choice) for choice in choices],
                [self.amounts[key, measure, mean] for mean in means],
            )
            for key, name in self.names.items()
            if (key, measure, ALL) in self.amounts
        ]

    def _count(self, key: Line, measure: str, choice: str) -> int | None:
        amount = self.amounts[key, measure, choice]
        return None if amount is None else int(amount)


def _share(counts: Sequence[int | None]) -> str | None:
    yes, _no, total = counts
    if yes is None or not total:
        return None
    return _("%(percent)s %%", percent=round(100 * yes / total))
