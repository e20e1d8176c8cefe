"""What is written in groups says nothing of the persons whom the organisations serve."""

from agreements.meetings.rules import MeetingRefusal, MeetingRuleError
from portal.personnummer import WRITTEN, PersonnummerError, parse


def check_impersonal(**words: str) -> None:
    """Raise where one of the texts, each by the field it was written in, holds a personnummer."""
    for field, text in words.items():
        if any(_is_personnummer(one.group()) for one in WRITTEN.finditer(text)):
            raise MeetingRuleError(MeetingRefusal.PERSONNUMMER, field=field)


def _is_personnummer(written: str) -> bool:
    try:
        parse(written)
    except PersonnummerError:
        return False
    return True
