"""What all our fields have in common."""

from typing import Any, TypedDict

import wtforms
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from portal.web.fields.checks import AtMost, Filled, Text, Validators


class OfWtforms(TypedDict, total=False):
    """What any field of WTForms takes; the underscored ones it passes when a form is made."""

    id: str
    name: str
    default: Any
    render_kw: dict[str, Any]
    _form: BaseForm
    _prefix: str
    _translations: Any
    _meta: DefaultMeta


class Options(OfWtforms, total=False):
    """What any field of ours takes besides.

    `required` is the message when nothing is written or chosen: "Skriv en rubrik.". Without it the
    field may be left alone. `hint` stands under the label. `may_be_needed`: it is, of what is
    chosen elsewhere, which the hint says and a rule holds; so it is not called optional.
    """

    required: Text | None
    hint: Text
    may_be_needed: bool


class OurField(wtforms.Field):
    """What our fields have in common, put before the WTForms field that each is made of."""

    usual_hint: Text = ""

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        required: Text | None = None,
        hint: Text | None = None,
        may_be_needed: bool = False,
        **options: Any,  # noqa: ANN401 (those of the field it is made of)
    ) -> None:
        checks = [Filled(required), *validators] if required else [*validators]
        self.may_be_needed = may_be_needed
        explained = self.usual_hint if hint is None else hint
        super().__init__(str(label), checks, description=str(explained), **options)

    def in_browser(self) -> dict[str, str]:
        """The attributes by which the script knows what is wrong with a value, and what to say."""
        told: dict[str, str] = {}
        for check in self.validators:
            if isinstance(check, Filled | AtMost):
                told |= check.in_browser()
        return told
