"""What is asked of a value: that it is there, not too long, and can be seen by everybody."""

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar, TypeAlias

import wtforms
from flask_babel import LazyString, ngettext
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from portal.documents.pasted import as_commonmark
from portal.documents.text import find_override, find_unknown, visible
from portal.documents.written import GapsLeftError
from portal.personal_data import Passage, PersonalDataError, Points, find_personal
from portal.web.filters import number
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

Text: TypeAlias = str | LazyString
Validators: TypeAlias = Iterable[Any]
WORDS_SHOWN = 30
# a letter, a number or a symbol: an emoji says something, "-" and "…" do not
_SAYS = frozenset("LMNS")


def tidy(value: str | None) -> str:
    """What can be seen, without blanks at the ends, lines ended as on Unix, letters composed."""
    return visible(value or "").strip()


def tidy_prose(value: str | None) -> str:
    """The same for CommonMark, in which lists and tables pasted from Word become such."""
    return as_commonmark(visible(value or "").strip("\n")).strip()


def is_only_signs(text: str) -> bool:
    """Whether a text is empty, or nothing but punctuation and blanks: then nobody has answered."""
    return not any(unicodedata.category(one)[0] in _SAYS for one in text)


class Filled:
    """Something is written or chosen. The message says what to do: "Skriv en rubrik."."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        if field.process_errors:
            raise StopValidation  # what was written is unreadable, which says more
        # not plain falsehood: 0 is a number that somebody wrote
        is_hollow = isinstance(field.data, str) and is_only_signs(field.data)
        if field.data is None or field.data is False or field.data == [] or is_hollow:
            raise StopValidation(str(self.message))

    def in_browser(self) -> dict[str, str]:
        """The message, for the script."""
        return {"data-required": str(self.message)}


class AtMost:
    """A text no longer than `max` characters."""

    def __init__(self, limit: int) -> None:
        self.max = limit

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        length = len(field.data or "")
        if length > self.max:
            raise StopValidation(self._told(number(length)))

    def _told(self, length: str) -> str:
        return str(
            _(
                "Texten får vara högst %(limit)s tecken. Den är nu %(length)s.",
                limit=number(self.max),
                length=length,
            )
        )

    def in_browser(self) -> dict[str, str]:
        """The limit and the message, for the script, which puts in the length."""
        return {"data-most": str(self.max), "data-too-long": self._told("{length}")}


class Printable:
    """Nothing that turns the order of the words, and nothing only the writer's own font can show.

    What is merely unseen has been taken out before (`tidy`).
    """

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        text = field.data or ""
        if (at := find_override(text)) is not None:
            raise StopValidation(
                _(
                    "Det finns ett osynligt tecken som vänder läsordningen%(place)s. "
                    "Skriv om den delen.",
                    place=_place(text, at),
                )
            )
        if (at := find_unknown(text)) is not None:
            raise StopValidation(
                _(
                    "Det finns ett tecken som andra inte kan se%(place)s. Ta bort det.",
                    place=_place(text, at),
                )
            )


def _place(text: str, at: int) -> str:
    """Where in a text something stands: its line, and the words before it."""
    before = text[:at].split("\n")
    words = visible(before[-1])[-WORDS_SHOWN:].strip()
    if len(before) > 1 and words:
        return str(_(" på rad %(line)s, efter ”%(words)s”", line=len(before), words=words))
    if len(before) > 1:
        return str(_(" först på rad %(line)s", line=len(before)))
    return str(_(" efter ”%(words)s”", words=words) if words else _(" först i texten"))


class Impersonal:
    """Nothing that points a person out, as far as a text can tell by itself."""

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        text = field.data or ""
        if passages := find_personal(text):
            raise StopValidation(told_personal(text, passages))


def told_personal(text: str, passages: Iterable[Passage]) -> str:
    """What points somebody out, and where it stands; nothing of the text is lost."""
    told = [
        _("”%(passage)s” (%(what)s)%(place)s", passage=one.words, what=_POINTS[one.points],
          place=_place(text, one.first))
        for one in passages
    ]  # fmt: skip
    return str(_("Det här kan peka ut en person. Skriv utan det: %(told)s.", told="; ".join(told)))


def refused_personal(broken: PersonalDataError) -> str:
    """The same of a text that a rule refused."""
    return told_personal(broken.text, broken.passages)


def refused_gaps(broken: GapsLeftError) -> str:
    """Which places are left to fill in, of a text that a rule refused."""
    told = ", ".join(dict.fromkeys(broken.gaps))
    return str(
        ngettext(
            "Det står kvar en plats att fylla i: %(gaps)s.",
            "Det står kvar %(num)d platser att fylla i: %(gaps)s.",
            len(broken.gaps),
            gaps=told,
        )
    )


_POINTS: dict[Points, LazyString] = {
    Points.PERSONNUMMER: _l("personnummer"),
    Points.TELEPHONE: _l("telefonnummer"),
    Points.EMAIL: _l("e-postadress"),
    Points.ADDRESS: _l("adress"),
    Points.NAME: _l("namn på någon i planen"),
    Points.NUMBER: _l("ärendets nummer"),
}


class OneLine:
    """No line break."""

    def __call__(self, _form: BaseForm, field: wtforms.Field) -> None:
        if "\n" in (field.data or "") or "\t" in (field.data or ""):
            raise StopValidation(_("Skriv texten på en rad."))
