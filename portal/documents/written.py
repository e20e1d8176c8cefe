"""That a text which becomes final is written out: no place in it is left to fill in. Pure."""

import re
from collections.abc import Collection
from functools import partial

from portal.documents.commonmark import gaps_in
from portal.errors import RuleBrokenError, check_all

# how somebody is written of whose name is not to be told
_NOBODY = re.compile(r"N\.?N\.?", re.IGNORECASE)


class GapsLeftError(RuleBrokenError):
    """A text in `field` has places left to fill in; `gaps` are as they are written."""

    def __init__(self, field: str | None, gaps: Collection[str]) -> None:
        super().__init__("gaps left", field=field)
        self.gaps = tuple(gaps)


def check_written(field: str | None, text: str) -> None:
    """Raise unless a text, with or without Markdown, is written out. NN is somebody unnamed."""
    if gaps := [one for one in gaps_in(text) if not _NOBODY.fullmatch(one)]:
        raise GapsLeftError(field, gaps)


def check_all_written(**texts: str) -> None:
    """Raise what is left in any of a form's texts, given by the names of their fields."""
    check_all(*(partial(check_written, field, text) for field, text in texts.items()))
