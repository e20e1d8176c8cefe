"""config.toml, read once into frozen objects that say what is wrong with it."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Self, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from portal.errors import ConfigurationError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """Three logins to one PostgreSQL (15+) database; see docs/operations.md for the roles."""

    url: str
    owner_url: str
    worker_url: str
    pool_size: int = 4
    prepared_statements: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """How long a sign-in lasts without use (minutes) and at most (hours)."""

    idle_minutes: int = 30
    absolute_hours: int = 10


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
    sign_in_level: int = 0
    signing_level: int = 3
    leeway_seconds: int = 10
    allow_http: bool = False
    # other addresses the browser passes on its way through a broker, for the page's form-action
    passes: tuple[str, ...] = ()


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
class Settings:
    """Everything the portal must be told."""

    secret_key: str
    base_url: str
    database: DatabaseSettings
    mail: MailSettings
    keys: KeySettings
    session: SessionSettings = field(default_factory=SessionSettings)
    sip_settings: Path | None = None  # a file instead of sip/defaults.toml
    proxies: int = 0  # reverse proxies in front, each adding the caller to X-Forwarded-For
    operator: OperatorSettings = field(default_factory=OperatorSettings)
    issuers: tuple[IssuerSettings, ...] = ()

    def __post_init__(self) -> None:
        if len(self.secret_key) < 32:
            raise ConfigurationError("secret_key: at least 32 characters, from a random source")
        address = urlsplit(self.base_url)
        loopback = address.hostname in {"localhost", "127.0.0.1"}
        if not address.hostname or not (address.scheme == "https" or loopback):
            raise ConfigurationError("base_url: must begin with https:// (http only on loopback)")
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

    def issuer(self, key: str) -> IssuerSettings | None:
        """The issuer with `key`, if configured."""
        return next((issuer for issuer in self.issuers if issuer.key == key), None)


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
