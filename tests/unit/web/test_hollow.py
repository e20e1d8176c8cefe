"""What is nothing but signs is no answer to what a form asks for."""

import pytest

from portal.web.fields.checks import is_only_signs


@pytest.mark.parametrize("text", ["", "-", "–", "…", " . ", "???", "§", "(_)", "”"])
def test_signs_alone_say_nothing(text: str) -> None:
    assert is_only_signs(text)


@pytest.mark.parametrize("text", ["§ 1", "1", "å", "👍", "زهرا", "€", "名"])
def test_letters_numbers_and_symbols_do(text: str) -> None:
    assert not is_only_signs(text)
