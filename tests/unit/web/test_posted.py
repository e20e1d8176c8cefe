"""What our pages carried comes back as it was sent, or is nothing at all."""

from uuid import UUID

import pytest

from portal.errors import NotFoundError
from portal.web.posted import as_id, as_number

ID = "019ac000-0000-7000-8000-000000000001"


def test_an_id_is_read():
    assert as_id(ID) == UUID(ID)


@pytest.mark.parametrize("text", [None, "", "x", "0", ID[:-1], f"{ID}0", "\x00", "å" * 36])
def test_what_is_no_id_is_not_found(text):
    with pytest.raises(NotFoundError):
        as_id(text)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("9" * 9, 999999999)])
def test_a_number_is_read(text, number):
    assert as_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", " ", "x", "-1", "+1", "1.0", "1 000", "1_000", "٣", "²", "9" * 10, "0" * 10]
)
def test_what_is_no_number_is_not_found_and_never_nought(text):
    with pytest.raises(NotFoundError):
        as_number(text)
