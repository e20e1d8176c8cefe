"""Why an act of consent, or a decision without it, is refused: sip/consent/words.py says it."""

from sip.kernel.refusals import Refusal


class ConsentRefusal(Refusal):
    """Why an act of consent, or a decision without it, was refused."""

    NOBODY_TO_CONSENT = "nobody_to_consent"
    TOO_MANY_GUARDIANS = "too_many_guardians"
    ACT_BACK_DATED = "act_back_dated"
    ACT_NUMBER_TAKEN = "act_number_taken"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    ALREADY_CORRECTED = "already_corrected"
    NO_ITEMS = "no_items"
    OUT_OF_ORDER = "out_of_order"
    NOT_A_CONSENTER = "not_a_consenter"
    NOT_YET_REQUIRED = "not_yet_required"
    BEYOND_MANDATE = "beyond_mandate"
    PERIOD_NEEDED = "period_needed"
    PERIOD_IN_PAST = "period_in_past"
    PERIOD_REVERSED = "period_reversed"
    PERIOD_BEYOND_MANDATE = "period_beyond_mandate"
    PERIOD_TOO_LONG = "period_too_long"
    PERIOD_BEYOND_TERM = "period_beyond_term"
    BASIS_UNKNOWN = "basis_unknown"
    BASIS_TO_ONESELF = "basis_to_oneself"
    BASIS_TO_OUTSIDER = "basis_to_outsider"
    BASIS_OF_NOTHING = "basis_of_nothing"
    BASIS_REVERSED = "basis_reversed"
    BASIS_TOO_LONG = "basis_too_long"
    BASIS_FOLLOW_UP = "basis_follow_up"
