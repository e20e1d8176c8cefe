"""What the values of calls are called in the interface, and why a rule said no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.authz import OrganisationKind
from sip.calling.calls.rules import CallRefusal
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import CallKind, CallStep, DeclineReason, Inquiry

CALL_KINDS: dict[CallKind, LazyString] = {
    CallKind.SUMMONS: _l("Kallelse"),
    CallKind.INVITATION: _l("Inbjudan"),
}
# what an organisation that is invited may be asked to take part in, by its kind
INVITED_TO: dict[OrganisationKind, LazyString] = {
    OrganisationKind.POLICE: _l(
        "Trygghet och säkerhet, till exempel efter ett omhändertagande (LOB)."
    ),
    OrganisationKind.SCHOOL: _l("Skolgång, elevhälsa och studier."),
    OrganisationKind.PROBATION: _l(
        "Planering före och efter frigivning, övervakning, kontraktsvård."
    ),
    OrganisationKind.STATE_CARE: _l(
        "Vård på LVM-hem eller särskilt ungdomshem, och det som ska följa efter."
    ),
    OrganisationKind.SOCIAL_INSURANCE: _l("Sjukskrivning, rehabilitering och ersättning."),
    OrganisationKind.EMPLOYMENT: _l("Arbete, praktik och arbetslivsinriktad rehabilitering."),
    OrganisationKind.CARE_PROVIDER: _l("Den vård som de själva ger."),
    OrganisationKind.PROVIDER: _l("Det boende eller den insats som de själva utför."),
    OrganisationKind.SHELTER: _l(
        "Skydd och stöd. Håll först den som hotar utanför planen: jourens namn står i den."
    ),
    OrganisationKind.ASSOCIATION: _l("Stöd och gemenskap som personen själv vill ha."),
    OrganisationKind.OTHER_AUTHORITY: _l("Det som myndigheten själv ansvarar för."),
}
DECLINE_REASONS: dict[DeclineReason, LazyString] = {
    DeclineReason.NOT_CONCERNED: _l("Det rör inte vår verksamhet"),
    DeclineReason.NO_TIME: _l("Vi kan inte vid den här tiden"),
    DeclineReason.OTHER_WAY: _l("Vi hjälper till på annat sätt"),
    DeclineReason.OTHER: _l("Annat"),
}
INQUIRIES: dict[Inquiry, LazyString] = {
    Inquiry.WHO: _l("Vilken enhet hos oss gäller det?"),
    Inquiry.WHEN: _l("När och var är mötet?"),
    Inquiry.DISTANCE: _l("Kan vi vara med på distans?"),
    Inquiry.PREPARE: _l("Vad ska vi förbereda?"),
    Inquiry.TELEPHONE: _l("Kan ni ringa oss?"),
}
STEPS: dict[CallStep, LazyString] = {
    CallStep.SENT: _l("Skickad"),
    CallStep.FORWARDED: _l("Skickad vidare"),
    CallStep.TAKEN: _l("Mottagen"),
    CallStep.DECLINED: _l("Nej tack"),
    CallStep.CANCELLED: _l("Återtagen"),
    CallStep.REMINDED: _l("Påminnelse"),
}
# why a rule said no
REFUSALS: dict[Refusal, LazyString] = {
    CallRefusal.CLOSED: _l("Kallelsen är redan besvarad eller återtagen."),
    CallRefusal.SUMMONS_BINDS: _l(
        "En kallelse gäller hela organisationen och går inte att tacka nej till."
        " Skicka den vidare om en annan enhet ska svara."
    ),
    CallRefusal.NOT_CONSENTED: _l(
        "Det finns inget samtycke till att organisationen kallas. Hämta samtycke först."
    ),
    CallRefusal.ALREADY_CALLED: _l("Organisationen är redan kallad."),
    CallRefusal.SAME_UNIT: _l("Kallelsen ligger redan hos den enheten. Välj en annan."),
    CallRefusal.TOLD_ALREADY: _l("Frågan är redan besvarad."),
    CallRefusal.UNIT_ELSEWHERE: _l("Enheten hör till en annan organisation. Välj en enhet här."),
}
