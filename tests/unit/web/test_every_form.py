"""Every form of the portal limits the length of every text it takes."""

import importlib
import pkgutil

import pytest
from wtforms import StringField
from wtforms.fields.core import UnboundField

import agreements
import portal
import sip
from portal.web.fields import HiddenTextField, LongTextField, TextField
from portal.web.forms import Form

LIMITED = (HiddenTextField, LongTextField, TextField)


def all_forms():
    for package in (portal, agreements, sip):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] == "forms":
                importlib.import_module(module.name)
    return sorted(_below(Form), key=lambda form: form.__qualname__)


def _below(form):
    for child in form.__subclasses__():
        if not child.__module__.startswith("tests."):
            yield child
        yield from _below(child)


def test_every_text_has_a_longest_length():
    unlimited = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in all_forms()
        for name in dir(form)
        if isinstance(field := getattr(form, name), UnboundField) and not _is_limited(field)
    ]
    assert unlimited == []


def _is_limited(field):
    if not issubclass(field.field_class, StringField):
        return True
    if issubclass(field.field_class, LIMITED):
        return True  # these cannot be made without a limit
    checks = [*field.args[1:2], field.kwargs.get("validators", ())]
    return any(getattr(check, "max", None) for group in checks for check in group)


def test_our_own_text_fields_cannot_be_made_without_a_limit():
    for kind in (TextField, LongTextField):
        with pytest.raises(TypeError, match="max_length"):
            kind("Namn", _form=None, name="name")
