"""config.toml, read once into frozen objects that say what is wrong with it."""

import dataclasses
import math
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Self, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from portal.errors import ConfigurationError

T = TypeVar("T")

# What health data over open networks asks for: the level of a plan (app.is_strong says the same in
# the database) and of a signature. Staff may do the rest at substantial.
HIGH, SUBSTANTIAL = 3, 2
# what random characters have by far, and what a person makes up has not
LEAST_BITS = 80
PLACEHOLDERS = (
    *("change-me", "change_me", "changeme", "example", "placeholder", "password"),
    *("qwerty", "asdfgh", "12345678"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """Three logins to one PostgreSQL (15+) database; see docs/operations.md for the roles."""

    url: str
    owner_url: str
    worker_url: str
    pool_size: int = 4
    prepared_statements: bool = True
    # how long a page's statement may run, wait for a row or a table, and leave its transaction open
    statement_seconds: int = 30
    lock_seconds: int = 10
    idle_in_transaction_seconds: int = 60

    def __post_init__(self) -> None:
        _check_range(self.pool_size, "database.pool_size", 1, 100)
        for name in ("statement_seconds", "lock_seconds", "idle_in_transaction_seconds"):
            _check_range(getattr(self, name), f"database.{name}", 0, 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """How long a sign-in lasts without use (minutes) and at most (hours)."""

    idle_minutes: int = 30
    absolute_hours: int = 10

    def __post_init__(self) -> None:
        _check_range(self.idle_minutes, "session.idle_minutes", 1, 24 * 60)
        _check_range(self.absolute_hours, "session.absolute_hours", 1, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Where the worker hands its mail: an SMTP server, or a folder of .eml files."""

    sender: str
    smtp_host: str = "localhost"
    smtp_port: int = 25
    starttls: bool = True
    username: str | None = None
    password: str | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerSettings:
    """One OpenID provider that may vouch for people, and through which door."""

    key: str
    door: Literal["staff", "individual"]
    name: str
    issuer: str
    client_id: str
    client_secret: str | None = None
    private_key_file: Path | None = None
    token_audience: str | None = None
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    organisation_numbers: tuple[str, ...] = ()
    organisation_number_claim: str = "https://id.oidc.se/claim/orgNumber"
    organisation_affiliation_claim: str = "https://id.oidc.se/claim/orgAffiliation"
    # who a private person is, compared with what staff noted before a code opens a plan
    personnummer_claims: tuple[str, ...] = (
        "https://id.oidc.se/claim/personalIdentityNumber",
        "https://id.oidc.se/claim/coordinationNumber",
    )
    levels: Mapping[str, int] = field(default_factory=dict)
    sign_in_level: int
    signing_level: int = HIGH
    leeway_seconds: int = 10
    allow_http: bool = False
    # other addresses the browser passes on its way through a broker, for the page's form-action
    passes: tuple[str, ...] = ()

    @property
    def tells_number(self) -> bool:
        """Whether the provider says whose personnummer signed in."""
        return bool(self.personnummer_claims)

    def __post_init__(self) -> None:
        at = f"issuers.{self.key}"
        _check_range(self.leeway_seconds, f"{at}.leeway_seconds", 0, 60)
        if self.sign_in_level and max(self.levels.values(), default=0) < self.sign_in_level:
            raise ConfigurationError(
                f"{at}.levels: no acr is worth sign_in_level ({self.sign_in_level}),"
                " so nobody could sign in"
            )

    def speaks_for(self, organisation_number: str | None) -> bool:
        """Whether it may say of somebody that they work for the organisation with that number.

        Of one without a number no provider can say so; it is then for the invitation alone.
        """
        if not self.organisation_numbers or organisation_number is None:
            return True
        # 212000-0142 and 162120000142 are the same
        listed = {number.replace("-", "")[-10:] for number in self.organisation_numbers}
        return organisation_number.replace("-", "")[-10:] in listed


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSettings:
    """Who runs this installation, for the pages that must say so; empty is left out."""

    name: str = ""
    email: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySettings:
    """Where the keys are that seal what is written about people; portal.vault reads them.

    Each is 32 bytes in base64, at "file:<path>" or "env:<name>". A master key has a version; the
    current one wraps new data keys, and the others open what they once wrapped.
    """

    master: Mapping[str, str]
    current: int
    index: str

    def __post_init__(self) -> None:
        for version, source in self.master.items():
            if not (version.isascii() and version.isdecimal() and version == str(int(version))):
                raise ConfigurationError(f"keys.master.{version}: a version is a whole number")
            _check_source(source, f"keys.master.{version}")
        if str(self.current) not in self.master:
            raise ConfigurationError(f"keys.current: keys.master has no {self.current}")
        _check_source(self.index, "keys.index")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSettings:
    """How many days each part of an agreement usually takes; whoever drafts it may choose.

    Those it waits for are reminded `remind_days` before, on the day and once after it.
    """

    write_days: int = 90
    read_days: int = 30
    decide_days: int = 60
    sign_days: int = 30
    answer_days: int = 14
    remind_days: int = 7

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            _check_range(getattr(self, one.name), f"agreements.{one.name}", 1, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the portal must be told."""

    secret_key: str
    base_url: str
    database: DatabaseSettings
    mail: MailSettings
    keys: KeySettings
    session: SessionSettings = field(default_factory=SessionSettings)
    sip_settings: Path | None = None  # a file instead of sip/defaults.toml
    # reverse proxies in front, each adding the caller to X-Forwarded-For
    proxies: int | None = None
    operator: OperatorSettings = field(default_factory=OperatorSettings)
    agreements: AgreementSettings = field(default_factory=AgreementSettings)
    issuers: tuple[IssuerSettings, ...] = ()

    def __post_init__(self) -> None:
        _check_secret(self.secret_key)
        address = urlsplit(self.base_url)
        loopback = address.hostname in {"localhost", "127.0.0.1"}
        if not address.hostname or not (address.scheme == "https" or loopback):
            raise ConfigurationError("base_url: must begin with https:// (http only on loopback)")
        if not loopback:
            for issuer in self.issuers:
                _check_levels(issuer)
        keys = [issuer.key for issuer in self.issuers]
        if len(set(keys)) != len(keys):
            raise ConfigurationError("issuers: two issuers have the same key")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file, or say which key is missing, unknown or of the wrong type."""
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as missing:
            raise ConfigurationError(f"{path}: no such file") from missing
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
            raise ConfigurationError(f"{path}: {broken}") from broken
        return _build(cls, document, "")

    @property
    def hops(self) -> int:
        """How many proxies stand in front: left out, the one that ends TLS, if any does."""
        if self.proxies is not None:
            return self.proxies
        return 1 if self.base_url.startswith("https://") else 0

    def issuer(self, key: str) -> IssuerSettings | None:
        """The issuer with `key`, if configured."""
        return next((issuer for issuer in self.issuers if issuer.key == key), None)


def _check_secret(secret: str) -> None:
    if len(secret) < 32:
        raise ConfigurationError("secret_key: at least 32 characters, from a random source")
    # it ends as it began: no eight random characters come twice
    repeats = any(secret[n:] == secret[:-n] for n in range(1, len(secret) - 7))
    counts = Counter(secret)
    bits = -sum(n * math.log2(n / len(secret)) for n in counts.values())
    steps = [ord(after) - ord(before) for before, after in pairwise(secret)]
    counted = max(steps.count(1), steps.count(-1)) > len(steps) // 2
    if repeats or counted or bits < LEAST_BITS or any(p in secret.lower() for p in PLACEHOLDERS):
        raise ConfigurationError(
            "secret_key: can be guessed; take one from a random source, such as"
            ' python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )


def _check_levels(issuer: IssuerSettings) -> None:
    """Raise unless whoever signs in there has shown who they are well enough for what they open."""
    least = {
        "sign_in_level": SUBSTANTIAL if issuer.door == "staff" else HIGH,
        "signing_level": HIGH,
    }
    for name, level in least.items():
        if getattr(issuer, name) < level:
            raise ConfigurationError(
                f"issuers.{issuer.key}.{name}: at least {level} (less only on loopback)"
            )


def _check_range(value: int, at: str, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ConfigurationError(f"{at}: from {least} to {most}")


def _check_source(source: str, at: str) -> None:
    kind, _, where = source.partition(":")
    if kind not in {"file", "env"} or not where:
        raise ConfigurationError(f"{at}: must be file:<path> or env:<name>")


def _build(kind: type[T], table: Mapping[str, Any], at: str) -> T:
    hints = get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(table) - set(fields)):
        raise ConfigurationError(f"{at}{unknown[0]}: unknown key")
    values = {}
    for name, spec in fields.items():
        if name in table:
            values[name] = _value(hints[name], table[name], f"{at}{name}")
        elif spec.default is MISSING and spec.default_factory is MISSING:
            raise ConfigurationError(f"{at}{name}: missing")
    return kind(**values)


def _value(hint: Any, value: object, at: str) -> Any:  # noqa: ANN401 (any type a field may have)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return _value(inner[0], value, at)
    if origin is tuple:
        items = _checked(list, value, at)
        return tuple(_value(inner[0], item, f"{at}[{i}]") for i, item in enumerate(items))
    if origin is Mapping:
        table = _checked(dict, value, at)
        return {key: _value(inner[1], item, f"{at}.{key}") for key, item in table.items()}
    if origin is Literal and value not in inner:
        raise ConfigurationError(f"{at}: one of {', '.join(inner)}")
    return value if origin is Literal else _plain_value(hint, value, at)


def _plain_value(hint: type, value: object, at: str) -> object:
    if dataclasses.is_dataclass(hint):
        return _build(hint, _checked(dict, value, at), f"{at}.")
    if hint is Path:
        return Path(_checked(str, value, at))
    return _checked(hint, value, at)


def _checked(kind: type[T], value: object, at: str) -> T:
    # bool is an int to Python, but `pool_size = true` is a mistake
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ConfigurationError(f"{at}: must be of type {kind.__name__}")
    return value
