"""What can be said of a plan and its parts: every enumeration that the tables of SIP hold."""

from enum import StrEnum

from portal.authz import OrganisationKind

# Those whose duty it is to take part when the other calls (SoL 10:8, HSL 16:4)
PRINCIPALS = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.REGION})


class Phase(StrEnum):
    """How far a plan has come."""

    NEED = "need"
    CONSENT = "consent"
    PREPARING = "preparing"
    MEETING = "meeting"
    PLANNING = "planning"
    FOLLOWING_UP = "following_up"
    CLOSED = "closed"
    NOT_STARTED = "not_started"


class Standing(StrEnum):
    """Whether anything can be written in a plan, and if not, why."""

    GOING = "going"
    FROZEN = "frozen"  # the consent that it was begun on has ended
    CLOSED = "closed"
    NOT_STARTED = "not_started"


class NotStartedReason(StrEnum):
    """Why no plan was made: must be documented (SoL 14:3)."""

    PERSON_DECLINED = "person_declined"
    NOT_NEEDED = "not_needed"
    OTHER_PLAN = "other_plan"
    OTHER = "other"


class ClosingReason(StrEnum):
    """Why a plan was closed. A category and no words, as for what is declined."""

    GOALS_REACHED = "goals_reached"
    NOT_NEEDED = "not_needed"
    PERSON_WISHES = "person_wishes"
    CONSENT_ENDED = "consent_ended"
    MOVED = "moved"
    OTHER_PLAN = "other_plan"
    DIED = "died"
    OTHER = "other"


class ReopenReason(StrEnum):
    """Why the closing of a plan was undone."""

    MISTAKE = "mistake"
    WRONG_PLAN = "wrong_plan"
    GOES_ON = "goes_on"
    SOMETHING_LEFT = "something_left"


class Went(StrEnum):
    """How a goal or a measure that was open went, when the plan is closed."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    MOVED_ON = "moved_on"  # to somebody's own work, or another plan


class AskedAbout(StrEnum):
    """What has been asked about, or offered; and what is kept elsewhere of the same person."""

    CHILDREN = "children"  # children in the family
    VIOLENCE = "violence"  # seen by nobody but who works for those who asked
    GOD_MAN = "god_man"  # a need of one: somebody has to report it
    AFTERCARE = "aftercare"
    INSTRUMENT = "instrument"
    OWN_PLAN = "own_plan"
    OF_AGE = "of_age"  # what changes at 18, with the young person


class Tool(StrEnum):
    """An instrument that was used, or a plan of one's own that is kept elsewhere."""

    ASI = "asi"
    ADAD = "adad"
    AUDIT = "audit"
    DUDIT = "dudit"
    DOK = "dok"
    UNGDOK = "ungdok"
    FREDA = "freda"
    GENOMFORANDEPLAN = "genomforandeplan"
    VARDPLAN = "vardplan"
    LSS_PLAN = "lss_plan"
    REHABILITERINGSPLAN = "rehabiliteringsplan"
    OTHER = "other"


class Progress(StrEnum):
    """How far a goal had come at a follow-up."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class PersonKind(StrEnum):
    """What a private person is to the plan."""

    SUBJECT = "subject"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"
    RELATIVE = "relative"


class Capacity(StrEnum):
    """On what ground somebody stands in for the person."""

    GUARDIAN = "guardian"  # vårdnadshavare
    ATTORNEY = "attorney"  # ombud med fullmakt
    FUTURE_ATTORNEY = "future_attorney"  # framtidsfullmakt
    GOD_MAN = "god_man"
    FORVALTARE = "forvaltare"


# Those who can say yes in the person's place. An ombud with fullmakt and a god man never do: a
# fullmakt can be recalled at any time, and a god man acts with the person's consent (FB 11:5).
REPLACES = frozenset({Capacity.FORVALTARE, Capacity.FUTURE_ATTORNEY})


class Shown(StrEnum):
    """In which way it was shown that somebody stands in for the person."""

    ORIGINAL = "original"
    COPY = "copy"
    REGISTER = "register"  # looked up at the authority that keeps it
    ORAL = "oral"  # the person has said so: asked again on a day


class AgeGroup(StrEnum):
    """About how old somebody is whose day of birth nobody knows."""

    UNDER_15 = "under_15"
    UNDER_18 = "under_18"
    ADULT = "adult"


class ChangeKind(StrEnum):
    """What is changed in whose consent a plan requires."""

    ASKED = "asked"  # a child's own consent is required
    NOT_ASKED = "not_asked"  # it is not
    REPLACES = "replaces"  # a mandate to say yes in the person's place
    BESIDE = "beside"  # a mandate beside the person, in place of one that runs
    ENDS = "ends"  # a mandate before its time
    LEAVES = "leaves"  # somebody whose consent is required leaves the plan


class Settled(StrEnum):
    """What became of a proposed change."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"


class TextKind(StrEnum):
    """The plan's free texts."""

    NEED = "need"
    MATTERS = "matters"  # what matters to me, own words
    PURPOSE = "purpose"
    LONG_TERM_GOAL = "long_term_goal"
    NOT_STARTED_REASON = "not_started_reason"
    NOTE = "note"
    SIGNS = "signs"  # how it shows that I am getting worse
    HELPS = "helps"  # what helps then
    WHOM_TO_CALL = "whom_to_call"
    NETWORK = "network"  # the people who matter around me
    OUTCOME = "outcome"  # a word on how a goal had come at a follow-up (goal_outcome)
    PREPARED = "prepared"  # what somebody brings to a meeting
    TO_TALK_OF = "to_talk_of"  # what the person wants to talk about there
    HOPED = "hoped"  # what it is to lead to
    NEEDED = "needed"  # what it takes for it to be good for them
    MEETING_NOTE = "meeting_note"
    DECISION = "decision"  # at a meeting


# what is written for when the person is getting worse, in the order of the page
CRISIS = (TextKind.SIGNS, TextKind.HELPS, TextKind.WHOM_TO_CALL)
# what the person is asked before a meeting, in the order of the page
PREPARATION = (TextKind.TO_TALK_OF, TextKind.HOPED, TextKind.NEEDED)
# what is written down at a meeting
MINUTES = frozenset({TextKind.MEETING_NOTE, TextKind.DECISION})
# each belongs to one meeting (plan_text.meeting_id)
OF_MEETING = frozenset({TextKind.PREPARED, *PREPARATION, *MINUTES})
# the person's own words, also when staff write them down
OF_PERSON = frozenset({TextKind.MATTERS, *CRISIS, TextKind.NETWORK, *PREPARATION})


class StatedBy(StrEnum):
    """Whose words a goal is in."""

    PERSON = "person"
    PROFESSIONALS = "professionals"


class GoalStatus(StrEnum):
    """How a goal stands."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


class ActionKind(StrEnum):
    """A principal's measure, what somebody else does, or what the person does (SoL 10:8)."""

    ACTION = "action"
    OTHER_ACTION = "other_action"
    OWN_ACTION = "own_action"


class ActionStatus(StrEnum):
    """How a measure stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    STOPPED = "stopped"


class Approval(StrEnum):
    """What is said of a version."""

    APPROVED = "approved"
    OBJECTED = "objected"


class SuggestionAnswer(StrEnum):
    """What somebody says of a change that is suggested in their words."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class ActKind(StrEnum):
    """What a consenter, or staff on their behalf, did."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    ERROR = "error"


class How(StrEnum):
    """In what form it was said."""

    ORAL = "oral"
    WRITTEN = "written"
    ELECTRONIC = "electronic"


class CallKind(StrEnum):
    """A principal is summoned and has to come; anybody else is invited."""

    SUMMONS = "summons"
    INVITATION = "invitation"


class CallStatus(StrEnum):
    """How a summons or an invitation stands; only an invitation can be declined."""

    SENT = "sent"
    TAKEN = "taken"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class CallStep(StrEnum):
    """What happened to a summons or an invitation."""

    SENT = "sent"
    FORWARDED = "forwarded"
    TAKEN = "taken"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REMINDED = "reminded"


class DeclineReason(StrEnum):
    """Why an invitation was declined. A category and no words: it is kept with the call."""

    NOT_CONCERNED = "not_concerned"
    NO_TIME = "no_time"
    OTHER_WAY = "other_way"
    OTHER = "other"


class Inquiry(StrEnum):
    """What those who are called ask whoever called them. A category and no words, as a refusal."""

    WHO = "who"
    WHEN = "when"
    DISTANCE = "distance"
    PREPARE = "prepare"
    TELEPHONE = "telephone"


class MeetingPurpose(StrEnum):
    """What a meeting is for."""

    PLANNING = "planning"
    FOLLOW_UP = "follow_up"


class MeetingStatus(StrEnum):
    """How a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Reply(StrEnum):
    """What somebody answers to a time for a meeting."""

    NONE = "none"
    COMING = "coming"
    NOT_COMING = "not_coming"
    OTHER_TIME = "other_time"


class Placing(StrEnum):
    """What can give away where the person is."""

    CONTACT = "contact"  # subject: a person
    PARTICIPANT_UNIT = "participant_unit"  # subject: a participant
    ACTION_UNIT = "action_unit"  # subject: an action
    MEETING_PLACE = "meeting_place"  # subject: a meeting


class Told(StrEnum):
    """What a plan's owners are told that somebody else did (app.told_kind)."""

    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"
    ANNULLED = "annulled"
    DISCLOSED = "disclosed"
    DISCLOSURE_ENDED = "disclosure_ended"
    REPRESENTATIVES = "representatives"
    DETAILS = "details"
    PROTECTION = "protection"
    VERSION = "version"
    WRITTEN = "written"
    SUGGESTED = "suggested"
    VERSION_ANSWER = "version_answer"
    SURVEY = "survey"
    REPLY = "reply"
    CLOSED = "closed"
    REOPENED = "reopened"
    NOT_STARTED = "not_started"
    PAPER = "paper"
    MEETING = "meeting"  # on paper alone: whoever signs in has a mail of its own
    HANDED_OVER = "handed_over"  # as well
    STOOD_IN = "stood_in"  # as well


class Given(StrEnum):
    """How somebody was given the information text when they were asked about consent."""

    TOLD = "told"
    PAPER = "paper"
    BOTH = "both"


class Whose(StrEnum):
    """Which of somebody's plans the list of what waits is about (app.open_tasks)."""

    ALL = "all"
    MINE = "mine"  # that they hold together, or nobody does
    UNIT = "unit"  # that somebody at their unit does


class Outcome(StrEnum):
    """What a review of the readings came to."""

    NOTHING_FOUND = "nothing_found"
    TO_EXAMINE = "to_examine"


class CopyForm(StrEnum):
    """What a copy can be."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"  # to paste in a journal


class RetentionRule(StrEnum):
    """What the law makes of an organisation's part; sip.settings says for how many years."""

    SOCIAL = "social"  # a social file, SoL 16 kap. 1 §
    PATIENT = "patient"  # a patient record, PDL 3 kap. 17 §
    PROVIDER = "provider"  # private social services, SoL 17 kap. 2 §
    OTHER = "other"


class RequestOutcome(StrEnum):
    """What came of it that somebody asked for a plan."""

    NOTED = "noted"  # the need is noted, and work begins
    NOT_NEEDED = "not_needed"
    NOT_REACHED = "not_reached"


class KeptFor(StrEnum):
    """Why a social file is kept longer than its rule says (SoL 16 kap. 2, 2 a and 4 §§)."""

    PARENTHOOD = "parenthood"
    ADOPTION = "adoption"
    PLACED = "placed"  # a child who has been placed
    CHILD_INQUIRY = "child_inquiry"  # until the child is thirty
    RESEARCH = "research"  # the sample: nobody chooses it
