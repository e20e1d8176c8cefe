"""How many sign by a mandate, in words."""

from flask_babel import gettext as _

from agreements.mandate import Mandate


def how(mandate: Mandate) -> str:
    """How many sign by it, in words."""
    if mandate.needed == 1 and mandate.places == 1:
        return _("Ensam")
    if mandate.needed == 1:
        return _("Var och en för sig")
    counted = _(
        "%(needed)s av %(places)s tillsammans", needed=mandate.needed, places=mandate.places
    )
    return _("%(counted)s, i ordning", counted=counted) if mandate.in_order else counted
