"""An invitation's code: the same each time, and nobody's to work out."""

from portal.identity import session
from portal.identity.service import SHORT, code_of, hash_code, is_short
from portal.ids import new_id

SECRET = "a secret of the installation, kept from everybody"


def test_a_code_is_the_same_each_time_and_no_other_s() -> None:
    mine, other = new_id(), new_id()

    assert code_of(mine, SECRET) == code_of(mine, SECRET)
    assert code_of(mine, SECRET) != code_of(other, SECRET)


def test_who_knows_the_invitation_alone_cannot_work_the_code_out() -> None:
    invitation = new_id()

    assert code_of(invitation, SECRET) != code_of(invitation, SECRET[::-1])


def test_a_private_person_s_code_has_eight_signs_and_forty_bits() -> None:
    code = code_of(new_id(), SECRET, length=SHORT)

    assert [len(part) for part in code.split("-")] == [4, 4]
    assert is_short(code)
    assert not is_short(code_of(new_id(), SECRET))


def test_a_short_code_is_kept_under_a_key_however_it_is_typed() -> None:
    code = code_of(new_id(), SECRET, length=SHORT)

    assert hash_code(code.lower().replace("-", " "), SECRET) == hash_code(code, SECRET)
    assert hash_code(code, SECRET) not in {hash_code(code, SECRET[::-1]), session.hash_of(code)}
