"""How somebody in a plan comes to it with a code: a handler hands it over, and they enter it."""

from http import HTTPStatus

from tests.e2e.person import Person


def hand_over_code(handler: Person, plan_path: str, name: str) -> str:
    """A code for whom `name` is, to sign in with e-legitimation."""
    handler.open(f"{plan_path}/people")
    handler.follow_about("Lämna en kod", name)
    handler.choose("Loggar in med", "E-legitimation (exempel)")
    handler.press("Visa koden")
    return handler.text_of(".code")


def enter_code(somebody: Person, code: str) -> None:
    """First the code, then the provider."""
    somebody.open("/invitation")
    somebody.write("Kod", code)
    somebody.press("Fortsätt till inloggningen")
    somebody.answer_provider()
    assert somebody.status == HTTPStatus.OK
