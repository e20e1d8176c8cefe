"""Names sort as in a Swedish register, whatever the database's collation."""

import pytest

from portal.tenancy.sorting import sort_key

IN_ORDER = [
    "Arjeplog",
    "Dorotea",
    "Lidén",
    "Lidköping",
    "Umeå",
    "Vilhelmina",
    "Ystad",
    "Åre",
    "Åsele",
    "Älvsbyn",
    "Öland",
    "Örebro",
]


def test_a_ring_a_umlaut_and_o_umlaut_come_last_in_that_order() -> None:
    assert sorted(sorted(IN_ORDER, key=len), key=sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"), [("ÅSELE", "åsele"), ("Åsele", "A\u030asele"), ("Lidén", "Liden")]
)
def test_case_composition_and_accents_make_no_difference(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_the_order_holds_for_bytes_too() -> None:
    keys = [sort_key(name).encode() for name in IN_ORDER]

    assert keys == sorted(keys)
