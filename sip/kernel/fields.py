"""A field of the domain's own: what something is about."""

from typing_extensions import override

from portal.web.fields import Choices, SelectField
from sip.kernel.categories import categories_to_choose


class CategoryField(SelectField):
    """Which kind of information something is: nothing is chosen for whoever writes."""

    @classmethod
    @override
    def always_offers(cls) -> Choices:
        return categories_to_choose()
