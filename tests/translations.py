"""The catalogues: `python -m tests.translations` says what is not translated or out of date.

With --update it collects new texts into every catalogue and compiles them; the compiled files are
committed, so that running Samsyn needs no such step.
"""

import argparse
import re
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "portal" / "translations"
LOCALES = ("en_GB",)
# other words for some of the texts, in the language that they are written in
EASY = "sv_easy"
# in or after a word; not where a text shows how something is written
STRAIGHT = re.compile(r"\w'")
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "n_": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def collect() -> Catalog:
    """Every text in code and templates, with where it stands but not on which line."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    catalog = Catalog(project="Samsyn", charset="utf-8")
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, ["Translators:"])
    for path, _line, message, comments, context in found:
        catalog.add(message, None, [(path, None)], auto_comments=comments, context=context)
    return catalog


def files(locale: str) -> tuple[Path, Path]:
    folder = FOLDER / locale / "LC_MESSAGES"
    return folder / "messages.po", folder / "messages.mo"


def _language(locale: str) -> str:
    return "sv_SE" if locale == EASY else locale


def read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=_language(locale))


def compiled(catalog: Catalog) -> bytes:
    output = BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def faults(locale: str, wanted: Catalog) -> list[str]:
    """What is wrong with one catalogue, in words."""
    source, binary = files(locale)
    if not source.exists():
        return [f"{source} does not exist"]
    catalog = read(source, locale)
    found = []
    for message in wanted:
        if message.id:
            translated = catalog.get(message.id, message.context)
            if translated is None and locale == EASY:
                continue
            if translated is None or not all(_strings(translated)) or translated.fuzzy:
                found.append(f"{locale}: not translated: {message.id!r}")
            elif errors := list(translated.check(catalog)):
                found.append(f"{locale}: {message.id!r}: {errors[0]}")
    found += [
        f"{locale}: no longer used: {message.id!r}"
        for message in catalog
        if message.id and message.id not in wanted
    ]
    found += [
        f"{locale}: {message.id!r}: a straight apostrophe, write ’"
        for message in catalog
        if message.id and any(STRAIGHT.search(one) for one in _strings(message))
    ]
    if not binary.exists() or binary.read_bytes() != compiled(catalog):
        found.append(f"{binary} is not what the catalogue says: run make translations")
    return found


def _strings(message: object) -> tuple[str, ...]:
    string = getattr(message, "string", "")
    return string if isinstance(string, tuple) else (string,)


def update(locale: str, wanted: Catalog) -> None:
    source, binary = files(locale)
    source.parent.mkdir(parents=True, exist_ok=True)
    catalog = read(source, locale) if source.exists() else Catalog(_language(locale))
    catalog.header_comment = "# The texts of Samsyn. Licence: EUPL-1.2."
    catalog.fuzzy = False
    catalog.project, catalog.version = "Samsyn", "1"
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Samsyn"
    if locale == EASY:
        for gone in [one.id for one in catalog if one.id and one.id not in wanted]:
            catalog.delete(gone)
    else:
        catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
    with tempfile.NamedTemporaryFile(dir=source.parent, delete=False) as part:
        write_po(part, catalog, width=100, sort_output=True, omit_header=False)
    Path(part.name).replace(source)
    source.chmod(0o644)
    binary.write_bytes(compiled(read(source, locale)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    wanted = collect()
    if options.update:
        for locale in (*LOCALES, EASY):
            update(locale, wanted)
    found = [fault for locale in (*LOCALES, EASY) for fault in faults(locale, wanted)]
    print("\n".join(found) or f"{len(wanted)} texts, all translated.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
