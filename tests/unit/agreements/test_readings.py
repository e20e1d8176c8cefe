"""What a party has said of a shared text, and what of it still holds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from agreements.readings import ReadingKind, Said, Stand, stands

PARTY, OTHER = UUID(int=1), UUID(int=2)
SHARED_AT = datetime(2026, 11, 1, tzinfo=UTC)
READ, READY, NOT_READY = ReadingKind


def _said(kind: ReadingKind, hours: int = 1, revision: int = 4) -> Said:
    return Said(PARTY, kind, SHARED_AT + timedelta(hours=hours), revision)


@pytest.mark.parametrize(
    ("said", "stand"),
    [
        ((), Stand.SILENT),
        ((_said(READ),), Stand.READ),
        ((_said(READY),), Stand.READY),
        # the text has become another since, or has come back from decision
        ((_said(READY, revision=3),), Stand.LAPSED),
        ((_said(READY, hours=-1),), Stand.LAPSED),
        # the last word counts, and having read is no word of being ready
        ((_said(READY, revision=3), _said(READY, hours=2)), Stand.READY),
        ((_said(READY), _said(NOT_READY, hours=2)), Stand.READ),
        ((_said(READY), _said(NOT_READY, hours=2), _said(READY, hours=3)), Stand.READY),
        ((_said(READY), _said(READ, hours=2)), Stand.READY),
    ],
)
def test_the_last_word_on_the_present_text_is_how_a_party_stands(
    said: tuple[Said, ...], stand: Stand
) -> None:
    found = stands((PARTY, OTHER), said, revision=4, since=SHARED_AT)
    assert found == {PARTY: stand, OTHER: Stand.SILENT}
