"""A plan in which nobody is left out, and nothing reaches him who is kept out for her safety."""

import io
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from http import HTTPStatus

import pypdf

from tests.e2e.by_the_clock.days import Days
from tests.e2e.by_the_clock.others_story import (
    CALLED,
    CHILDREN,
    DECISION,
    GOAL,
    GOD_MAN,
    HER,
    HOME,
    INTERPRETER,
    PROBATION,
    RELATIVE,
    VIOLENCE,
    OthersStory,
)
from tests.e2e.codes import enter_code, hand_over_code
from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Ways
from tests.e2e.sip_story import REGION, said, wait_for

IN_THE_PLAN = (HER, GOD_MAN, "Erik Lund", "Ove Frisk", "Birgit Alm")
STAFF = ("sara.nilsson", "erik.lund", "ove.frisk", "birgit.alm")
PRIVATE = ("gun.lind", "roger.berglund")


@dataclass
class Cast:
    """Who works with the plan at a desk, and who has a telephone."""

    sara: Person
    erik: Person
    ove: Person
    birgit: Person
    gun: Person
    roger: Person

    @classmethod
    def come(cls, ways: Ways, come: Arrive, *, sign_in: str) -> "Cast":
        """`sign_in` says how those with a telephone do: a code comes before it."""
        staff = (come(login, ways.desk) for login in STAFF)
        private = (come(login, ways.phone, sign_in=sign_in) for login in PRIVATE)
        return cls(*staff, *private)


def test_a_plan_for_one_with_paper_only(ways: Ways, come: Arrive, days: Days) -> None:
    """She has an interpreter, two children, a god man, and lives with a man who hits her."""
    story = OthersStory(str(ways))
    cast = Cast.come(ways, come, sign_in="never")

    # Given her need, who is around her, and that he whom she wanted in reads the plan
    begin(story, cast)
    # When somebody asks about violence, he is kept out
    keep_him_out(story, cast)
    before = len(mails_to(cast.roger))
    # And probation, a private home and the region are called together, meet and write the plan
    call_together(story, cast)
    days.pass_by(2)
    cast = Cast.come(ways, come, sign_in="if needed")
    meet_and_write(story, cast)
    # Then each reads it, and nobody what was said of children and violence
    check_sight(story, cast)
    # And the meeting has told nothing to him who is kept out
    wait_for(partial(mails_to, cast.birgit), 1)
    check_shut(story, cast.roger, before)
    # Nor has following it up and closing it
    story.follow_up(cast.sara)
    story.close(cast.sara)
    check_shut(story, cast.roger, before)
    assert ", 0 faults" in cast.sara.demo.run("audit", "verify")


def begin(story: OthersStory, cast: Cast) -> None:
    """She signs a paper, read to her through an interpreter; the two others come by a code."""
    story.note_need(cast.sara)
    story.add_god_man(cast.sara)
    story.add_relative(cast.sara)
    story.ask(cast.sara)
    story.record_paper(cast.sara)
    enter_code(cast.gun, hand_over_code(cast.sara, story.path, GOD_MAN))
    story.say_yes(cast.gun)
    enter_code(cast.roger, hand_over_code(cast.sara, story.path, RELATIVE))
    cast.roger.open(story.my_path)
    assert cast.roger.status == HTTPStatus.OK


def keep_him_out(story: OthersStory, cast: Cast) -> None:
    story.note_asked(cast.sara)
    story.keep_out(cast.sara)
    check_shut(story, cast.roger, len(mails_to(cast.roger)))


def call_together(story: OthersStory, cast: Cast) -> None:
    story.call(cast.sara)
    story.take(cast.erik, CALLED[REGION])
    story.take(cast.ove, CALLED[PROBATION])
    story.take(cast.birgit, CALLED[HOME])
    story.plan_meeting(cast.sara, IN_THE_PLAN)
    story.prepare_for_her(cast.sara)


def meet_and_write(story: OthersStory, cast: Cast) -> None:
    story.hold(cast.sara)
    story.add_goal(cast.sara)
    story.put_to_her(cast.sara)
    story.note_approval(cast.sara)


def check_sight(story: OthersStory, cast: Cast) -> None:
    """On the page of each, and on the paper that she gets."""
    for somebody in (cast.birgit, cast.ove, cast.gun):
        somebody.open(story.my_path if somebody is cast.gun else story.path)
        somebody.wait_for([GOAL, DECISION])
        for hidden in (CHILDREN, VIOLENCE):
            assert not somebody.sees(hidden), f"{somebody.login} sees {hidden}"
    paper = text_of(story.print_for_her(cast.sara))
    assert GOAL in paper
    assert VIOLENCE not in paper


def check_shut(story: OthersStory, roger: Person, mails: int) -> None:
    """Neither an address, nor a list, nor a mail has anything of the plan."""
    for address in (story.my_path, f"{story.my_path}/meetings", f"{story.my_path}/my-data"):
        roger.open(address)
        assert roger.status == HTTPStatus.NOT_FOUND, f"{address} is open to him who is kept out"
    roger.open("/my-plan")
    assert not roger.sees(HER)
    assert len(mails_to(roger)) == mails
    for mail in mails_to(roger):
        for word in (HER, GOD_MAN, INTERPRETER, story.mark):
            assert word not in said(mail)


def mails_to(somebody: Person) -> list[EmailMessage]:
    return somebody.demo.mails_to(somebody.login)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00ad", "").split())
