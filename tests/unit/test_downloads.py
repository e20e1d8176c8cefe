"""What files that are handed over are called."""

from datetime import UTC, date, datetime

import pytest

from portal.web.downloads import day_in_name, file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("överenskommelse", "Malå", "version", "1"), "overenskommelse-mala-version-1.pdf"),
        (("överenskommelse", "Åsele kommun"), "overenskommelse-asele-kommun.pdf"),
        (("plan", 'a"; filename="b.exe'), "plan-a-filename-b-exe.pdf"),
        (("plan", "../..\\x\r\ny"), "plan-x-y.pdf"),
        (("plan", "كوميون"), "plan.pdf"),
        (("plan", "Tromsø Æsir"), "plan-tromso-aesir.pdf"),
        (("plan", "x" * 200), f"plan-{'x' * 60}.pdf"),
    ],
)
def test_a_name_has_only_what_every_system_takes(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts, suffix="pdf") == name


def test_the_day_is_the_one_in_stockholm() -> None:
    assert day_in_name(datetime(2026, 11, 26, 23, 30, tzinfo=UTC)) == "2026-11-27"
    assert day_in_name(date(2026, 11, 26)) == "2026-11-26"
