"""What refusals of sip.content are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.content.rules import ContentRefusal
from sip.kernel.refusals import Refusal

REFUSALS: dict[Refusal, LazyString] = {
    ContentRefusal.NOT_YOURS: _l(
        "Texten är någon annans. Bara den som har skrivit den kan ändra den."
    ),
    ContentRefusal.MAY_NOT_SEE_GOAL: _l(
        "Den du valde får inte se det här målet."
        " Fråga personen om samtycke, eller välj någon annan."
    ),
    ContentRefusal.GOAL_LEAVES_SIGHT: _l(
        "Någon som ska göra något för målet får inte se det under den rubriken. Välj en annan."
    ),
}
