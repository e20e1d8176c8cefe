"""Files that are zipped parts (DOCX, XLSX), made without a clock."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def without_clock(made: bytes, parts_anew: Mapping[str, bytes] | None = None) -> bytes:
    """The same file with no time of its making in it: the same content gives the same bytes.

    `parts_anew` are parts that say that time themselves, by name, as they are to be instead.
    """
    anew = parts_anew or {}
    fixed = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as parts, zipfile.ZipFile(fixed, "w") as target:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            target.writestr(entry, anew.get(name) or parts.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
