"""Personnummer: written in many ways, read as one; and each fault told apart."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.personnummer import Fault, PersonnummerError, check_digit, parse

TODAY = date(2026, 11, 22)
OLDEST = date(1900, 1, 1)

days = st.dates(OLDEST, TODAY)
serials = st.integers(0, 999)


def digits(born: date, serial: int, *, coordination: bool = False) -> str:
    """A correct number of twelve digits, by a formula of its own."""
    day = born.day + (60 if coordination else 0)
    nine = f"{born:%y%m}{day:02}{serial:03}"
    weighed = [int(digit) * (1 + (at + 1) % 2) for at, digit in enumerate(nine)]
    last = (10 - sum(w // 10 + w % 10 for w in weighed) % 10) % 10
    return f"{born.year // 100}{nine}{last}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("197001019806", "197001019806"),
        ("19700101-9806", "197001019806"),
        ("700101-9806", "197001019806"),
        ("7001019806", "197001019806"),
        (" 19700101 – 9806 ", "197001019806"),
        ("121212+1212", "191212121212"),
        ("19121212+1212", "191212121212"),
        ("701063-2391", "197010632391"),
    ],
)
def test_the_ways_of_writing_one_number(written: str, read: str) -> None:
    assert parse(written, today=TODAY).digits == read


@given(days, serials, st.sampled_from(["personnummer", "samordningsnummer"]), st.sampled_from("-+"))
def test_twelve_digits_are_read_as_they_are(born: date, serial: int, kind: str, sign: str) -> None:
    coordination = kind == "samordningsnummer"
    wanted = digits(born, serial, coordination=coordination)
    number = parse(f"{wanted[:8]}{sign}{wanted[8:]}", today=TODAY)

    assert number.digits == wanted
    assert number.birth_date == born
    assert number.is_coordination_number is coordination


@pytest.mark.parametrize(
    ("nine", "first", "last"),
    [
        # 191500722390 is one of the tax agency's numbers for tests
        ("150072239", date(1915, 1, 12), date(1915, 12, 12)),
        ("150060239", date(1915, 1, 1), date(1915, 12, 31)),
        ("150260239", date(1915, 2, 1), date(1915, 2, 28)),
        ("160260239", date(1916, 2, 1), date(1916, 2, 29)),
        ("150261239", date(1915, 2, 1), date(1915, 2, 1)),
    ],
)
def test_a_coordination_number_may_leave_month_and_day_open(
    nine: str, first: date, last: date
) -> None:
    number = parse(f"19{nine}{check_digit(nine)}", today=TODAY)

    assert number.is_coordination_number
    assert number.possible_days == (first, last)
    assert number.birth_date == (first if first == last else None)


def test_a_number_for_tests_with_an_unknown_month_is_read() -> None:
    assert parse("191500722390", today=TODAY).masked == "19150072-****"


def test_an_open_day_is_in_the_future_only_when_every_day_of_it_is() -> None:
    open_now = f"260060239{check_digit('260060239')}"
    assert parse(f"20{open_now}", today=TODAY).possible_days[1] > TODAY

    next_month = f"261260239{check_digit('261260239')}"
    with pytest.raises(PersonnummerError) as refused:
        parse(f"20{next_month}", today=TODAY)
    assert refused.value.reason is Fault.FUTURE


@given(days, serials)
def test_ten_digits_mean_the_century_their_sign_says(born: date, serial: int) -> None:
    wanted = digits(born, serial)
    sign = "+" if TODAY.year - born.year >= 100 else "-"

    assert parse(f"{wanted[2:8]}{sign}{wanted[8:]}", today=TODAY).digits == wanted


@given(days, serials, st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born: date, serial: int, at: int, more: int) -> None:
    right = digits(born, serial)
    wrong = right[:at] + str((int(right[at]) + more) % 10) + right[at + 1 :]

    with pytest.raises(PersonnummerError) as refused:
        parse(wrong, today=TODAY)

    assert refused.value.reason in {Fault.CHECK_DIGIT, Fault.DATE}


@given(days, serials, st.integers(2, 10))
def test_two_neighbours_that_changed_places_are_noticed(born: date, serial: int, at: int) -> None:
    right = digits(born, serial)
    assume(right[at] != right[at + 1])
    assume({right[at], right[at + 1]} != {"0", "9"})  # what the Luhn algorithm cannot see
    swapped = right[:at] + right[at + 1] + right[at] + right[at + 2 :]

    with pytest.raises(PersonnummerError):
        parse(swapped, today=TODAY)


@given(st.text())
def test_anything_else_is_refused_for_a_reason(text: str) -> None:
    try:
        parse(text, today=TODAY)
    except PersonnummerError as refused:
        assert refused.reason in Fault  # noqa: PT017 (most texts are refused, a few are not)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Fault.FORM),
        ("19700101", Fault.FORM),
        ("19700101-980", Fault.FORM),
        ("19700101-98063", Fault.FORM),
        ("19700101-TF02", Fault.FORM),
        ("217001019806", Fault.FORM),
        ("１９７００１０１９８０２", Fault.FORM),
        ("19701301-9806", Fault.DATE),
        ("19700230-9806", Fault.DATE),
        ("19700100-9806", Fault.DATE),
        ("19700001-9807", Fault.DATE),
        ("19700093-9800", Fault.DATE),
        ("19701360-9803", Fault.DATE),
        ("19700160-9807", Fault.CHECK_DIGIT),
        ("19700192-9806", Fault.DATE),
        ("19700101-9807", Fault.CHECK_DIGIT),
        (digits(TODAY + timedelta(1), 123), Fault.FUTURE),
    ],
)
def test_each_fault_has_its_reason(written: str, reason: Fault) -> None:
    with pytest.raises(PersonnummerError) as refused:
        parse(written, today=TODAY)

    assert refused.value.reason is reason


@given(days, serials)
def test_the_last_four_digits_are_hidden(born: date, serial: int) -> None:
    number = parse(digits(born, serial), today=TODAY)

    assert number.written.replace("-", "") == number.digits
    assert number.masked == f"{born:%Y%m%d}-****"
    assert number.digits not in repr(number)


def test_the_check_digit_of_a_known_number() -> None:
    assert check_digit("811218987") == "6"
