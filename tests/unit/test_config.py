"""config.toml: what it may say, and what is said of one that cannot be used."""

import dataclasses
import re
import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from portal import config
from portal.config import (
    DatabaseSettings,
    IssuerSettings,
    MailSettings,
    SessionSettings,
    Settings,
)
from portal.errors import ConfigurationError

EXAMPLE = Path(__file__).resolve().parents[2] / "config.example.toml"
SMALLEST = """
secret_key = "9fK2vQ7xLm4TzR8bWc3Ynp6HsJd5Ga1e"
base_url = "https://samsyn.example.se"
[database]
url = "postgresql://app"
owner_url = "postgresql://owner"
worker_url = "postgresql://worker"
[mail]
sender = "samsyn@example.se"
[keys]
master = { 1 = "env:MASTER_1", 2 = "file:master-2.key" }
current = 2
index = "env:INDEX"
"""
ISSUER = """
[[issuers]]
key = "kommun"
door = "staff"
name = "Kommunen"
issuer = "https://idp.example.se"
client_id = "samsyn"
levels = { high = 3 }
sign_in_level = 3
"""


def _read(folder: Path, text: str) -> Settings:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return Settings.read(file)


SECRET = "9fK2vQ7xLm4TzR8bWc3Ynp6HsJd5Ga1e"
PLACEHOLDER = "change-me-change-me-change-me-change-me"


def test_the_example_can_be_read_once_its_secret_is_changed(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    settings = _read(tmp_path, text.replace(PLACEHOLDER, SECRET))

    assert settings.issuer("kommun") is not None
    assert settings.issuer("finns-inte") is None


def test_the_example_names_every_key() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?(\w+) = ", text, re.MULTILINE))
    kinds = [kind for kind in vars(config).values() if dataclasses.is_dataclass(kind)]
    wanted = {field.name for kind in kinds for field in dataclasses.fields(kind)}
    tables = set(tomllib.loads(text)) - {"secret_key", "base_url"}

    assert wanted == named | tables


@pytest.mark.parametrize(
    "secret",
    [
        PLACEHOLDER,
        "x" * 40,
        "0123456789abcdef" * 2,
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "secret-secret-secret-secret-secr",
        "Change-Me-9fK2vQ7xLm4TzR8bWc3Ynp6HsJd5G",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbcccccccc",
        "qwertyuiopasdfghjklzxcvbnmqwertyu",
        "a-long-sentence-of-ours-a-long-sentence",
    ],
)
def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path, secret: str) -> None:
    with pytest.raises(ConfigurationError, match="secret_key: can be guessed"):
        _read(tmp_path, SMALLEST.replace(SECRET, secret))


@pytest.mark.parametrize("make", [secrets.token_hex, secrets.token_urlsafe])
def test_a_random_secret_is_taken(tmp_path: Path, make: Callable[[int], str]) -> None:
    for _ in range(50):
        assert _read(tmp_path, SMALLEST.replace(SECRET, make(24)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("sign_in_level = 3", ""), "issuers[0].sign_in_level: missing"),
        (("sign_in_level = 3", "sign_in_level = 1"), "issuers.kommun.sign_in_level: at least 2"),
        (
            ("sign_in_level = 3", "signing_level = 2\nsign_in_level = 3"),
            "signing_level: at least 3",
        ),
        (('door = "staff"', 'door = "individual"'), "issuers.kommun.sign_in_level: at least 3"),
        (("{ high = 3 }", "{ high = 1 }"), "issuers.kommun.levels: no acr is worth sign_in_level"),
    ],
)
def test_a_sign_in_is_never_open_to_anybody_by_default(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    weaker = ISSUER.replace("sign_in_level = 3", "sign_in_level = 2")
    text = weaker if 'door = "staff"' in change else ISSUER

    with pytest.raises(ConfigurationError, match=re.escape(told)):
        _read(tmp_path, SMALLEST + text.replace(*change))


def test_any_sign_in_will_do_on_this_machine_when_the_file_says_so(tmp_path: Path) -> None:
    text = (SMALLEST + ISSUER).replace("https://samsyn.example.se", "http://localhost:8000")
    settings = _read(tmp_path, text.replace("sign_in_level = 3", "sign_in_level = 0"))

    assert settings.issuers[0].sign_in_level == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[session]\nidle_minutes = -5", "session.idle_minutes: from 1 to 1440"),
        ("[session]\nabsolute_hours = 0", "session.absolute_hours: from 1 to 24"),
    ],
)
def test_a_time_that_makes_no_sense_is_named(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(told)):
        _read(tmp_path, SMALLEST + line)


def test_a_pool_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"database\.pool_size: from 1 to 100"):
        _read(tmp_path, SMALLEST.replace("[mail]", "pool_size = 0\n[mail]"))


@pytest.mark.parametrize(
    ("number", "expected"),
    [("212000-2643", True), ("162120002643", True), ("212000-2833", False), (None, True)],
)
def test_a_provider_speaks_for_the_organisations_on_its_list(
    tmp_path: Path, number: str | None, *, expected: bool
) -> None:
    listed = ISSUER + 'organisation_numbers = ["212000-2643"]\n'
    (issuer,) = _read(tmp_path, SMALLEST + listed).issuers

    assert issuer.speaks_for(number) is expected


@pytest.mark.parametrize("kind", [DatabaseSettings, SessionSettings, MailSettings, IssuerSettings])
def test_what_the_example_shows_of_a_key_that_may_be_left_out_is_its_default(kind: type) -> None:
    table = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    shown = {
        DatabaseSettings: table["database"],
        SessionSettings: table["session"],
        MailSettings: table["mail"],
        IssuerSettings: {},
    }[kind]
    defaults = {field.name: field.default for field in dataclasses.fields(kind)}

    left_out = {
        key: value for key, value in shown.items() if defaults[key] is not dataclasses.MISSING
    }

    assert left_out == {key: defaults[key] for key in left_out}


def test_the_smallest_configuration_gets_the_defaults(tmp_path: Path) -> None:
    settings = _read(tmp_path, SMALLEST + ISSUER)

    assert settings.session == SessionSettings(idle_minutes=30, absolute_hours=10)
    assert settings.issuers[0].signing_level == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("secret_key", "# secret_key"), "secret_key: missing"),
        (("[mail]", "[letters]"), "letters: unknown key"),
        (('sender = "', 'from = "'), "mail.from: unknown key"),
        (('url = "postgresql://app"', ""), "database.url: missing"),
        (('url = "postgresql://app"', "url = 5"), "database.url: must be of type str"),
        (("[mail]", "pool_size = true\n[mail]"), "database.pool_size: must be of type int"),
        (('door = "staff"', 'door = "back"'), "issuers[0].door: one of staff, individual"),
        (
            ('client_id = "samsyn"', 'client_id = "samsyn"\nscopes = ["openid", 3]'),
            "issuers[0].scopes[1]: must be of type str",
        ),
        (
            ("levels = { high = 3 }", 'levels = { high = "3" }'),
            "issuers[0].levels.high: must be of type int",
        ),
        ((SECRET, "short"), "secret_key: at least 32 characters"),
        (("https://samsyn", "http://samsyn"), "base_url: must begin with https://"),
        (("https://samsyn.example.se", "samsyn"), "base_url: must begin with https://"),
        (("[keys]", "[locks]"), "locks: unknown key"),
        (("current = 2", ""), "keys.current: missing"),
        (("current = 2", "current = 3"), "keys.current: keys.master has no 3"),
        (("1 = ", "first = "), "keys.master.first: a version is a whole number"),
        (("env:MASTER_1", "c2VjcmV0"), "keys.master.1: must be file:<path> or env:<name>"),
        (("env:INDEX", "file:"), "keys.index: must be file:<path> or env:<name>"),
        (("[[issuers]]", "issuers = 3\n[[others]]"), "others: unknown key"),
        (("secret_key =", "secret_key"), "config.toml: "),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    text = (SMALLEST + ISSUER).replace(*change, 1)

    with pytest.raises(ConfigurationError, match=re.escape(told)):
        _read(tmp_path, text)


def test_two_issuers_with_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="two issuers have the same key"):
        _read(tmp_path, SMALLEST + ISSUER + ISSUER)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml: no such file"):
        Settings.read(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes("base_url = 'å'".encode("latin-1"))

    with pytest.raises(ConfigurationError, match="utf-8"):
        Settings.read(tmp_path / "config.toml")


@pytest.mark.parametrize("address", ["http://localhost:5000", "http://127.0.0.1:5000"])
def test_plain_http_is_for_this_machine_only(tmp_path: Path, address: str) -> None:
    settings = _read(tmp_path, SMALLEST.replace("https://samsyn.example.se", address))

    assert settings.base_url == address
