"""The categories of information as the reader meets them: what they are called, which comes first.

The settings list them (sip.kernel.settings); a file may drop one that is still written in a plan.
"""

from flask_babel import gettext as _

from portal.web.i18n import DEFAULT, language
from sip.kernel.settings import Category, sip_settings


def category_label(key: str) -> str:
    """What a category is called; its key when the settings have dropped it."""
    found = sip_settings().category(key)
    return key if found is None else _label(found)


def category_choices() -> list[tuple[str, str]]:
    """Each category of the settings with what it is called, in their order."""
    return [(one.key, _label(one)) for one in sip_settings().categories]


def categories_to_choose() -> list[tuple[str, str]]:
    """As `category_choices`, after a choice of none: nothing is chosen for whoever writes."""
    return [("", _("Välj …")), *category_choices()]


def _label(category: Category) -> str:
    return category.label if language() == DEFAULT else category.english
