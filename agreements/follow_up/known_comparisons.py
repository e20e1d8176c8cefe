"""What Öppna jämförelser said of agreements before municipalities noted their answers here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from portal.resources import folder


@dataclass(frozen=True, slots=True)
class Known:
    """A year: how many of a hundred in the country, and how many of a county's municipalities.

    `counties` are by key: those with all four, and of how many.
    """

    year: int
    nation_percent: int
    source: str
    counties: Mapping[str, tuple[int, int]]


@cache
def list_known() -> tuple[Known, ...]:
    """Every year that is known, in order."""
    file = folder("county_templates") / "open_comparisons.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8"))["years"]
    return tuple(
        Known(
            one["year"],
            one["nation_percent"],
            one["source"],
            {
                key: (said["covered"], said["municipalities"])
                for key, said in one.get("counties", {}).items()
            },
        )
        for one in sorted(found, key=lambda one: one["year"])
    )
