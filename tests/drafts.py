"""Keeping a draft as the page's script does, and looking at what the table holds."""

from typing import Any

from tests.browser import Browser, Value

SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}


def autosave(page: Browser, button: str, **values: Value) -> tuple[int, Any]:
    """Fill in the form that has this button and pause: what the script sends, and is told."""
    action, sent = page.filled(button, dict(values))
    sent["draft"] = "save"
    answer = page.client.post(action, data=sent, headers=SCRIPT, base_url=page.base_url)
    return answer.status_code, answer.json


def kept(page: Browser, button: str, **values: Value) -> None:
    """As `autosave`, and it was kept."""
    status, told = autosave(page, button, **values)
    assert (status, told["state"]) == (200, "kept"), told


def offers(page: Browser) -> bool:
    """Whether the page offers a draft."""
    return "Fortsätt på utkastet" in page.buttons
