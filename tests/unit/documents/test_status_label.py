"""What a file is called: in force from the agreement's first day to its last, and never before."""

from datetime import date, timedelta

import pytest

from agreements.documents.build import status_label
from agreements.rules import Status
from agreements.tables.agreement import Agreement

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "day", "label"),
    [
        (Status.DRAFT, FIRST, "Utkast"),
        (Status.SHARED, FIRST, "Utkast"),
        (Status.WITHDRAWN, FIRST, "Avbruten"),
        (Status.DECISION, FIRST, "Till beslut"),
        (Status.SIGNING, FIRST, "Till underskrift"),
        (Status.IN_FORCE, FIRST - A_DAY, "Undertecknad, börjar gälla 1 januari 2027"),
        (Status.IN_FORCE, FIRST, "Gällande"),
        (Status.IN_FORCE, LAST, "Gällande"),
        (Status.IN_FORCE, LAST + A_DAY, "Utgången"),
        (Status.SUPERSEDED, LAST - 11 * A_DAY, "Gällande"),
        (Status.SUPERSEDED, LAST - 10 * A_DAY, "Ersatt"),
    ],
)
def test_a_file_says_how_the_agreement_stands_that_day(
    status: Status, day: date, label: str
) -> None:
    agreement = Agreement(status=status, valid_from=FIRST, valid_until=LAST, last_day=LAST)
    if status is Status.SUPERSEDED:
        agreement.last_day = LAST - 11 * A_DAY
    assert status_label(agreement, day) == label


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (FIRST - A_DAY, "Undertecknad, börjar gälla 1 januari 2027"),
        (FIRST, "Uppsagd, gäller till och med 30 juni 2027"),
        (date(2027, 6, 30), "Uppsagd, gäller till och med 30 juni 2027"),
        (date(2027, 7, 1), "Uppsagd"),
    ],
)
def test_a_file_says_that_notice_was_given(day: date, label: str) -> None:
    ends = date(2027, 6, 30)
    agreement = Agreement(
        status=Status.IN_FORCE, valid_from=FIRST, valid_until=LAST, ends_on=ends, last_day=ends
    )
    assert status_label(agreement, day) == label
