"""The fields our forms are made of. Each knows its limits and says kindly what is wrong.

`in_browser` hands bounds and words on to static/js/fields.js, which names a wrong field when it is
left. What is sent is checked here whatever the browser said.
"""

from portal.web.fields.checks import (
    Impersonal,
    tidy,
)
from portal.web.fields.choices import (
    Choices,
    FileField,
    RadioField,
    SelectField,
    TickField,
    TicksField,
)
from portal.web.fields.numbers import (
    DateField,
    IntegerField,
    TimeField,
)
from portal.web.fields.texts import (
    PERSONNUMMER_FAULTS,
    EmailField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    PersonnummerField,
    ProseField,
    TextField,
)

__all__ = [
    "PERSONNUMMER_FAULTS",
    "Choices",
    "DateField",
    "EmailField",
    "FileField",
    "HiddenTextField",
    "Impersonal",
    "IntegerField",
    "LongTextField",
    "NewIdField",
    "PersonnummerField",
    "ProseField",
    "RadioField",
    "SelectField",
    "TextField",
    "TickField",
    "TicksField",
    "TimeField",
    "tidy",
]
