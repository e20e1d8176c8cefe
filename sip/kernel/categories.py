"""The categories of information as the reader meets them: what they are called, which comes first.

The settings list them (sip.kernel.settings); a file may drop one that is still written in a plan.
"""

from portal.web.i18n import DEFAULT, language
from sip.kernel.settings import OWN_WORDS, Category, sip_settings

USUAL = "social_situation"
"""What is offered first for what staff write, where the settings have it."""


def category_label(key: str) -> str:
    """What a category is called; its key when the settings have dropped it."""
    found = sip_settings().category(key)
    return key if found is None else _label(found)


def category_choices() -> list[tuple[str, str]]:
    """Each category of the settings with what it is called, in their order."""
    return [(one.key, _label(one)) for one in sip_settings().categories]


def usual_category() -> str:
    """The category that what staff write begins with: never the person's own words, if it can be.

    Without the usual one it is the first of the settings.
    """
    keys = [one.key for one in sip_settings().categories if one.key != OWN_WORDS]
    return USUAL if USUAL in keys else next(iter(keys), OWN_WORDS)


def _label(category: Category) -> str:
    return category.label if language() == DEFAULT else category.english
