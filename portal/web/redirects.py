"""Where a reader may be sent after signing in or changing language: only to our own pages."""

import unicodedata
from urllib.parse import urlsplit

START = "/"
LONGEST = 2000
# controls, invisible marks and line separators: browsers drop some of them while reading an
# address, so that "/\t/elsewhere" would become "//elsewhere", another site
FORBIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}


def safe_next(target: str | None) -> str:
    """`target` when it is a path of this site, otherwise the start page."""
    return target if target and _is_local_path(target) else START


def _is_local_path(target: str) -> bool:
    if len(target) > LONGEST or not target.startswith("/") or target.startswith("//"):
        return False
    if "\\" in target:
        return False
    if any(unicodedata.category(character) in FORBIDDEN_CATEGORIES for character in target):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and "//" not in parts.path
