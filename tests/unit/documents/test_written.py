"""What becomes final is written out."""

import pytest

from portal.documents.written import GapsLeftError, check_all_written, check_written


@pytest.mark.parametrize("text", ["", "§ 112", "Se [riktlinjen](https://example.se) och not [1]."])
def test_what_is_written_out_passes(text: str) -> None:
    check_written("basis", text)


def test_what_is_left_is_told_as_readers_see_it() -> None:
    with pytest.raises(GapsLeftError) as refused:
        check_written("basis", "[**vem** kallar] och XX, se [riktlinjen](https://example.se).")
    assert (refused.value.field, refused.value.gaps) == ("basis", ("[vem kallar]", "XX"))


def test_all_texts_are_told_in_one_round() -> None:
    with pytest.raises(GapsLeftError) as refused:
        check_all_written(body="[nämnd]", paragraph="§ 1", reference="[nr]")
    assert [one.field for one in refused.value.every] == ["body", "reference"]
