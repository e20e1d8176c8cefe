"""The configuration file of an installation that a test has settings of."""

import json
from pathlib import Path

from portal.config import Settings


def write_config(settings: Settings, folder: Path) -> Path:
    """Write the settings to a file in `folder`; answers where it is."""
    database, mail, keys = settings.database, settings.mail, settings.keys
    master = ", ".join(f"{version} = {_toml(source)}" for version, source in keys.master.items())
    lines = [
        f"secret_key = {_toml(settings.secret_key)}",
        f"base_url = {_toml(settings.base_url)}",
        "[database]",
        f"url = {_toml(database.url)}",
        f"owner_url = {_toml(database.owner_url)}",
        f"worker_url = {_toml(database.worker_url)}",
        f"statement_seconds = {database.statement_seconds}",
        "[mail]",
        f"sender = {_toml(mail.sender)}",
        f"smtp_host = {_toml(mail.smtp_host)}",
        f"smtp_port = {mail.smtp_port}",
        f"starttls = {_toml(mail.starttls)}",
        *([f"folder = {_toml(str(mail.folder))}"] if mail.folder else []),
        "[keys]",
        f"master = {{ {master} }}",
        f"current = {keys.current}",
        f"index = {_toml(keys.index)}",
        "[operator]",
        f"email = {_toml(settings.operator.email)}",
    ]
    file = folder / "config.toml"
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _toml(value: object) -> str:
    # JSON's strings are TOML's too
    return json.dumps(value, ensure_ascii=False)
