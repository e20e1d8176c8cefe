"""QR codes of addresses."""

from collections.abc import Sequence
from functools import lru_cache

import segno


# of an address the code is always the same, and to work it out takes as long as all of a page
@lru_cache(maxsize=512)
def squares(address: str) -> Sequence[Sequence[int]]:
    """The code of an address: rows of 1 (dark) and 0."""
    made = segno.make(address, error="m", micro=False)
    return tuple(tuple(row) for row in made.matrix_iter(border=0))


@lru_cache(maxsize=512)
def picture(address: str) -> str:
    """The code as an image in an address, kept for the next time; of a secret ask `drawn`."""
    return drawn(address)


def drawn(address: str) -> str:
    """The same worked out anew, of an address that nobody else may come to know."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4)
