"""Texts of 20,000 characters and what they are rewritten to: the hardest there are to compare."""

import random

LONGEST = 20_000
_random = random.Random(1)  # noqa: S311 (words of a test)
_COMMON = ("och", "att", "det", "som", "i", "en", "ett", "för", "kommunen", "med", "av", "till")


def _shuffled(words):
    return " ".join(_random.sample(words, len(words)))[:LONGEST]


_WORDS = [_random.choice(_COMMON) for _ in range(6_000)]
_DISTINCT = [f"ord{at}" for at in range(3_000)]
_EVERY_OTHER = [f"x{at}" if at % 2 else "a" for at in range(8_000)]
_EVERY_FOURTH = [f"x{at % 10}" if at % 4 == 0 else "a" for at in range(9_000)]
HARD = {
    "one word again and again": ("a " * 10_000, "b a " * 5_000),
    "two words in turn": ("a b " * 5_000, "b a " * 5_000),
    "common words shuffled": (_shuffled(_WORDS), _shuffled(_WORDS)),
    "distinct words shuffled": (_shuffled(_DISTINCT), _shuffled(_DISTINCT)),
    "every other word": (" ".join(_EVERY_OTHER), " ".join(_EVERY_OTHER).replace("x", "y")),
    "every fourth word": (" ".join(_EVERY_FOURTH), " ".join(_EVERY_FOURTH).replace("x", "y")),
    "no spaces": ("a" * LONGEST, "b" * LONGEST),
    "items": ("- a\n" * 5_000, "- b\n" * 5_000),
    "numbered items": ("1. a\n" * 900, "1. b\n" * 800 + "1. a c\n" * 90),
    "20,000 items": ("- a\n" * 20_000, "- b\n- c\n" * 10_000),
    "lines": ("a\n" * 10_000, "b\n" * 10_000),
    "paragraphs": (
        _shuffled(_WORDS).replace(" ett ", "\n\n"),
        _shuffled(_WORDS).replace(" ett ", "\n\n"),
    ),
    "signs": ("*a* " * 5_000, "[**a** " * 2_500),
    "brackets": ("[" * LONGEST, "]" * LONGEST),
}
