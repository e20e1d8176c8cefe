"""The log reviewer's page."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.authz import Actor
from portal.identity.forms import LogForm
from portal.identity.log import PAGE, Wanted, list_log
from portal.identity.permissions import OrganisationPermission
from portal.tenancy.sorting import sort_key
from portal.web.guard import itself, requires
from portal.web.i18n import language
from portal.web.posted import as_id
from portal.web.saving import status_of

bp = Blueprint("log", __name__, url_prefix="/log")

# what each act is called; one that is missing here shows its code
ACTIONS = {
    "agenda.added": _l("Lade till en punkt till ett möte"),
    "account.plans_handed_over": _l("Lät en kollega ta över planer"),
    "account.stand_in_begun": _l("Lät en kollega stå in för en annan"),
    "account.stand_in_ended": _l("Avslutade att en kollega står in för en annan"),
    "agreement.copied": _l("Fyllde i med texten från en annan överenskommelse"),
    "agreement.created": _l("Skapade en överenskommelse"),
    "agreement.in_force": _l("Satte en överenskommelse i kraft"),
    "agreement.put_to_decision": _l("Låste texten för beslut"),
    "agreement.put_to_signing": _l("Öppnade för underskrift"),
    "agreement.recomposed": _l("Ändrade område eller parter i en överenskommelse"),
    "agreement.renamed": _l("Ändrade en överenskommelses namn"),
    "agreement.returned": _l("Tog tillbaka till förhandling"),
    "agreement.shared": _l("Delade en överenskommelse"),
    "agreement.signed": _l("Skrev under"),
    "agreement.signed_on_paper": _l("Registrerade en underskrift på papper"),
    "agreement.superseded": _l("Ersatte en äldre överenskommelse"),
    "agreement.term_set": _l("Ändrade när överenskommelsen gäller"),
    "agreement.read": _l("Sa att parten har läst utkastet"),
    "agreement.said_ready": _l("Sa att parten är klar med texten"),
    "agreement.said_not_ready": _l("Sa att parten inte är klar med texten"),
    "agreement.due_set": _l("Bestämde till när något ska vara gjort"),
    "agreement.adding": _l("Började på ett tillägg till en överenskommelse"),
    "agreement.added_to": _l("Gjorde ett tillägg till en överenskommelse"),
    "agreement.prolonging": _l("Började förlänga en överenskommelse"),
    "agreement.prolonged": _l("Förlängde en överenskommelse"),
    "agreement.reviewed": _l("Antecknade en uppföljning"),
    "agreement.notice_given": _l("Sade upp en överenskommelse"),
    "agreement.registered_on_paper": _l("Registrerade en överenskommelse på papper"),
    "paper.answered": _l("Sa om det som är registrerat på papper stämmer"),
    "paper.withdrawn": _l("Tog tillbaka en registrering på papper"),
    "correction.proposed": _l("Föreslog att ett skrivfel rättas"),
    "correction.answered": _l("Svarade på en rättelse"),
    "correction.adopted": _l("Rättade ett skrivfel i det som är undertecknat"),
    "correction.refused": _l("Sade nej till en rättelse"),
    "correction.withdrawn": _l("Tog tillbaka en rättelse"),
    "agreement.withdrawn": _l("Avbröt arbetet med en överenskommelse"),
    "basis.decided": _l("Beslutade att lämna uppgifter utan samtycke"),
    "basis.ended": _l("Avslutade ett beslut att lämna uppgifter"),
    "call.contribution_given": _l("Skrev vad organisationen bidrar med"),
    "call.asked": _l("Frågade om en kallelse"),
    "call.replied": _l("Svarade på en fråga om en kallelse"),
    "call.declined": _l("Tackade nej till en inbjudan"),
    "call.forwarded": _l("Skickade en kallelse vidare"),
    "call.sent": _l("Kallade en organisation"),
    "call.taken": _l("Tog emot en kallelse"),
    "call.withdrawn": _l("Återtog en kallelse"),
    "clocks.set": _l("Ändrade tidsgränser"),
    "consent.ask": _l("Frågade om samtycke"),
    "consent.error": _l("Rättade en felaktig anteckning om samtycke"),
    "consent.grant": _l("Antecknade ett samtycke"),
    "consent.paper_kept": _l("Sparade en påskriven blankett"),
    "consent.paper_removed": _l("Tog bort en påskriven blankett"),
    "consent.refuse": _l("Antecknade ett nej"),
    "consent.withdraw": _l("Antecknade att ett samtycke togs tillbaka"),
    "consenter_change.proposed": _l("Föreslog en ändring av vem som samtycker"),
    "consenter_change.confirmed": _l("Bekräftade en ändring av vem som samtycker"),
    "consenter_change.declined": _l("Avböjde en ändring av vem som samtycker"),
    "consenters.set": _l("Ändrade vems samtycke som behövs"),
    "copy.key": _l("Låste en kopia av en plan"),
    "copy.made": _l("Gjorde en kopia av en plan"),
    "copy.read": _l("Hämtade en kopia av en plan"),
    "agreement.annex_added": _l("Lade till en bilaga"),
    "agreement.annex_moved": _l("Flyttade en bilaga"),
    "agreement.annex_removed": _l("Tog bort en bilaga"),
    "agreement.annex_replaced": _l("Ändrade en bilaga"),
    "agreement.annex_restored": _l("Tog tillbaka en bilaga"),
    "agreement.bodies_named": _l("Angav vilka som beslutar"),
    "mandate.ended": _l("Återkallade en behörighet att skriva under"),
    "mandate.entered": _l("Registrerade en behörighet att skriva under"),
    "decision.corrected": _l("Rättade ett beslut"),
    "decision.extract_added": _l("Bifogade ett protokollsutdrag"),
    "decision.extract_removed": _l("Tog bort ett protokollsutdrag"),
    "decision.recorded": _l("Registrerade ett beslut"),
    "deviation.reported": _l("Rapporterade en avvikelse"),
    "deviation.answered": _l("Svarade på en avvikelse"),
    "deviation.closed": _l("Avslutade en avvikelse"),
    "dispute.opened": _l("Väckte en tvist"),
    "dispute.stated": _l("Skrev en ståndpunkt i en tvist"),
    "dispute.lifted": _l("Lyfte en tvist till nästa steg"),
    "dispute.joined": _l("Tog med en part till i en tvist"),
    "dispute.proposed": _l("Föreslog en lösning på en tvist"),
    "dispute.agreed": _l("Sade ja till en lösning på en tvist, som fler ska svara på"),
    "dispute.refused": _l("Sade nej till en lösning på en tvist"),
    "dispute.settled": _l("Sade ja till en lösning på en tvist"),
    "dispute.reference_set": _l("Ändrade den egna beteckningen på en tvist"),
    "transfer.requested": _l("Begärde att ett ärende flyttas över"),
    "transfer.answered": _l("Svarade på en begäran om överflyttning"),
    "transfer.changed": _l("Ändrade ett nej om överflyttning till ett ja"),
    "transfer.withdrawn": _l("Tog tillbaka en begäran om överflyttning"),
    "transfer.applied": _l("Antecknade en ansökan om överflyttning hos IVO"),
    "transfer.ruled": _l("Antecknade IVO:s beslut om överflyttning"),
    "proposal.made": _l("Föreslog något för länets mall"),
    "proposal.settled": _l("Avgjorde ett förslag för länets mall"),
    "group.formed": _l("Skapade en grupp"),
    "group.changed": _l("Ändrade en grupp"),
    "group.ended": _l("Lät en grupp upphöra"),
    "group.member_added": _l("Lade till en deltagare i en grupp"),
    "group.member_changed": _l("Ändrade en deltagare i en grupp"),
    "group.member_removed": _l("Tog bort en deltagare ur en grupp"),
    "group.meeting_planned": _l("Kallade en grupp till möte"),
    "group.meeting_moved": _l("Flyttade en grupps möte"),
    "group.meeting_cancelled": _l("Ställde in en grupps möte"),
    "group.point_added": _l("Lade till en punkt på en grupps dagordning"),
    "group.point_removed": _l("Tog bort en punkt från en grupps dagordning"),
    "group.minutes_written": _l("Skrev ett protokoll"),
    "group.minutes_handed_over": _l("Lämnade ett protokoll för justering"),
    "group.minutes_confirmed": _l("Justerade ett protokoll"),
    "group.minutes_corrected": _l("Rättade ett protokoll"),
    "group.decided": _l("Antecknade ett beslut i en grupp"),
    "group.decision_removed": _l("Tog bort ett beslut i en grupp"),
    "group.decision_done": _l("Markerade en grupps beslut som klart"),
    "invitation.accepted": _l("Tog upp en inbjudan"),
    "invitation.made": _l("Bjöd in någon"),
    "invitation.revoked": _l("Återtog en inbjudan"),
    "fact.set": _l("Ändrade en uppgift i ett avsnitt"),
    "follow_up.comparison_entered": _l("Antecknade svar i Öppna jämförelser"),
    "follow_up.comparison_corrected": _l("Rättade svar i Öppna jämförelser"),
    "follow_up.value_entered": _l("Fyllde i ett värde till uppföljningen"),
    "follow_up.value_corrected": _l("Rättade ett värde i uppföljningen"),
    "follow_up.voice_noted": _l("Antecknade vad personer eller närstående har sagt"),
    "follow_up.voice_answered": _l("Svarade på vad personer eller närstående har sagt"),
    "follow_up.results_shown": _l("Antecknade att resultaten har visats"),
    "activity.planned": _l("Planerade en aktivitet"),
    "activity.ended": _l("Avslutade en aktivitet"),
    "lob.routines_reviewed": _l("Antecknade en genomgång av rutinerna för LOB"),
    "lob.contact_noted": _l("Antecknade en kontakt som ska tas efter LOB"),
    "lob.contact_made": _l("Markerade en kontakt efter LOB som gjord"),
    "competence.need_noted": _l("Antecknade ett behov av kompetens"),
    "competence.course_planned": _l("Planerade en utbildning"),
    "competence.course_reported": _l("Redovisade en utbildning"),
    "competence.method_begun": _l("Började införa en metod"),
    "competence.step_done": _l("Markerade ett steg i införandet av en metod som klart"),
    "competence.step_undone": _l("Ångrade ett steg i införandet av en metod"),
    "lob.area_said": _l("Angav vilka kommuner polisen redovisar LOB för"),
    "lob.figures_corrected": _l("Rättade siffror om LOB"),
    "lob.figures_entered": _l("Fyllde i siffror om LOB"),
    "matrix.filled": _l("Ändrade ”Vem gör vad”"),
    "matrix.restored": _l("Tog tillbaka en tidigare version av ”Vem gör vad”"),
    "matrix.column_added": _l("Lade till en kolumn i ”Vem gör vad”"),
    "matrix.column_changed": _l("Ändrade en kolumn i ”Vem gör vad”"),
    "matrix.column_removed": _l("Tog bort en kolumn ur ”Vem gör vad”"),
    "matrix.column_restored": _l("Tog tillbaka en kolumn i ”Vem gör vad”"),
    "matrix.row_added": _l("Lade till en insats"),
    "matrix.row_moved": _l("Flyttade en insats"),
    "matrix.row_removed": _l("Tog bort en insats"),
    "matrix.row_restored": _l("Tog tillbaka en insats"),
    "meeting.answered": _l("Svarade på en tid för ett möte"),
    "meeting.cancelled": _l("Ställde in ett möte"),
    "meeting.held": _l("Antecknade vilka som var på ett möte"),
    "meeting.moved": _l("Ändrade ett möte"),
    "meeting.planned": _l("Planerade ett möte"),
    "membership.ended": _l("Tog bort en roll"),
    "membership.granted": _l("Gav en roll till den som tar över"),
    "organisation.added": _l("Lade till en organisation"),
    "subject.added": _l("Lade till ett ämne för överenskommelser"),
    "subject.changed": _l("Ändrade ett ämne för överenskommelser"),
    "organisation.contact_set": _l("Ändrade vem man ringer"),
    "organisation.changed": _l("Ändrade en organisation"),
    "organisation.closed": _l("Lät en organisation upphöra"),
    "organisation.divided": _l("Delade en organisation"),
    "organisation.merged": _l("Lät en organisation gå upp i en annan"),
    "organisation.rename_withdrawn": _l("Tog tillbaka ett nytt namn på en organisation"),
    "organisation.renamed": _l("Bytte namn på en organisation"),
    "notice.handed_over": _l("Lämnade över ett meddelande på papper"),
    "notice.read": _l("Läste vad som har hänt i planen"),
    "person.added": _l("Lade till en person i en plan"),
    "person.changed": _l("Ändrade uppgifter om en person i en plan"),
    "person.kept_out": _l("Höll någon utanför en plan"),
    "person.kept_out_confirmed": _l("Bekräftade att någon hålls utanför en plan"),
    "person.let_back": _l("Släppte in någon i en plan igen"),
    "person.left": _l("Avslutade en persons del i en plan"),
    "person.document_seen": _l("Noterade att en handling har visats"),
    "person.linked": _l("Kopplade sin e-legitimation till en plan"),
    "person.protected": _l("Ändrade skyddet av personuppgifter"),
    "plan.kept_longer": _l("Noterade att en del av en plan sparas längre"),
    "plan.kept_longer_undone": _l("Tog tillbaka att en del av en plan sparas längre"),
    "plan.asked": _l("Antecknade vad som är frågat i en plan"),
    "plan.god_man_reported": _l("Noterade att behov av god man är anmält"),
    "plan.ready_noted": _l("Noterade att någon är utskrivningsklar"),
    "plan.readmitted": _l("Noterade att någon är inskriven igen"),
    "plan.ready_undone": _l("Tog tillbaka att någon är utskrivningsklar"),
    "plan.basics_changed": _l("Ändrade vem som håller ihop en plan"),
    "plan.changed": _l("Ändrade i en plan"),
    "plan.follow_up_agreed": _l("Bestämde en uppföljning"),
    "plan.followed_up": _l("Följde upp en plan"),
    "plan.participant_added": _l("Tog med någon i en plan"),
    "plan.participant_ended": _l("Tog bort någon ur en plan"),
    "plan.handed_over": _l("Lät en kollega ta över i en plan"),
    "plan.stood_in": _l("Lät en kollega stå in i en plan"),
    "plan.phase_changed": _l("Tog en plan till nästa steg"),
    "plan.closed": _l("Avslutade en plan"),
    "plan.reopened": _l("Ångrade att en plan avslutades"),
    "plan.not_started": _l("Noterade att ingen plan görs"),
    "plan.read": _l("Läste en plan"),
    "plan.suggestion_made": _l("Föreslog en ändring i personens ord"),
    "plan.suggestion_accepted": _l("Godtog en föreslagen ändring"),
    "plan.suggestion_declined": _l("Avböjde en föreslagen ändring"),
    "plan.unit_set": _l("Angav en enhet i en plan"),
    "plan.started": _l("Antecknade ett behov"),
    "plan.survey_answered": _l("Antecknade svar på enkäten om en plan"),
    "message.written": _l("Skrev ett meddelande i en plan"),
    "message.settled": _l("Noterade att ett meddelande inte behöver svar"),
    "plan.version_approved": _l("Godkände en version av en plan"),
    "plan.version_made": _l("Gjorde en version av en plan"),
    "plan.version_objected": _l("Antecknade invändningar mot en plan"),
    "request.settled": _l("Svarade någon som bad om en plan"),
    "request.taken": _l("Tog hand om någon som bad om en plan"),
    "readings.reviewed": _l("Granskade vem som har läst"),
    "section.edited": _l("Skrev i ett avsnitt"),
    "section.restored": _l("Tog tillbaka en tidigare text"),
    "section.prompts_settled": _l("Markerade besvarade frågor"),
    "session.closed": _l("Loggade ut"),
    "session.ended_by_administrator": _l("Loggade ut en kollega överallt"),
    "session.ended_by_provider": _l("Loggades ut av inloggningstjänsten"),
    "session.expired": _l("Inloggningen gick ut"),
    "session.opened": _l("Loggade in"),
    "session.organisation_switched": _l("Bytte organisation"),
    "session.others_closed": _l("Loggade ut överallt utom på ett ställe"),
    "session.step_up_refused": _l("Försökte skriva under utan att inloggningen godtogs"),
    "suggestion.adopted": _l("Ett förslag antogs"),
    "suggestion.answered": _l("Svarade på ett förslag"),
    "suggestion.conflicted": _l("Ett förslag behövde arbetas om"),
    "suggestion.made": _l("Skrev ett förslag"),
    "suggestion.published": _l("Visade ett förslag för parterna"),
    "suggestion.rejected": _l("Ett förslag avböjdes"),
    "suggestion.withdrawn": _l("Återtog ett förslag"),
    "unit.added": _l("Lade till en enhet"),
    "unit.moved": _l("Flyttade en enhet till en annan organisation"),
    "unit.closed": _l("Stängde en enhet"),
    "unit.renamed": _l("Bytte namn på en enhet"),
}


# what acts are about, by how their codes begin
GROUPS = {
    "agreements": (
        _l("Allt om överenskommelser"),
        (
            "agreement.",
            "subject.",
            "section.",
            "matrix.",
            "fact.",
            "suggestion.",
            "decision.",
            "correction.",
            "deviation.",
            "dispute.",
            "transfer.",
            "proposal.",
            "group.",
            "lob.",
            "activity.",
            "follow_up.",
            "competence.",
            "paper.",
        ),
    ),
    "plans": (
        _l("Allt om planer"),
        (
            *(
                "plan.",
                "message.",
                "request.",
                "person.",
                "call.",
                "meeting.",
                "agenda.",
                "copy.",
                "clocks.",
            ),
            "notice.",
        ),
    ),
    "consent": (_l("Allt om samtycke"), ("consent.", "consenters.", "consenter_change.", "basis.")),
    "readings": (_l("Läsning av planer"), ("plan.read", "copy.read", "readings.")),
    "roles": (
        _l("Allt om roller, inbjudningar och enheter"),
        ("membership.", "mandate.", "invitation.", "unit.", "account.", "organisation."),
    ),
    "sessions": (_l("Allt om inloggning"), ("session.",)),
}


@bp.get("")
@requires(OrganisationPermission.REVIEW_LOG, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The newest acts first, fifty at a time; those that are asked for."""
    form = LogForm(request.args, meta={"csrf": False})
    acts = _acts(language())
    form.what.choices = _choices(language())
    is_whole = form.validate()
    lines = list_log(actor, _wanted(form), before=_before()) if is_whole else []
    older = lines[-1].id if len(lines) == PAGE else None
    asked: dict[str, Any] = {
        name: text for name, text in request.args.items() if text and name in form
    }
    body = render_template(
        "portal/identity/log/show.html",
        form=form,
        lines=lines,
        actions=acts,
        asked=asked,
        older=url_for("log.show", before=older, **asked) if older else "",
    )
    return body, status_of(form)


# the same on every page of a language
@cache
def _acts(_language: str) -> Mapping[str, str]:
    return {key: str(label) for key, label in ACTIONS.items()}


@cache
def _choices(language: str) -> Sequence[tuple[str, str]]:
    groups = ((key, str(label)) for key, (label, _begins) in GROUPS.items())
    acts = sorted(_acts(language).items(), key=lambda one: sort_key(one[1]))
    return ("", _("Allt")), *groups, *acts


def _wanted(form: LogForm) -> Wanted:
    what = form.what.data or ""
    begins = GROUPS[what][1] if what in GROUPS else (what,)
    return Wanted(
        actions=[key for key in ACTIONS if key.startswith(begins)] if what else (),
        name=form.who.data or "",
        first=form.first.data,
        last=form.last.data,
    )


def _before() -> UUID | None:
    wanted = request.args.get("before")
    return as_id(wanted) if wanted else None
