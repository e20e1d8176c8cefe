"""Who can sign in to the demo: invented people, in the organisations of Västerbotten."""

from dataclasses import dataclass
from typing import Literal

from portal.authz import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in.

    `organisation` is a key in agreements/county_templates/vasterbotten.toml, or None for a private
    person. `try_this` and `try_this_english` say what to do first.
    """

    login: str
    name: str
    organisation: str | None
    roles: tuple[Role, ...]
    door: Literal["staff", "individual"]
    title: str
    try_this: str
    try_this_english: str

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.login}@samsyn.example"


# Whose number the provider gives for people whose own body is no legal person.
EMPLOYER = {"lanssamordningsgruppen": "region-vasterbotten"}

ACCOUNTS = (
    DemoAccount(
        login="maja.ohlund",
        name="Maja Öhlund",
        organisation="bjurholm",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, socialtjänsten",
        try_this="Skapa Bjurholms lokala överenskommelse från länets mall och dela den",
        try_this_english="Create Bjurholm's agreement from the county's template and share it",
    ),
    DemoAccount(
        login="sven-erik.grahn",
        name="Sven-Erik Grahn",
        organisation="bjurholm",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Kommunstyrelsens ordförande",
        try_this="Läs vad som ändrats och skriv under för kommunen",
        try_this_english="Read what changed and sign for the municipality",
    ),
    DemoAccount(
        login="goran.hallgren",
        name="Göran Hällgren",
        organisation="bjurholm",
        roles=(Role.ADMINISTRATOR, Role.REVIEWER),
        door="staff",
        title="Systemförvaltare",
        try_this="Bjud in en kollega och ge hen en roll",
        try_this_english="Invite a colleague and give them a role",
    ),
    DemoAccount(
        login="nils.barruk",
        name="Nils Barruk",
        organisation="norsjo",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, socialtjänsten",
        try_this="Se att Bjurholms utkast inte syns för en annan kommun",
        try_this_english="See that Bjurholm's draft is hidden from another municipality",
    ),
    DemoAccount(
        login="amira.haddad",
        name="Amira Haddad",
        organisation="umea",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, socialtjänsten",
        try_this="Följ Umeås överenskommelse",
        try_this_english="Follow Umeå's agreement",
    ),
    DemoAccount(
        login="aino.kemppainen",
        name="Aino Kemppainen",
        organisation="region-vasterbotten",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, primärvård och psykiatri",
        try_this="Föreslå en ändring av ett avsnitt och av en ruta i ansvarsfördelningen",
        try_this_english="Suggest a change of a section and of a cell in the matrix",
    ),
    DemoAccount(
        login="ristin.fjallas",
        name="Ristin Fjällås",
        organisation="region-vasterbotten",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Hälso- och sjukvårdsdirektör",
        try_this="Skriv under för regionen",
        try_this_english="Sign for the region",
    ),
    DemoAccount(
        login="samuel.tesfay",
        name="Samuel Tesfay",
        organisation="polisomrade-vasterbotten",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Kommunpolis",
        try_this="Svara på regionens förslag",
        try_this_english="Answer the region's suggestion",
    ),
    DemoAccount(
        login="petra.wikberg",
        name="Petra Wikberg",
        organisation="polisomrade-vasterbotten",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Polisområdeschef",
        try_this="Skriv under för polisen",
        try_this_english="Sign for the police",
    ),
    DemoAccount(
        login="karin.nystrom",
        name="Karin Nyström",
        organisation="lanssamordningsgruppen",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Länssamordnare",
        try_this="Se på tavlan hur långt länets kommuner har kommit",
        try_this_english="See on the board how far the county's municipalities have come",
    ),
    DemoAccount(
        login="fatima.rahimi",
        name="Fatima Rahimi",
        organisation="brukarforeningen",
        roles=(Role.COORDINATOR,),
        door="individual",
        title="Ordförande",
        try_this="Se vad en brukarorganisation ser",
        try_this_english="See what a user organisation sees",
    ),
    DemoAccount(
        login="elin.stenlund",
        name="Elin Stenlund",
        organisation=None,
        roles=(),
        door="individual",
        title="Privatperson",
        try_this="Se vad den som inte har någon roll ser",
        try_this_english="See what somebody without a role sees",
    ),
)
