"""The redlines that pages show, kept for the next reader."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from flask_babel import gettext as _
from markupsafe import Markup

from portal.documents.redline import is_changed, redline
from portal.documents.redline_html import Wording, redline_html
from portal.web.parts import reader_lang

_MOST_KEPT = 64
_Key = tuple[bytes, bytes, Wording]


@dataclass(frozen=True, slots=True)
class Redline:
    """What changes between two texts of a section, as HTML."""

    html: Markup
    is_changed: bool
    """Whether any word or form is another; else only how the text is typed."""


class _Kept:
    """The redlines used last, by the checksums of their texts."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[_Key, Redline] = OrderedDict()

    def show(self, old: str, new: str, wording: Wording) -> Redline:
        """What was made before, or make it."""
        key = (_checksum(old), _checksum(new), wording)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        lines = redline(old, new)
        made = Redline(redline_html(lines, wording), is_changed(lines))
        with self._lock:
            self._found[key] = made
            if len(self._found) > _MOST_KEPT:
                self._found.popitem(last=False)
        return made


_kept = _Kept()


def show_redline(old: str, new: str) -> Redline:
    """What makes `new` of `old`, in the reader's language."""
    return _kept.show(old, new, _wording())


def _checksum(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _wording() -> Wording:
    return Wording(
        added=_("tillagt:"),
        added_ends=_("slut på tillagt"),
        removed=_("borttaget:"),
        removed_ends=_("slut på borttaget"),
        paragraph=_("styckets slut"),
        form=_("förut %(before)s, nu %(after)s"),
        forms=(_("rubrik"), _("stycke"), _("punkt"), _("numrerad punkt"), _("ruta i en tabell")),
        level=_("annan nivå"),
        language=reader_lang(),
    )
