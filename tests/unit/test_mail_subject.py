"""What a mail is about arrives as it was written, however long, in any script."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest

from portal.outbox.subject import POLICY

SUBJECTS = [
    "Samsyn",
    "You are signed out of Samsyn",
    "plain words " * 20,
    "Åsele kommun: den lokala överenskommelsen för Åsele väntar på ert svar",
    "Region Västerbotten: överenskommelsen är rättad, och ni har en fråga att svara på i den",
    "åäö " * 40,
    "كلمات طويلة " * 12,
    "å" * 200,
]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("linesep", ["\n", "\r\n"])
def test_every_space_arrives(subject: str, linesep: str) -> None:
    subject = subject.strip()
    message = EmailMessage(POLICY)
    message["Subject"] = subject
    message.set_content("…")
    raw = message.as_bytes(policy=POLICY.clone(linesep=linesep))
    head = raw.split(2 * linesep.encode())[0]
    assert head.isascii()
    assert max(len(line) for line in head.splitlines()) <= 78

    # as a program reads it that knows nothing of how it was written
    (said,) = [value for name, value in message_from_bytes(raw).items() if name == "Subject"]
    unfolded = "".join(said.splitlines())
    assert str(make_header(decode_header(unfolded))) == subject
