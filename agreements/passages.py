"""A section's text in passages, and which of them answers which guided question. Pure.

A passage is a paragraph, a heading, an item of a list; or a paragraph that ends with a colon
together with the list that it begins. What is split is put together again as it was.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

MOST = 80
"""So many passages at most, each of them a field of a form; what is left of a text is the last."""
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 4
"""So many letters of a word tell what it is about: mötet, möten and möter are one."""
_OF_NOTHING = frozenset(
    (
        *("alla", "allt", "andra", "annan", "att", "blir", "bör", "den", "denna", "deras", "det"),
        *("detta", "där", "efter", "eller", "er", "era", "ert", "ett", "finns", "från", "får"),
        *("för", "gäller", "genom", "ger", "gör", "göra", "görs", "har", "hos", "hur", "här"),
        *(
            "inom",
            "inte",
            "kan",
            "men",
            "mot",
            "med",
            "ni",
            "när",
            "någon",
            "något",
            "och",
            "också",
        ),
        *("om", "oss", "på", "redan", "ska", "som", "säg", "så", "till", "tar", "tas", "ut"),
        *("var", "vara", "varje", "vad", "vem", "vet", "vid", "vilka", "vilken", "vilket", "vill"),
        *("våra", "vår", "är", "även", "överenskommelsen"),
    )
)
"""Words that stand everywhere and tell nothing of what a passage is about."""
_ALIKE = 0.5
"""How many of the words of two passages they have to share to be one that was changed."""
_REMEMBERED = 300
"""So many characters of a passage tell which one it is."""
_RELATED = 0.5
"""How much a question and a passage share, counted in words that no other passage has."""


def split(text: str) -> tuple[str, ...]:
    """The passages of a text, in order."""
    passages: list[str] = []
    for part in _parts(text):
        is_of_list = bool(passages) and _ITEM.match(part) is not None
        if is_of_list and _begins_list(passages[-1]):
            passages[-1] += ("\n\n" if _is_bare(passages[-1]) else "\n") + part
        else:
            passages.append(part)
    if len(passages) > MOST:
        passages[MOST - 1 :] = [_joined(passages[MOST - 1 :])]
    return tuple(passages)


def _parts(text: str) -> Iterator[str]:
    """Paragraphs and items of lists; an item has the lines that are indented under it."""
    lines: list[str] = []
    is_after_gap = False
    for line in text.splitlines():
        is_new = _ITEM.match(line) is not None or (is_after_gap and not line.startswith(" "))
        if lines and line.strip() and is_new:
            yield "\n".join(lines).rstrip()
            lines = []
        if lines or line.strip():
            lines.append(line)
        is_after_gap = not line.strip()
    if lines:
        yield "\n".join(lines).rstrip()


def _is_bare(passage: str) -> bool:
    """Whether a paragraph has not got any of the list that it begins."""
    return passage.rstrip().endswith(":")


def _begins_list(passage: str) -> bool:
    first, _, rest = passage.partition("\n\n")
    return first.endswith(":") and not _ITEM.match(first) and (not rest or bool(_ITEM.match(rest)))


def put_together(text: str, passages: Sequence[str]) -> str:
    """The text that passages make; the `text` itself when they are what it was split into."""
    if [one.strip() for one in passages] == [one.strip() for one in split(text)]:
        return text
    kept = [one.strip("\n").rstrip() for one in passages if one.strip()]
    return _joined(kept)


def _joined(passages: Sequence[str]) -> str:
    made = "".join(one + _between(one, after) for one, after in pairwise(passages))
    return made + passages[-1] if passages else ""


def _between(one: str, after: str) -> str:
    """Items of one list follow each other line by line."""
    last = one.rsplit("\n", 1)[-1]
    is_in_list = _ITEM.match(one) or _ITEM.match(last)
    return "\n" if is_in_list and _ITEM.match(after) else "\n\n"


def find_places(prompts: Sequence[Mapping[str, str]], passages: Sequence[str]) -> dict[str, int]:
    """The passage that answers each guided question, by the question's key; some have none.

    A question has the `place` that it was answered in. Until then it is the passage that is most
    about the same.
    """
    common = Counter(stem for passage in passages for stem in _stems(passage))
    found = {}
    for prompt in prompts:
        place = prompt.get("place")
        at = _refound(place, passages) if place else _related(prompt, passages, common)
        if at is not None:
            found[prompt["key"]] = at
    return found


def place_of(text: str) -> str:
    """How the passage that a text begins with is remembered as somebody's answer."""
    return next(iter(split(text)), "")[:_REMEMBERED]


def _refound(place: str, passages: Sequence[str]) -> int | None:
    heads = [passage[:_REMEMBERED] for passage in passages]
    if place in heads:
        return heads.index(place)
    words = _stems(place)
    alike = [len(words & _stems(head)) / max(len(words | _stems(head)), 1) for head in heads]
    best = max(alike, default=0.0)
    return alike.index(best) if best >= _ALIKE else None


def _related(
    prompt: Mapping[str, str], passages: Sequence[str], common: Counter[str]
) -> int | None:
    asked, helped = _stems(prompt["question"]), _stems(prompt.get("help", ""))

    def weight(stems: frozenset[str]) -> float:
        return sum(1 / common[stem] for stem in stems if stem in common)

    scores = []
    for passage in passages:
        stems = _stems(passage)
        by_question = weight(asked & stems)
        scores.append(by_question and by_question + weight(helped & stems - asked) / 2)
    best = max(scores, default=0.0)
    return scores.index(best) if best >= _RELATED else None


# pages show the same texts and questions again and again
@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(word[:_STEM] for word in words if word not in _OF_NOTHING)
