"""The form that sets a municipality's clocks."""

from collections.abc import Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.web.fields import IntegerField
from portal.web.forms import Form


class ClocksForm(Form):
    """A field of days for each clock: `days_<key>`."""


def with_clocks(labels: Sequence[tuple[str, LazyString, LazyString]]) -> type[Form]:
    """The form with a field for each (key, label, hint)."""
    fields: dict[str, object] = {
        f"days_{key}": IntegerField(
            label, between=(0, 365), required=_l("Skriv ett antal dagar."), hint=hint
        )
        for key, label, hint in labels
    }
    return type("ClocksForm", (ClocksForm,), fields)
