"""Why a command on a plan is refused.

Each subject has a Refusal of its own beside its rules, and says it in its words.py;
sip.blueprints puts the words together.
"""

from enum import Enum

from portal.errors import RuleBrokenError


class Refusal(Enum):
    """Why a rule of SIP said no: the base of each subject's own."""


class SipRefusal(Refusal):
    """Why a command on a plan was refused; sip.kernel.words says it in the reader's language."""

    WRONG_PHASE = "wrong_phase"
    # the people in the plan; the first four are portal.personnummer's faults
    PERSONNUMMER_FORM = "personnummer_form"
    PERSONNUMMER_DATE = "personnummer_date"
    PERSONNUMMER_FUTURE = "personnummer_future"
    PERSONNUMMER_CHECK_DIGIT = "personnummer_check_digit"
    CAPACITY_NEEDED = "capacity_needed"
    MANDATE_NEEDED = "mandate_needed"
    MANDATE_REVERSED = "mandate_reversed"
    NOBODY_TO_CONSENT = "nobody_to_consent"
    TOO_MANY_GUARDIANS = "too_many_guardians"
    PERSON_HAS_LEFT = "person_has_left"
    ALREADY_LINKED = "already_linked"
    NOBODY_SEES_PROTECTED = "nobody_sees_protected"
    # the plan's content
    NEED_IN_FUTURE = "need_in_future"
    NEED_IS_KEPT = "need_is_kept"
    DUE_BEFORE_PLAN = "due_before_plan"
    DUE_AFTER_END = "due_after_end"
    FOLLOW_UP_IN_PAST = "follow_up_in_past"
    FOLLOW_UP_AFTER_END = "follow_up_after_end"
    HELD_IN_FUTURE = "held_in_future"
    HELD_BEFORE_AGREED = "held_before_agreed"
    END_IN_PAST = "end_in_past"
    END_BEFORE_PLANNED = "end_before_planned"
    MAY_NOT_SEE_GOAL = "may_not_see_goal"
    GOAL_LEAVES_SIGHT = "goal_leaves_sight"
    WHO_DOES_IT = "who_does_it"
    OTHER_THAN_AGREED = "other_than_agreed"
    LEAD_IS_NO_PRINCIPAL = "lead_is_no_principal"
    GOAL_HAS_ACTIONS = "goal_has_actions"
    NOT_YOURS = "not_yours"
    NOT_OPEN = "not_open"
    NOTHING_TO_APPROVE = "nothing_to_approve"
    VERSION_REPLACED = "version_replaced"
    REASON_NEEDED = "reason_needed"
    LAST_HANDLER = "last_handler"
    NOT_YOURS_TO_END = "not_yours_to_end"
    SURVEY_IN_PART = "survey_in_part"

    # any command: consent has ended meanwhile
    CONSENT_ENDED = "consent_ended"
    # recording consent, and decisions without it
    ACT_BACK_DATED = "act_back_dated"
    ACT_NUMBER_TAKEN = "act_number_taken"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    ALREADY_CORRECTED = "already_corrected"
    NO_ITEMS = "no_items"
    OUT_OF_ORDER = "out_of_order"
    NOT_A_CONSENTER = "not_a_consenter"
    BEYOND_MANDATE = "beyond_mandate"
    PERIOD_NEEDED = "period_needed"
    PERIOD_IN_PAST = "period_in_past"
    PERIOD_REVERSED = "period_reversed"
    PERIOD_BEYOND_MANDATE = "period_beyond_mandate"
    BASIS_UNKNOWN = "basis_unknown"
    BASIS_TO_ONESELF = "basis_to_oneself"
    BASIS_TO_OUTSIDER = "basis_to_outsider"
    BASIS_OF_NOTHING = "basis_of_nothing"
    BASIS_REVERSED = "basis_reversed"
    BASIS_TOO_LONG = "basis_too_long"
    BASIS_FOLLOW_UP = "basis_follow_up"
    # the review of readings
    REVIEW_REVERSED = "review_reversed"
    REVIEW_AHEAD = "review_ahead"


class SipRuleError(RuleBrokenError):
    """A rule of SIP said no; `field` names the form field it is about."""

    def __init__(self, refusal: Refusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal
