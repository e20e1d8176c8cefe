"""A field of the domain's own: what something is about, and what is said at it."""

from typing_extensions import override

from portal.web.fields import Choices, SelectField
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.categories import categories_to_choose

ABOUT = _l("Vad handlar det om?")
ABOUT_NEEDED = _l("Välj vad det handlar om.")
DECIDES_WHO_READS = _l("Avgör vem som får läsa det du skriver här under.")


class CategoryField(SelectField):
    """Which kind of information something is: nothing is chosen for whoever writes."""

    @classmethod
    @override
    def always_offers(cls) -> Choices:
        return categories_to_choose()
