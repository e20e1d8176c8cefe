"""What the forms of copies, and the rules of how long a part is kept, are called."""

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from sip.archive.rules import RetentionRefusal
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import CopyForm, KeptFor, RetentionRule

COPY_FORMS: dict[CopyForm, LazyString] = {
    CopyForm.PDF: _l("PDF, för arkivet"),
    CopyForm.DOCX: _l("Word"),
    CopyForm.TEXT: _l("Text att klistra in i en journal"),
}

# in which act, and which section of it, a rule stands
KEPT_BY: dict[RetentionRule, LazyString] = {
    RetentionRule.SOCIAL: _l("16 kap. 1 § socialtjänstlagen"),
    RetentionRule.PATIENT: _l("3 kap. 17 § patientdatalagen"),
    RetentionRule.PROVIDER: _l("17 kap. 2 § socialtjänstlagen"),
    RetentionRule.OTHER: _l("organisationens egna regler om arkiv"),
}

KEPT_FOR: dict[KeptFor, LazyString] = {
    KeptFor.PLACED: _l("Ett barn har varit placerat"),
    KeptFor.CHILD_INQUIRY: _l("Det har utretts om ett barn behöver skydd eller stöd"),
    KeptFor.PARENTHOOD: _l("Utredning om faderskap eller föräldraskap"),
    KeptFor.ADOPTION: _l("Utredning om adoption"),
    KeptFor.RESEARCH: _l("Urvalet för forskning"),
}

KEPT_FOR_BY: dict[KeptFor, LazyString] = {
    KeptFor.PLACED: _l("16 kap. 2 § 3 socialtjänstlagen"),
    KeptFor.CHILD_INQUIRY: _l("16 kap. 2 a § socialtjänstlagen"),
    KeptFor.PARENTHOOD: _l("16 kap. 2 § 1 socialtjänstlagen"),
    KeptFor.ADOPTION: _l("16 kap. 2 § 2 socialtjänstlagen"),
    KeptFor.RESEARCH: _l("16 kap. 4 § socialtjänstlagen"),
}

# what a caseworker chooses among, with what the law means by it
SAID_FOR: dict[KeptFor, LazyString] = {
    KeptFor.PLACED: _l(
        "Ett barn har varit placerat (familjehem, stödboende, skyddat boende, HVB eller annat hem)"
    ),
    KeptFor.CHILD_INQUIRY: _l(
        "Det har utretts om ett barn behöver skydd eller stöd (sparas tills barnet är 30 år)"
    ),
    KeptFor.PARENTHOOD: KEPT_FOR[KeptFor.PARENTHOOD],
    KeptFor.ADOPTION: KEPT_FOR[KeptFor.ADOPTION],
}

REFUSALS: dict[Refusal, LazyString] = {
    RetentionRefusal.NOT_A_MUNICIPALITY: _l("Bara socialtjänsten har sådana undantag."),
    RetentionRefusal.IS_OVER: _l("Er del av planen är redan gallrad."),
    RetentionRefusal.BORN_NEEDED: _l("Skriv när barnet är fött."),
    RetentionRefusal.BORN_AHEAD: _l("Barnet kan inte vara fött en dag som inte har varit."),
    RetentionRefusal.IS_THIRTY: _l("Barnet har redan fyllt 30 år."),
    RetentionRefusal.ENDED_BEFORE: _l(
        "Regeln gäller inte ärenden som avslutades före 15 januari 2026. Välj ett annat skäl."
    ),
}


def kept_years(rule: RetentionRule, years: int) -> str:
    """For how long a part is kept by a rule."""
    if rule is RetentionRule.PATIENT:
        return ngettext(
            "Minst ett år efter den sista anteckningen",
            "Minst %(num)d år efter den sista anteckningen",
            years,
        )
    return ngettext(
        "Ett år efter den sista anteckningen", "%(num)d år efter den sista anteckningen", years
    )
