"""The form that changes where an agreement holds and who takes part."""

from collections.abc import Sequence

from agreements.drafting.forms import WhoAndWhere, who_and_where
from agreements.forms import replaces_field
from portal.web.fields import HiddenTextField, LongTextField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l


class ChangeForm(Form):
    """Who and where; `base` is how it stood when the form was opened."""

    base = HiddenTextField()
    looked_over = HiddenTextField()


class ReadChangeForm(ChangeForm):
    """The same, once others read the agreement."""

    reason = LongTextField(
        _l("Varför"),
        max_length=1000,
        required=_l("Skriv varför, så att de andra parterna förstår."),
        hint=_l("Alla parter ser det, också en som inte längre är med."),
    )


def change_form(
    offered: WhoAndWhere, replaceable: Sequence[tuple[str, str]], *, is_read: bool
) -> type[ChangeForm]:
    """The form with a field for each thing that can be chosen."""
    fields: dict[str, object] = dict(who_and_where(offered))
    if replaceable:
        fields["replaces"] = replaces_field(replaceable)
    kind = ReadChangeForm if is_read else ChangeForm
    return type(kind.__name__, (kind,), fields)
