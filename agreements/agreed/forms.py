"""The form of a fact, beside the fields of its values (agreements.agreed.fields)."""

from typing import Final

from agreements.facts import LONG
from portal.web.fields import HiddenTextField, LongTextField, RadioField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

MORE: Final = "more"
"""What the button `again` says when there is to be room for more values."""
VALUE: Final = "value"
DEFAULT: Final = "default"
NOT_RELEVANT: Final = "not_relevant"


def how_field(*, suggests: bool) -> RadioField:
    """What holds; where the template `suggests` nothing, it is not said to."""
    left = (
        _l("Som mallen föreslår; vi säger inget eget")
        if suggests
        else _l("Vi har inte bestämt det än; mallen föreslår inget")
    )
    return RadioField(
        _l("Vad gäller?"),
        choices=[
            (VALUE, _l("Det här har vi kommit överens om")),
            (DEFAULT, left),
            (NOT_RELEVANT, _l("Inte aktuellt hos oss")),
        ],
        required=_l("Välj vad som gäller."),
    )


class FactForm(Form):
    """What holds for a fact, and the version that was read."""

    base_version = HiddenTextField(max_length=10)
    how = how_field(suggests=True)
    why = LongTextField(
        _l("Varför det inte är aktuellt"),
        max_length=LONG,
        hint=_l("Skrivs bara då. Alla parter och de som undertecknar ser skälet."),
    )
