"""An invitation's code: the same each time, and nobody's to work out."""

from portal.identity.service import code_of
from portal.ids import new_id

SECRET = "a secret of the installation, kept from everybody"


def test_a_code_is_the_same_each_time_and_no_other_s() -> None:
    mine, other = new_id(), new_id()

    assert code_of(mine, SECRET) == code_of(mine, SECRET)
    assert code_of(mine, SECRET) != code_of(other, SECRET)


def test_who_knows_the_invitation_alone_cannot_work_the_code_out() -> None:
    invitation = new_id()

    assert code_of(invitation, SECRET) != code_of(invitation, SECRET[::-1])
