"""What each kind of consent item is called, on every page that names it.

A kind that is added is worded here and nowhere else; mypy says where it is missing.
"""

from dataclasses import dataclass
from typing import assert_never

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.categories import category_choices
from sip.ledger.rules import ItemKind, scope_of


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of one kind. Of a share, `told` and `mandate` name the category as %(what)s."""

    heading: LazyString  # over what was answered
    question: LazyString  # what a form asks
    told: LazyString  # what an act was about; %(name)s is whom it lets in, %(sources)s from whom
    mandate: LazyString  # what a proxy may decide


PLAN = KindWords(
    heading=_l("Att en plan görs"),
    question=_l("Får en samordnad plan göras?"),
    told=_l("att en plan görs"),
    mandate=_l("Att planen görs"),
)
INVITE = KindWords(
    heading=_l("Får vara med"),
    question=_l("Får vara med i planen"),
    told=_l("att %(name)s får vara med"),
    mandate=_l("Vilka som kallas"),
)
RELATIVE = KindWords(
    heading=_l("Får vara med"),
    question=_l("Får vara med i planen"),
    told=_l("att %(name)s får vara med"),
    mandate=_l("Vilka närstående som är med"),
)
SHARE = KindWords(
    heading=_l("Får se"),
    question=_l("Får se det andra har skrivit om"),
    told=_l("att %(name)s får se %(what)s från %(sources)s"),
    mandate=_l("Dela: %(what)s"),
)


def words_of(kind: ItemKind) -> KindWords:
    """The words of a kind."""
    match kind:
        case ItemKind.PLAN:
            return PLAN
        case ItemKind.INVITE:
            return INVITE
        case ItemKind.RELATIVE:
            return RELATIVE
        case ItemKind.SHARE:
            return SHARE
        case _:
            assert_never(kind)


def scopes() -> list[tuple[str, str]]:
    """What a mandate may cover, as choices; of shares, each category by itself."""
    return [one for kind in ItemKind for one in _scopes_of(kind)]


def _scopes_of(kind: ItemKind) -> list[tuple[str, str]]:
    mandate = str(words_of(kind).mandate)
    match kind:
        case ItemKind.PLAN | ItemKind.INVITE | ItemKind.RELATIVE:
            return [(scope_of(kind), mandate)]
        case ItemKind.SHARE:
            return [
                (scope_of(kind, key), mandate % {"what": label})
                for key, label in category_choices()
            ]
        case _:
            assert_never(kind)
