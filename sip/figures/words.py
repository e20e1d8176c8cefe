"""What the choices of each measure are called, in the order of their columns."""

from portal.web.i18n import lazy_gettext as _l

STAGES = {
    "preparing": _l("Förbereds"),
    "running": _l("Pågår"),
    "closed": _l("Avslutade"),
    "declined": _l("Personen tackade nej"),
    "not_started": _l("Inte startade av annat skäl"),
}
ANSWERS = {"yes": _l("Ja"), "no": _l("Nej")}
SCORES = {
    "information": _l("Information"),
    "participation": _l("Delaktighet"),
    "cooperation": _l("Samarbete"),
    "meaning": _l("Mening"),
}
# the stages under the columns of a chart: two short lines
SHORT_STAGES = {
    "preparing": (_l("Förbereds"), ""),
    "running": (_l("Pågår"), ""),
    "closed": (_l("Avslutade"), ""),
    "declined": (_l("Tackat"), _l("nej")),
    "not_started": (_l("Inte"), _l("startade")),
}
# what is late, by the clock that has run out
CLOCKS = {
    "start": _l("Börja arbetet"),
    "answer": _l("Svara på kallelsen"),
    "meeting": _l("Hålla första mötet"),
    "follow_up": _l("Följa upp"),
}
# the same under the columns of a chart: two short lines
SHORT_CLOCKS = {
    "start": (_l("Börja"), ""),
    "answer": (_l("Svara"), ""),
    "meeting": (_l("Mötas"), ""),
    "follow_up": (_l("Följa"), _l("upp")),
}
