"""What refusals of sip.content are called, and what is written of a meeting."""

from flask_babel import LazyString
from flask_babel import gettext as _

from portal.web.filters import short_date
from portal.web.i18n import lazy_gettext as _l
from sip.content.parts import Pen
from sip.content.rules import ContentRefusal
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import TextKind

REFUSALS: dict[Refusal, LazyString] = {
    ContentRefusal.NOT_YOURS: _l(
        "Texten är någon annans. Bara den som har skrivit den kan ändra den."
    ),
    ContentRefusal.PERSONS_OWN: _l(
        "Det här har personen själv skrivit eller bekräftat. Föreslå en ändring i stället."
    ),
    ContentRefusal.SHOWS_TO_MORE: _l(
        "Då skulle fler se personens ord. Det får bara personen själv bestämma. Välj ett annat."
    ),
    ContentRefusal.CATEGORY_NEEDED: _l("Välj vad det handlar om. Det avgör vem som får läsa."),
    ContentRefusal.MAY_NOT_SEE_GOAL: _l(
        "Den du valde får inte se det här målet."
        " Fråga personen om samtycke, eller välj någon annan."
    ),
    ContentRefusal.GOAL_LEAVES_SIGHT: _l(
        "Någon som ska göra något för målet får inte se det under den rubriken. Välj en annan."
    ),
}

# what is written before a meeting and at it: each belongs to one
OF_MEETING: dict[TextKind, LazyString] = {
    TextKind.PREPARED: _l("Inför mötet"),
    TextKind.TO_TALK_OF: _l("Det här vill jag prata om på mötet"),
    TextKind.HOPED: _l("Det här vill jag att mötet leder till"),
    TextKind.NEEDED: _l("Det här behöver jag för att mötet ska bli bra"),
    TextKind.MEETING_NOTE: _l("Anteckning från mötet"),
    TextKind.DECISION: _l("Beslut på mötet"),
}


def signature(pen: Pen) -> str:
    """Whose words something is and who wrote them down, in one line."""
    day = short_date(pen.at)
    if pen.is_unconfirmed:
        said = {"name": pen.name, "day": day, "person": pen.person}
        return _("Antecknat av %(name)s %(day)s, inte bekräftat av %(person)s", **said)
    if pen.is_noted:
        said = {"name": pen.name, "day": day, "who": pen.confirmed_by}
        return _("Antecknat av %(name)s %(day)s, bekräftat av %(who)s", **said)
    return ", ".join(dict.fromkeys((pen.party, pen.name, day)))
