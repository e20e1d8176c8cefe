"""What one demo keeps in var/ between its runs: ports, passwords, and the files made from them."""

import json
import secrets
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

from agreements.county_templates import load_county
from portal.demo.accounts import ACCOUNTS, ADDED, EMPLOYER, DemoAccount
from portal.demo.postgres import LocalPostgres
from portal.errors import PortalError
from portal.resources import folder
from portal.vault import new_secret

LEVEL_3 = "http://id.elegnamnden.se/loa/1.0/loa3"
FIRST_PORT = 8000
DOORS = {"staff": "Arbetsgivarens inloggning", "individual": "E-legitimation (exempel)"}

_WORDS = (
    *("alven", "bjork", "dalen", "fjallet", "gran", "havet", "hjortron", "isen", "kanot", "lax"),
    *("lavskrika", "lingon", "myren", "norrsken", "ripa", "renlav", "skogen", "spark", "tall"),
)


class PortTakenError(PortalError):
    """A port that may not change is used by another program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One demo. The database knows people by their provider's address, so its port stays."""

    ports: dict[str, int]
    secret_key: str
    client_secrets: dict[str, str]
    passwords: dict[str, str]

    @classmethod
    def open(cls, var: Path, *, port: int | None) -> Self:
        """Open the one in `var`, or make one; `port` is where the web server must answer."""
        file = var / "installation.json"
        kept = cls(**json.loads(file.read_text())) if file.exists() else None
        opened = kept._at_free_ports(port) if kept else cls._new(port)
        opened = replace(opened, passwords=_passwords() | opened.passwords)
        write_private(file, json.dumps(asdict(opened), indent=2))
        return opened

    @classmethod
    def _new(cls, port: int | None) -> Self:
        ports = {"web": _web_port(port, ())}
        for door in DOORS:
            ports[door] = _next_free(ports["web"] + 1, ports.values())
        return cls(
            ports=ports,
            secret_key=secrets.token_urlsafe(48),
            client_secrets={door: secrets.token_urlsafe(32) for door in DOORS},
            passwords={},
        )

    def _at_free_ports(self, port: int | None) -> Self:
        providers = [self.ports[door] for door in DOORS]
        for used in providers:
            if not _is_free(used):
                raise PortTakenError(
                    f"Another program uses port {used}, where this demo's people sign in."
                    " Stop it, or begin anew on other ports: make demo RESET=1"
                )
        wanted = port or (self.ports["web"] if _is_free(self.ports["web"]) else None)
        return replace(self, ports=self.ports | {"web": _web_port(wanted, providers)})

    @property
    def address(self) -> str:
        """Where the portal answers."""
        return f"http://localhost:{self.ports['web']}"

    def issuer(self, door: str) -> str:
        """The address of the provider behind a door."""
        return f"http://localhost:{self.ports[door]}"

    def write_config(self, var: Path, database: LocalPostgres) -> Path:
        """Write the portal's config.toml."""
        lines = [
            f"secret_key = {_toml(self.secret_key)}",
            f"base_url = {_toml(self.address)}",
            "\n[database]",
            f"url = {_toml(database.url('app'))}",
            f"owner_url = {_toml(database.url('owner'))}",
            f"worker_url = {_toml(database.url('worker'))}",
            "\n[mail]",
            'sender = "Samsyn <samsyn@samsyn.example>"',
            f"folder = {_toml(str((var / 'mail').resolve()))}",
            "\n[keys]",
            f"master = {{ 1 = {_toml(_key_file(var, 'master-1'))} }}",
            "current = 1",
            f"index = {_toml(_key_file(var, 'index'))}",
        ]
        for door, name in DOORS.items():
            lines += [
                "\n[[issuers]]",
                f"key = {_toml(door)}",
                f"door = {_toml(door)}",
                f"name = {_toml(name)}",
                f"issuer = {_toml(self.issuer(door))}",
                'client_id = "samsyn"',
                f"client_secret = {_toml(self.client_secrets[door])}",
                f"scopes = {_toml(_SCOPES[door])}",
                f"organisation_numbers = {_toml(_numbers(door))}",
                f"levels = {{ {_toml(LEVEL_3)} = 3 }}",
                "sign_in_level = 3",
                "allow_http = true",
            ]
        return write_private(var / "config.toml", "\n".join(lines) + "\n")

    def write_provider(self, var: Path, door: str) -> Path:
        """Write the configuration of the provider behind a door (see portal.demo.provider)."""
        port = self.ports["web"]
        config = {
            "key": door,
            "name": DOORS[door],
            "port": self.ports[door],
            "portal_urls": [self.address, f"http://127.0.0.1:{port}"],
            "client_id": "samsyn",
            "client_secret": self.client_secrets[door],
            "acr": LEVEL_3,
            "accounts": [self._for_provider(account) for account in _behind(door)],
        }
        return write_private(var / f"provider-{door}.json", json.dumps(config, indent=2))

    def _for_provider(self, account: DemoAccount) -> dict[str, Any]:
        given, _, family = account.name.rpartition(" ")
        employer = EMPLOYER.get(account.organisation or "", account.organisation)
        name, number = _organisations().get(employer, (None, None))
        return {
            "login": account.login,
            "password": self.passwords[account.login],
            "name": account.name,
            "given_name": given,
            "family_name": family,
            "email": account.email,
            "organisation": name,
            "organisation_number": number,
            "personnummer": account.personnummer,
        }

    def write_summary(self, file: Path) -> list[dict[str, Any]]:
        """Write what a person or a script needs to use the demo, and give the accounts of it."""
        accounts = [self._for_summary(account) for account in ACCOUNTS]
        summary = {
            "address": self.address,
            "provider": self.issuer("staff"),
            "providers": {door: self.issuer(door) for door in DOORS},
            "accounts": accounts,
        }
        write_private(file, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        return accounts

    def _for_summary(self, account: DemoAccount) -> dict[str, Any]:
        return {
            "login": account.login,
            "password": self.passwords[account.login],
            "name": account.name,
            "title": account.title,
            "organisation": _organisations().get(account.organisation, (None, None))[0],
            "organisation_key": account.organisation,
            "role": account.roles[0] if account.roles else None,
            "roles": list(account.roles),
            "door": account.door,
            "provider": self.issuer(account.door),
            "try": account.try_this,
            "try_in_english": account.try_this_english,
        }


_SCOPES = {
    "staff": ["openid", "profile", "email", "https://id.oidc.se/scope/naturalPersonOrgId"],
    "individual": [
        *("openid", "profile", "email"),
        "https://id.oidc.se/scope/naturalPersonNumber",
    ],
}


def _key_file(var: Path, name: str) -> str:
    """Where the configuration finds a key, made the first time."""
    file = var / f"{name}.key"
    if not file.exists():
        write_private(file, new_secret() + "\n")
    return f"file:{file.resolve()}"


def write_private(path: Path, text: str) -> Path:
    """Write a file that only we may read, all of it or nothing."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    return part.replace(path)


@cache
def _organisations() -> dict[str | None, tuple[str, str | None]]:
    """Name and number of every organisation in the county, by key; those added have no number."""
    county = load_county(folder("county_templates") / "vasterbotten.toml")
    imported: dict[str | None, tuple[str, str | None]] = {
        one.key: (one.name, one.organisation_number)
        for group in (county.municipalities, county.organisations)
        for one in group
    }
    return imported | {key: (name, None) for key, name in ADDED.items()}


def _behind(door: str) -> list[DemoAccount]:
    return [account for account in ACCOUNTS if account.door == door]


def _numbers(door: str) -> list[str]:
    """Whom the provider may speak for; the one for individuals speaks for no organisation."""
    known = _organisations()
    if door == "individual":
        return []
    keys = {EMPLOYER.get(one.organisation or "", one.organisation) for one in _behind(door)}
    return sorted(number for key in keys if (number := known[key][1]))


def _passwords() -> dict[str, str]:
    """Words that are quickly typed: the accounts exist on this machine only."""
    return {account.login: _password() for account in ACCOUNTS}


def _password() -> str:
    return f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(9000) + 1000}"


def _web_port(wanted: int | None, taken: Iterable[int]) -> int:
    if wanted is None:
        return _next_free(FIRST_PORT, taken)
    if not 0 < wanted < 65536:
        raise PortTakenError(f"{wanted} is no port. Choose one: make demo PORT=…")
    if not _may_bind(wanted):
        raise PortTakenError(f"Port {wanted} is for root. Choose one above 1023: make demo PORT=…")
    if not _is_free(wanted):
        raise PortTakenError(f"Another program uses port {wanted}. Choose one: make demo PORT=…")
    return wanted


def _next_free(first: int, taken: Iterable[int]) -> int:
    taken = set(taken)
    return next(port for port in range(first, 65536) if port not in taken and _is_free(port))


def _may_bind(port: int) -> bool:
    """Whether the system lets us listen there; it may be taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return False
        except OSError:
            return True
    return True


def _is_free(port: int) -> bool:
    """Whether nobody listens there, on either kind of loopback address."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return False
    return True


def _toml(value: object) -> str:
    # JSON's strings and lists are TOML's too
    return json.dumps(value, ensure_ascii=False)
