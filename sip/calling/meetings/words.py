"""What the values of meetings are called in the interface, and why a rule said no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.calling.meetings.rules import MeetingRefusal
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import MeetingPurpose, Reply

PURPOSES: dict[MeetingPurpose, LazyString] = {
    MeetingPurpose.PLANNING: _l("Planeringsmöte"),
    MeetingPurpose.FOLLOW_UP: _l("Uppföljningsmöte"),
}
# what one says of oneself
ANSWERS: dict[Reply, LazyString] = {
    Reply.COMING: _l("Jag kommer"),
    Reply.NOT_COMING: _l("Jag kan inte komma"),
    Reply.OTHER_TIME: _l("Jag föreslår en annan tid"),
}
# what is said of somebody else
ANSWERS_OF_OTHERS: dict[Reply, LazyString] = {
    Reply.COMING: _l("Kommer"),
    Reply.NOT_COMING: _l("Kan inte komma"),
    Reply.OTHER_TIME: _l("Föreslår en annan tid"),
}
# why a rule said no
REFUSALS: dict[Refusal, LazyString] = {
    MeetingRefusal.LEFT_OUT: _l(
        "Klockslaget finns inte den dagen: klockan ställs fram från 02.00 till 03.00. "
        "Välj ett annat."
    ),
    MeetingRefusal.COMES_TWICE: _l(
        "Klockslaget kommer två gånger den dagen: klockan ställs tillbaka från 03.00 till 02.00. "
        "Välj ett annat."
    ),
    MeetingRefusal.IN_PAST: _l("Tiden har redan varit. Välj en tid framåt."),
    MeetingRefusal.ENDS_FIRST: _l("Mötet slutar innan det börjar. Ändra någon av tiderna."),
    MeetingRefusal.TOO_LONG: _l("Mötet är längre än en arbetsdag. Ändra någon av tiderna."),
    MeetingRefusal.CLOSED: _l("Mötet är redan hållet eller inställt."),
    MeetingRefusal.AHEAD: _l(
        "Mötet har inte börjat. Anteckna vilka som var med när det är hållet."
    ),
    MeetingRefusal.NOTHING_SAID_YET: _l(
        "Mötet har inte börjat. Skriv det du vill ta upp under Inför mötet."
    ),
    MeetingRefusal.CALLED_OFF: _l("Mötet är inställt. Det går inte att anteckna något från det."),
    MeetingRefusal.WRONG_PURPOSE: _l(
        "Planen har inte kommit så långt än. Välj en annan sorts möte."
    ),
    MeetingRefusal.NOBODY_ASKED: _l("Välj minst en som bjuds in till mötet."),
    MeetingRefusal.PLACE_NEEDED: _l("Skriv var mötet är, eller välj att det hålls på distans."),
    MeetingRefusal.NO_TIME_SUGGESTED: _l("Skriv vilken tid som passar dig bättre."),
    MeetingRefusal.MOVED: _l(
        "Mötet har fått en ny tid sedan du öppnade sidan. Den nya tiden står här. Svara på den."
    ),
    MeetingRefusal.MOVED_SINCE: _l(
        "Mötet har fått en ny tid sedan du öppnade sidan. Ställ in det om inte heller den passar."
    ),
}
