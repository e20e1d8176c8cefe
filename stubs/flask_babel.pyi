"""The part of Flask-Babel that the portal uses; the package ships no types."""

from collections.abc import Callable

from babel import Locale
from babel.support import NullTranslations
from flask import Flask

class LazyString:
    def __init__(self, func: Callable[..., str], *args: object, **kwargs: object) -> None: ...

class Domain:
    def get_translations(self) -> NullTranslations: ...

class Babel:
    domain_instance: Domain
    def __init__(
        self,
        app: Flask,
        *,
        default_locale: str = ...,
        default_timezone: str = ...,
        default_translation_directories: str = ...,
        locale_selector: Callable[[], str] | None = ...,
    ) -> None: ...

def get_locale() -> Locale: ...
def force_locale(locale: str) -> object: ...
def gettext(string: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...
def lazy_gettext(string: str, **variables: object) -> LazyString: ...
