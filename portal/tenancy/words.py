"""The words of what has become of an organisation and its units."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.tenancy.models import ChangeKind, OrganisationChange

ENDED: dict[ChangeKind, LazyString] = {
    ChangeKind.MERGED: _l("Gick upp i %(other)s"),
    ChangeKind.ABSORBED: _l("%(was)s gick upp i den"),
    ChangeKind.DIVIDED: _l("Delades i nya organisationer"),
    ChangeKind.SUCCEEDED: _l("Kom efter %(was)s, som delades"),
    ChangeKind.CLOSED: _l("Upphörde"),
}


def change(one: OrganisationChange, other: str) -> str:
    """What became of an organisation, on a line. `other` is who came before or after."""
    if one.kind in ENDED:
        return str(ENDED[one.kind]) % {"was": one.was, "other": other}
    if one.unit_id is not None:
        return _of_unit(one, other)
    if one.kind is ChangeKind.ADDED:
        return _("Lades till som %(name)s", name=one.name)
    return _renamed(one)


def came(one: OrganisationChange, former: str) -> str:
    """That a unit came from another organisation, which was `former`'s."""
    return _("Enheten %(was)s kom från %(other)s", was=one.was, other=former)


def _of_unit(one: OrganisationChange, other: str) -> str:
    if one.kind is ChangeKind.UNIT_RENAMED:
        return _("Enheten %(was)s bytte namn till %(name)s", was=one.was, name=one.name)
    if one.kind is ChangeKind.UNIT_MOVED:
        return _("Enheten %(was)s flyttades till %(other)s", was=one.was, other=other)
    return _closed(one)


def _renamed(one: OrganisationChange) -> str:
    if one.was == one.name:
        return _("Kallas %(name)s där det är ont om plats", name=one.short_name)
    return _("Bytte namn från %(was)s till %(name)s", was=one.was, name=one.name)


def _closed(one: OrganisationChange) -> str:
    if one.name is None:
        return _("Enheten %(was)s stängdes", was=one.was)
    return _("Enheten %(was)s stängdes. %(name)s tog över", was=one.was, name=one.name)
