"""Where the files that are not Python lie: in the checkout, or inside the installed wheel."""

from pathlib import Path

_PORTAL = Path(__file__).parent
_PACKAGED = _PORTAL / "_data"  # only the wheel has it: what stands at the checkout's top level
_TOP = _PACKAGED if _PACKAGED.is_dir() else _PORTAL.parent

_FOLDERS = {
    "templates": _TOP / "templates",
    "migrations": _TOP / "migrations",
    "static": _PORTAL / "web" / "static",
    "translations": _PORTAL / "translations",
    "county_templates": _PORTAL.parent / "agreements" / "county_templates",
}


def folder(name: str) -> Path:
    """The folder called `name`; a name that is not in the table is a mistake in the code."""
    return _FOLDERS[name]
