"""A plan in which nobody is left out, and nothing reaches him who is kept out for her safety."""

import io

import pypdf

from tests.e2e.conftest import Arrive
from tests.e2e.others_story import (
    CALLED,
    CHILDREN,
    DECISION,
    GOAL,
    GOD_MAN,
    HER,
    HOME,
    PROBATION,
    RELATIVE,
    VIOLENCE,
    OthersStory,
)
from tests.e2e.person import Person, Ways
from tests.e2e.sip_story import REGION, said, wait_for

IN_THE_PLAN = (HER, GOD_MAN, "Erik Lund", "Ove Frisk", "Birgit Alm")


def test_a_plan_for_one_with_paper_only_and_others_around_her(ways: Ways, arrive: Arrive) -> None:
    story = OthersStory(str(ways))
    sara, erik = arrive("sara.nilsson", ways.desk), arrive("erik.lund", ways.desk)
    ove, birgit = arrive("ove.frisk", ways.desk), arrive("birgit.alm", ways.desk)
    gun = arrive("gun.lind", ways.phone, sign_in="never")
    roger = arrive("roger.berglund", ways.phone, sign_in="never")

    # Given her need, a god man beside her, and the man she lives with
    story.note_need(sara)
    story.add_god_man(sara)
    story.add_relative(sara)
    # When she is asked through an interpreter, signs a paper, and the god man says yes
    story.ask(sara)
    story.record_paper(sara)
    story.enter_code(gun, story.hand_over_code(sara, GOD_MAN))
    story.say_yes(gun)
    # Then he whom she wanted in reads what she has said yes to
    story.enter_code(roger, story.hand_over_code(sara, RELATIVE))
    roger.open(story.my_path)
    assert roger.status == 200
    # Until somebody asks about violence, and he is kept out
    story.note_asked(sara)
    story.keep_out(sara)
    before = len(roger.demo.mails_to(roger.login))

    # When probation, a private home and the region are called together and meet
    story.call(sara)
    for colleague, organisation in ((erik, REGION), (ove, PROBATION), (birgit, HOME)):
        story.take(colleague, CALLED[organisation])
    story.plan_meeting(sara, IN_THE_PLAN)
    story.prepare_for_her(sara)
    story.decide(sara)
    story.add_goal(sara)
    story.put_to_her(sara)
    story.note_approval(sara)
    # Then those who work with it read it, and nobody what was said of children and violence
    for somebody, address in ((birgit, story.path), (ove, story.path), (gun, story.my_path)):
        check_sight(somebody, address)
    # And her paper says what was planned
    paper = text_of(story.print_for_her(sara))
    assert GOAL in paper
    assert VIOLENCE not in paper
    # And nothing has reached him
    check_shut(story, roger)
    wait_for(lambda: birgit.demo.mails_to(birgit.login), 1)
    assert len(roger.demo.mails_to(roger.login)) == before

    story.follow_up(sara)
    story.close(sara)
    check_shut(story, roger)
    assert ", 0 faults" in sara.demo.run("audit", "verify")


def check_sight(somebody: Person, address: str) -> None:
    somebody.open(address)
    somebody.wait_for([GOAL, DECISION])
    for hidden in (CHILDREN, VIOLENCE, RELATIVE):
        assert not somebody.sees(hidden), f"{somebody.login} sees {hidden}"


def check_shut(story: OthersStory, roger: Person) -> None:
    for address in (story.my_path, f"{story.my_path}/meetings", f"{story.my_path}/my-data"):
        roger.open(address)
        assert roger.status == 404, f"{address} is open to him who is kept out"
    roger.open("/my-plan")
    assert not roger.sees(HER)
    for mail in roger.demo.mails_to(roger.login):
        for word in (HER, story.mark, GOD_MAN):
            assert word not in said(mail)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00ad", "").split())
