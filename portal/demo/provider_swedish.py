"""Swedish for the demo provider's own pages: Canaille speaks many languages, but not this one."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

TEXTS = {
    "About Canaille": "Om Canaille",
    "An error happened during your authentication process. Please try again.": (
        "Något gick fel när du loggade in. Försök igen."
    ),
    "Authorization interface": "Inloggning",
    "Bad request": "Felaktig begäran",
    "Cannot remember the login you attempted to sign in with.": (
        "Inloggningen tog för lång tid. Skriv ditt användarnamn igen."
    ),
    "Choose an account": "Välj konto",
    "Continue": "Fortsätt",
    "Do you want to log out?": "Vill du logga ut?",
    "If unchecked, the session will close when the browser is closed": (
        "Om rutan är tom loggas du ut när webbläsaren stängs"
    ),
    "Log out": "Logga ut",
    "Logged in": "Inloggad",
    "Login": "Användarnamn",
    "Login failed. Please check your information.": (
        "Det gick inte att logga in. Kontrollera användarnamn och lösenord."
    ),
    "Logout": "Logga ut",
    "Or": "Eller",
    "Page not found": "Sidan finns inte",
    "Password": "Lösenord",
    "Please contact your administrator": "Kontakta den som sköter tjänsten",
    "Please enter your password for this account.": "Skriv kontots lösenord.",
    "Re-authenticate for %(client)s": "Bekräfta vem du är för %(client)s",
    "Remember me": "Kom ihåg mig",
    "Remove from account list": "Ta bort från listan",
    "Sign in": "Logga in",
    "Sign in at %(website)s": "Logga in hos %(website)s",
    "Sign in to %(client)s": "Logga in i %(client)s",
    "Stay logged": "Fortsätt vara inloggad",
    "Switch account": "Byt konto",
    "Technical problem": "Tekniskt fel",
    "The application %(client_name)s requires that you sign in to your %(website_name)s account.": (
        "%(client_name)s ber dig att logga in med ditt konto hos %(website_name)s."
    ),
    "The application %(client_name)s wants to disconnect your account.": (
        "%(client_name)s vill logga ut dig."
    ),
    "The page you are looking for does not exist": "Sidan du söker finns inte",
    "The request you made is invalid": "Begäran går inte att förstå",
    "This field is required": "Fältet måste fyllas i",
    "Toggle password visibility": "Visa eller dölj lösenordet",
    "Unauthorized": "Åtkomst saknas",
    "Use another account": "Använd ett annat konto",
    "You are already logged in, but %(client_name)s is requesting identity confirmation.": (
        "Du är redan inloggad, men %(client_name)s vill att du bekräftar vem du är."
    ),
    "You are currently logged in as %(username)s.": "Du är inloggad som %(username)s.",
    "You do not have the authorizations to access this page": "Du har inte åtkomst till sidan",
    "You have been disconnected": "Du är utloggad",
    "You have not been disconnected": "Du är fortfarande inloggad",
    "jdoe": "anna.andersson",
    "john.doe@example.com": "anna.andersson@example.se",
    " or ": " eller ",
}


def write_catalogue(folder: Path) -> None:
    """Compile the texts where Flask-Babel looks for them below `folder`."""
    catalogue = Catalog(locale="sv")
    for english, swedish in TEXTS.items():
        catalogue.add(english, swedish)
    target = folder / "sv" / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
