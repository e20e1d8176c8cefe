"""What is sealed opens with its key, in its place, and nowhere else."""

import dataclasses
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import KeySettings
from portal.errors import ConfigurationError
from portal.vault import DataKey, Place, SealBrokenError, Vault, new_secret

ROW = UUID(int=1)
PLACE = Place("plan_text", "text_sealed", ROW)
ALICE, BERIT = UUID(int=7), UUID(int=8)

ELSEWHERE = (
    Place("plan_text", "text_sealed", UUID(int=2)),
    Place("plan_text", "other_sealed", ROW),
    Place("goal", "text_sealed", ROW),
)


def vault(*versions: int, current: int | None = None, index: bytes = b"i" * 32) -> Vault:
    masters = {version: bytes([version]) * 32 for version in versions or (1,)}
    return Vault(masters, current=current or max(masters), index_secret=index)


@given(st.text())
def test_a_text_opens_in_its_place(text: str) -> None:
    key = vault().new_key().key

    assert key.open(key.seal(text, PLACE), PLACE) == text


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_bytes_moved_to_another_place_do_not_open(elsewhere: Place) -> None:
    key = vault().new_key().key

    with pytest.raises(SealBrokenError):
        key.open(key.seal("Vill sova hela natten", PLACE), elsewhere)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_not_one_bit_may_be_changed(at: int, bit: int) -> None:
    key = vault().new_key().key
    sealed = bytearray(key.seal("Vill sova hela natten", PLACE))
    sealed[at % len(sealed)] ^= 1 << bit

    with pytest.raises(SealBrokenError):
        key.open(bytes(sealed), PLACE)


@pytest.mark.parametrize("length", [0, 1, 13, 28])
def test_bytes_cut_short_do_not_open(length: int) -> None:
    key = vault().new_key().key
    sealed = key.seal("", PLACE)

    with pytest.raises(SealBrokenError):
        key.open(sealed[:length], PLACE)


def test_another_plan_has_another_key() -> None:
    ours, theirs = vault().new_key().key, vault().new_key().key

    with pytest.raises(SealBrokenError):
        theirs.open(ours.seal("Vill sova hela natten", PLACE), PLACE)


def test_the_same_text_is_never_sealed_alike() -> None:
    key = vault().new_key().key

    assert key.seal("ja", PLACE) != key.seal("ja", PLACE)


def test_a_wrapped_key_opens_what_it_sealed() -> None:
    made = vault().new_key()
    again = vault().open_key(made.wrapped, made.master_version)

    assert again.open(made.key.seal("ja", PLACE), PLACE) == "ja"


def test_a_key_wrapped_anew_opens_what_it_sealed_before() -> None:
    made = vault(1).new_key()
    rewrapped = vault(1, 2).rewrap(made.wrapped, made.master_version)
    without_the_old = vault(2).open_key(rewrapped.wrapped, rewrapped.master_version)

    assert rewrapped.master_version == 2
    assert without_the_old.open(made.key.seal("ja", PLACE), PLACE) == "ja"


def test_a_key_whose_master_is_gone_is_told_of() -> None:
    made = vault(1).new_key()

    with pytest.raises(ConfigurationError, match=r"keys\.master\.1: missing, and still in use"):
        vault(2).open_key(made.wrapped, made.master_version)


def test_a_key_wrapped_by_another_master_does_not_open() -> None:
    made = vault(1).new_key()

    with pytest.raises(SealBrokenError, match=r"keys\.master\.2"):
        vault(2).open_key(made.wrapped, 2)


def test_a_key_does_not_print_itself() -> None:
    shown = repr(vault().new_key().key) + str(DataKey(b"k" * 32))

    assert "kkk" not in shown
    assert "\\x" not in shown


def test_one_person_is_found_again_within_an_organisation_and_not_between_two() -> None:
    first, again = vault(), vault()

    assert first.blind_index(ALICE, "197001019802") == again.blind_index(ALICE, "197001019802")
    assert first.blind_index(ALICE, "197001019802") != first.blind_index(BERIT, "197001019802")
    assert first.blind_index(ALICE, "197001019802") != first.blind_index(ALICE, "197001019810")
    assert len(first.blind_index(ALICE, "197001019802")) == 16


def test_the_index_is_nothing_without_its_key() -> None:
    other = vault(index=b"j" * 32)

    assert vault().blind_index(ALICE, "197001019802") != other.blind_index(ALICE, "197001019802")


def settings(folder: Path, **changes: object) -> KeySettings:
    for name in ("master", "index"):
        (folder / name).write_text(new_secret() + "\n", encoding="ascii")
    made = KeySettings(
        master={"1": f"file:{folder / 'master'}"}, current=1, index=f"file:{folder / 'index'}"
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # what a test changes


def test_keys_come_from_files_and_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMSYN_MASTER", new_secret())
    two = {"1": f"file:{tmp_path / 'master'}", "2": "env:SAMSYN_MASTER"}

    opened = Vault.of(settings(tmp_path, master=two, current=2))

    assert opened.new_key().master_version == opened.current_version == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("c2hvcnQ=", "keys.master.1: must be 32 bytes in base64"),
        ("inte base64!", "keys.master.1: must be 32 bytes in base64"),
        ("åäö", "keys.master.1: must be 32 bytes in base64"),
    ],
)
def test_what_is_no_key_is_refused_by_name(tmp_path: Path, content: str, told: str) -> None:
    made = settings(tmp_path)
    (tmp_path / "master").write_text(content, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=told):
        Vault.of(made)


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"keys\.index: .*nowhere: No such file"):
        Vault.of(settings(tmp_path, index=f"file:{tmp_path / 'nowhere'}"))
    with pytest.raises(ConfigurationError, match=r"keys\.index: the environment has no NOWHERE"):
        Vault.of(settings(tmp_path, index="env:NOWHERE"))


def test_the_index_key_may_not_be_a_master_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="the same key is used twice"):
        Vault.of(settings(tmp_path, index=f"file:{tmp_path / 'master'}"))


def test_every_new_key_is_another() -> None:
    assert len({new_secret() for _ in range(20)}) == 20
