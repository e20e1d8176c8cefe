"""What each clock is called in the interface, and what it counts from."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# clock's key: its name, and a hint
CLOCKS: dict[str, tuple[LazyString, LazyString]] = {
    "start_work": (
        _l("Arbetet påbörjas efter samtycke"),
        _l("Enligt socialtjänstlagen ska arbetet börja genast: 0 dagar."),
    ),
    "answer_summons": (_l("Svar på kallelse"), _l("Från kallelsen tills någon har tagit emot.")),
    "need_to_meeting": (_l("Första mötet"), _l("Från att behovet upptäcktes.")),
    "first_follow_up": (_l("Första uppföljningen"), _l("Från att planen gjordes.")),
    "follow_up_every": (_l("Följande uppföljningar"), _l("Från den förra uppföljningen.")),
    "reminder_before": (
        _l("Påminnelse i förväg"),
        _l("Före ett möte, en uppföljning eller ett svar."),
    ),
}
