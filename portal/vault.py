"""The keys: what is written about people is sealed, and nothing but its key opens it.

A master key, from a file or the environment, wraps one data key for each plan; the data key seals
the plan's texts. Each seal is bound to its table, column and row, so that bytes moved elsewhere do
not open. A personnummer is found by a keyed hash that differs between organisations.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from flask import Flask, current_app

from portal.config import KeySettings
from portal.errors import ConfigurationError, PortalError

KEY_LENGTH = 32
NONCE_LENGTH = 12
INDEX_LENGTH = 16
FORM = b"\x01"  # AES-256-GCM: this byte, the nonce, the sealed text with its tag
CHECKED = b"samsyn key check, version 1"


class SealBrokenError(PortalError):
    """The bytes were not sealed by this key for this place, or have been changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text belongs: it opens nowhere else."""

    table: str
    column: str
    row_id: UUID

    @property
    def bound(self) -> bytes:
        """What the seal is bound to."""
        return f"{self.table}|{self.column}|{self.row_id}".encode()


class DataKey:
    """The key of one plan's texts, or of one organisation's copies. It has no text form."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str, place: Place) -> bytes:
        """Seal a text for its place."""
        return self.seal_bytes(text.encode("utf-8"), place)

    def open(self, sealed: bytes, place: Place) -> str:
        """Open what `seal` made for the same place."""
        return self.open_bytes(sealed, place).decode("utf-8")

    def seal_bytes(self, content: bytes, place: Place) -> bytes:
        """Seal a file for its place."""
        nonce = os.urandom(NONCE_LENGTH)
        return FORM + nonce + self._cipher.encrypt(nonce, content, place.bound)

    def open_bytes(self, sealed: bytes, place: Place) -> bytes:
        """Open what `seal_bytes` made for the same place."""
        if sealed[:1] != FORM:
            raise SealBrokenError("sealed in an unknown way")
        nonce, content = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        try:
            return self._cipher.decrypt(nonce, content, place.bound)
        except (InvalidTag, ValueError) as broken:
            raise SealBrokenError("not sealed by this key for this place") from broken


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it is kept: wrapped by one version of the master key."""

    wrapped: bytes
    master_version: int


@dataclass(frozen=True, slots=True)
class NewKey(WrappedKey):
    """A data key just made, open and wrapped."""

    key: DataKey


class Vault:
    """Makes, wraps and opens data keys, and hashes personnummer for search."""

    def __init__(self, masters: Mapping[int, bytes], *, current: int, index_secret: bytes) -> None:
        self._masters = dict(masters)
        self._current = current
        derived = HKDF(SHA256(), KEY_LENGTH, None, b"samsyn personnummer index, version 1")
        self._index_key = derived.derive(index_secret)
        self._index_check = hmac.digest(index_secret, CHECKED, "sha256")

    @classmethod
    def of(cls, settings: KeySettings) -> "Vault":
        """The vault whose keys the settings name; refuses what is no key, or the same key twice."""
        masters = {
            int(version): _read(source, f"keys.master.{version}")
            for version, source in settings.master.items()
        }
        index_secret = _read(settings.index, "keys.index")
        if len({*masters.values(), index_secret}) <= len(masters):
            raise ConfigurationError("keys: the same key is used twice")
        return cls(masters, current=settings.current, index_secret=index_secret)

    @property
    def versions(self) -> Collection[int]:
        """The versions of the master key that can be read."""
        return self._masters.keys()

    @property
    def current_version(self) -> int:
        """The master key that wraps new data keys."""
        return self._current

    def checks(self) -> Mapping[str, bytes]:
        """What tells these keys from others, by the names that the settings give them."""
        masters = {
            f"keys.master.{version}": hmac.digest(key, CHECKED, "sha256")
            for version, key in self._masters.items()
        }
        return masters | {"keys.index": self._index_check}

    def new_key(self) -> NewKey:
        """Make a data key."""
        plain = os.urandom(KEY_LENGTH)
        wrapped = aes_key_wrap(self._masters[self._current], plain)
        return NewKey(wrapped=wrapped, master_version=self._current, key=DataKey(plain))

    def open_key(self, wrapped: bytes, master_version: int) -> DataKey:
        """The data key that was wrapped by that version of the master key."""
        return DataKey(self._unwrap(wrapped, master_version))

    def rewrap(self, wrapped: bytes, master_version: int) -> WrappedKey:
        """A data key wrapped anew, by the current master key: what it sealed stays as it is."""
        plain = self._unwrap(wrapped, master_version)
        return WrappedKey(aes_key_wrap(self._masters[self._current], plain), self._current)

    def blind_index(self, organisation_id: UUID, personnummer: str) -> bytes:
        """What to search for one of an organisation's people by; `personnummer` is 12 digits.

        Equal for the same person within an organisation only: between two of them nobody can be
        recognised.
        """
        message = organisation_id.bytes + personnummer.encode("ascii")
        return hmac.digest(self._index_key, message, "sha256")[:INDEX_LENGTH]

    def _unwrap(self, wrapped: bytes, master_version: int) -> bytes:
        master = self._masters.get(master_version)
        if master is None:
            raise ConfigurationError(f"keys.master.{master_version}: missing, and still in use")
        try:
            return aes_key_unwrap(master, wrapped)
        except InvalidUnwrap as broken:
            told = f"keys.master.{master_version}: not the key that wrapped this data key"
            raise SealBrokenError(told) from broken


def init_app(app: Flask, settings: KeySettings) -> None:
    """Give the application its vault."""
    app.extensions["vault"] = Vault.of(settings)


def vault() -> Vault:
    """The vault of the application that runs."""
    found: Vault = current_app.extensions["vault"]
    return found


def new_secret() -> str:
    """A key such as the configuration asks for: 32 random bytes in base64."""
    return base64.b64encode(os.urandom(KEY_LENGTH)).decode("ascii")


def _read(source: str, at: str) -> bytes:
    kind, _, where = source.partition(":")
    text = _from_file(where, at) if kind == "file" else os.environ.get(where)
    if text is None:
        raise ConfigurationError(f"{at}: the environment has no {where}")
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise ConfigurationError(f"{at}: must be {KEY_LENGTH} bytes in base64") from broken
    if len(key) != KEY_LENGTH:
        raise ConfigurationError(f"{at}: must be {KEY_LENGTH} bytes in base64")
    return key


def _from_file(name: str, at: str) -> str:
    try:
        return Path(name).read_text(encoding="ascii")
    except OSError as missing:
        raise ConfigurationError(f"{at}: {name}: {missing.strerror}") from missing
    except UnicodeDecodeError as broken:
        raise ConfigurationError(f"{at}: must be {KEY_LENGTH} bytes in base64") from broken
