"""A group that meets, and what its people do, one page after another."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import update

from agreements.tables.groups import GroupMeeting
from portal import clock
from tests.browser import Browser
from tests.integration.county import Parties

TODAY = clock.today()
SOON = TODAY + timedelta(days=10)
DUE = (TODAY + timedelta(days=30)).isoformat()


class Group:
    """A steering group that the municipality calls together, with the region and the police."""

    def __init__(self, parties: Parties, **values: str) -> None:
        self.parties, self.county = parties, parties.county
        page = parties.municipality.open(f"/groups/new?agreement={parties.id}")
        said = {"kind": "steering", "name": "Styrgruppen", "every": "3", "unit": "months"} | values
        others = [str(parties.county.region), str(parties.county.police)]
        page.press("Skapa gruppen", taking_part=others, **said)
        self.path = urlsplit(page.url).path
        self.id = UUID(self.path.split("/")[2])
        self.meeting = ""

    def plan(self, status: int = 200, **values: str) -> Browser:
        """Call it to a meeting; answers the page that came."""
        said = {"day": SOON.isoformat(), "starts": "10", "ends": "12", "place": "Kommunhuset"}
        page = self.parties.municipality.open(f"{self.path}/meetings/new")
        page.press("Kalla till mötet", status, **(said | values))
        if status == 200:
            self.meeting = urlsplit(page.url).path
        return page

    def has_been(self) -> None:
        """Let the meeting have been, two hours ago."""
        at = clock.now() - timedelta(hours=4)
        times = {"starts_at": at, "ends_at": at + timedelta(hours=2)}
        self.change(GroupMeeting, **times)

    def change(self, model: type, **values: object) -> None:
        self.county.execute(update(model).where(model.group_id == self.id).values(**values))

    def write(self, status: int = 200, **values: object) -> Browser:
        page = self.parties.municipality.open(f"{self.meeting}/minutes")
        return page.press("Spara protokollet", status, **({"minutes": "Vi gick igenom."} | values))

    def decide(self, owner: str, text: str = "Ta fram ett kort", **values: str) -> Browser:
        page = self.parties.municipality.open(f"{self.meeting}/decisions/new")
        member = next(
            str(one["value"]) for one in page.soup.select("option") if owner in one.get_text()
        )
        said = {"text": text, "member": member, "due_on": DUE} | values
        return page.press("Lägg till beslutet", **said)

    def held(self) -> "Group":
        self.plan()
        self.has_been()
        self.write()
        return self

    def hand_over(self) -> Browser:
        page = self.parties.municipality.open(f"{self.meeting}/hand-over")
        return page.press("Lämna för justering")
