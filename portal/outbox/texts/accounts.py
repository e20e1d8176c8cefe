"""What mail about an account and its roles says, and about who has read."""

from portal.outbox.texts.text import Text

TEXTS = {
    "account.disabled": Text(
        "Ett konto hos er är avstängt i Samsyn",
        "An account with you has been disabled in Samsyn",
        "Ett konto med en roll i din organisation är avstängt. Välj vem som tar över det som"
        " väntar.",
        "An account with a role in your organisation has been disabled. Choose who takes over.",
    ),
    "mandate.ended": Text(
        "En behörighet att skriva under är återkallad",
        "A mandate to sign has been revoked",
        "Din organisations administratör har återkallat en behörighet att skriva under som du"
        " hade.",
        "Your organisation's administrator has revoked a mandate to sign that you had.",
    ),
    "role.ended": Text(
        "En av dina roller i Samsyn är borttagen",
        "One of your roles in Samsyn has been removed",
        "Din organisations administratör har tagit bort en av dina roller.",
        "Your organisation's administrator has removed one of your roles.",
    ),
    "role.moved": Text(
        "Du har en roll i en annan organisation i Samsyn",
        "You have a role in another organisation in Samsyn",
        "Din organisation eller enhet har gått upp i en annan. Du har samma roll där.",
        "Your organisation or unit has become part of another. You have the same role there.",
    ),
    "organisation.closed": Text(
        "Din organisation finns inte längre i Samsyn",
        "Your organisation is no longer in Samsyn",
        "Organisationen som du hade en roll i har upphört. Rollen gäller inte längre.",
        "The organisation in which you had a role has been closed. The role no longer holds.",
    ),
    "role.given": Text(
        "Du har fått en roll i Samsyn",
        "You have been given a role in Samsyn",
        "Du har fått en roll i Samsyn: du tar över efter en kollega.",
        "You have been given a role in Samsyn: you take over from a colleague.",
    ),
    "role.plans_given": Text(
        "Du tar över efter en kollega i Samsyn",
        "You take over from a colleague in Samsyn",
        "Du har tagit över det som en kollega hade. Det finns bland dina uppgifter.",
        "You have taken over what a colleague had. You find it among your tasks.",
    ),
    "role.stands_in": Text(
        "Du står in för en kollega i Samsyn",
        "You stand in for a colleague in Samsyn",
        "Du står in för en kollega för en tid. Vem och till när ser du när du har loggat in.",
        "You stand in for a colleague for a time. Sign in to see for whom and until when.",
    ),
    "role.stood_in_for": Text(
        "En kollega står in för dig i Samsyn",
        "A colleague stands in for you in Samsyn",
        "En kollega står in för dig för en tid. Vem och till när ser du när du har loggat in.",
        "A colleague stands in for you for a time. Sign in to see who, and until when.",
    ),
    "role.stand_in_ended": Text(
        "En kollega står inte längre in i Samsyn",
        "A colleague stands in no longer in Samsyn",
        "En kollega hos er står inte längre in för en annan. Vilka som gör det nu ser du när du har"
        " loggat in.",
        "A colleague of yours no longer stands in for another. Sign in to see who does now.",
    ),
    "session.ended": Text(
        "Du är utloggad ur Samsyn",
        "You are signed out of Samsyn",
        "Din organisations administratör har avslutat dina inloggningar. Du kan logga in igen"
        " om du har en roll kvar.",
        "Your organisation's administrator has ended your sign-ins. You can sign in again if you"
        " still have a role.",
    ),
    "readings.review": Text(
        "Dags att granska vem som har läst",
        "Time to review who has read",
        "Det är dags att granska vad din organisations personal har läst.",
        "It is time to review what your organisation's staff have read.",
    ),
}
