"""A mail in two languages, and what somebody wants it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Language(StrEnum):
    """What somebody wants their mail in."""

    BOTH = "both"
    SWEDISH = "sv"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """As the header of a mail says it."""
        return "sv, en" if self is Language.BOTH else self.value


@dataclass(frozen=True, slots=True)
class Text:
    """A mail is read on locked screens and kept by others: of a plan or a person it tells nothing.

    In braces stands what `portal.outbox.facts` knows: of an agreement, or which organisation a mail
    about a plan comes from and what day it is about.
    """

    subject: str
    subject_en: str
    swedish: str
    english: str

    def heading(self, words: Mapping[str, str], language: Language = Language.BOTH) -> str:
        """The subject; in Swedish where the mail is in both."""
        if language is not Language.ENGLISH:
            return self.subject.format_map(words)
        return _begun(self.subject_en.format_map(words))

    def body(
        self,
        words: Mapping[str, str],
        link: str,
        whom: str,
        language: Language = Language.BOTH,
    ) -> str:
        """The whole text, with the page to open, after signing in, and whom to ask."""
        if language is Language.ENGLISH:
            return self._in_english(words, link, whom)
        swedish = (
            f"{self.swedish.format_map(words)}\n\n{link}\n\n"
            "Du behöver logga in. Mejlet är skickat automatiskt och går inte att svara på.\n"
            f"Är du osäker? Skriv själv adressen {_site(link)} i webbläsaren. Vi frågar aldrig"
            " efter lösenord eller koder i mejl.\n"
            f"Frågor? {whom}\n"
        )
        if language is Language.SWEDISH:
            return swedish
        # what is to be taken up stands above, as it was written
        english = _begun(self.english.format_map({**words, "agenda_en": ""}))
        return f"{swedish}\n--\nIn English: {english} Open the link above and sign in.\n"

    def _in_english(self, words: Mapping[str, str], link: str, whom: str) -> str:
        return (
            f"{_begun(self.english.format_map(words))}\n\n{link}\n\n"
            "You need to sign in. This mail was sent automatically and cannot be answered.\n"
            f"Are you unsure? Type the address {_site(link)} in your browser yourself. We never ask"
            " for passwords or codes by mail.\n"
            f"Questions? {whom}\n"
        )


def _begun(sentence: str) -> str:
    """Beginning with a capital letter, whatever name or word it begins with."""
    return sentence[:1].upper() + sentence[1:]


def _site(link: str) -> str:
    """The address that somebody may type instead of following the link."""
    return urlsplit(link).netloc
