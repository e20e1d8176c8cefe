"""What becomes of the columns of the matrix when others take part than before."""

from uuid import UUID, uuid4

from agreements.parties.rules import ColumnNow, ColumnWanted, Taking, fit

A, B, REGION, NORTH, SOUTH = (uuid4() for _ in range(5))
NAMES = {A: "A", B: "B", REGION: "Region", NORTH: "Norr", SOUTH: "Söder"}


def column(key: str, party: UUID | None, *, label: str = "", is_out: bool = False) -> ColumnNow:
    return ColumnNow(uuid4(), key, label or key, party, is_out)


def taking(*bound: UUID, asked: tuple[UUID, ...] = ()) -> Taking:
    return Taking({*bound, *asked}, {*bound}, [one for one in bound if one in {A, B}])


def test_what_the_one_municipality_answers_for_is_each_ones_own_when_there_are_several() -> None:
    ours, health = column("social", A), column("egen-1", A, label="Hemsjukvård")
    region = column("vard", REGION)
    wanted = [ColumnWanted("social", "social", None), ColumnWanted("vard", "vard", REGION)]
    found = fit([ours, health, region], wanted, taking(A, REGION), taking(A, B, REGION), NAMES)

    assert found.changed == {ours.id: ("social", None), health.id: ("Hemsjukvård", None)}
    assert (found.removed, found.added, found.restored) == ([], [], [])


def test_and_the_one_that_is_left_gets_it_back() -> None:
    each, own = column("social", None), column("egen-1", A)
    wanted = [ColumnWanted("social", "social", B)]
    found = fit([each, own], wanted, taking(A, B, REGION), taking(B, REGION), NAMES)

    assert found.changed == {each.id: ("social", B)}
    assert found.removed == [own.id]
    assert found.added == []


def test_another_municipality_in_the_place_of_the_one_answers_for_the_same() -> None:
    ours = column("social", A)
    wanted = [ColumnWanted("social", "social", B)]
    found = fit([ours], wanted, taking(A, REGION), taking(B, REGION), NAMES)
    assert found.changed == {ours.id: ("social", B)}
    assert (found.removed, found.added) == ([], [])


def test_two_of_a_kind_are_told_apart_and_whoever_leaves_answers_for_nothing() -> None:
    north, region = column("polis", NORTH, label="Polisen"), column("vard", REGION)
    wanted = [
        ColumnWanted("vard", "vard", REGION),
        ColumnWanted("polis", "Polisen", NORTH),
        ColumnWanted("polis", "Polisen", SOUTH),
    ]
    found = fit(
        [north, region], wanted, taking(A, REGION, NORTH), taking(A, REGION, NORTH, SOUTH), NAMES
    )
    assert found.changed == {north.id: ("Polisen, Norr", NORTH)}
    assert found.added == [ColumnWanted("polis-2", "Polisen", SOUTH)]

    found = fit([north, region], wanted[:1], taking(A, REGION, NORTH), taking(A, REGION), NAMES)
    assert (found.removed, found.added, found.changed) == ([north.id], [], {})


def test_who_is_only_asked_for_its_view_answers_for_nothing_and_gets_its_column_back() -> None:
    north = column("polis", NORTH)
    wanted = [ColumnWanted("polis", "polis", NORTH)]
    found = fit([north], [], taking(REGION, NORTH), taking(REGION, asked=(NORTH,)), NAMES)
    assert found.removed == [north.id]

    out = ColumnNow(north.id, "polis", "polis", NORTH, is_out=True)
    found = fit([out], wanted, taking(REGION, asked=(NORTH,)), taking(REGION, NORTH), NAMES)
    assert (found.restored, found.added) == ([north.id], [])


def test_a_column_that_its_party_took_out_itself_stays_out() -> None:
    out = column("polis", NORTH, is_out=True)
    wanted = [ColumnWanted("polis", "polis", NORTH), ColumnWanted("vard", "vard", REGION)]
    found = fit([out], wanted, taking(NORTH), taking(NORTH, REGION), NAMES)
    assert found.restored == []
    assert found.added == [ColumnWanted("vard", "vard", REGION)]


def test_a_label_and_a_key_that_are_taken_are_not_used_twice() -> None:
    other = column("polis", REGION, label="Polisen")
    wanted = [ColumnWanted("polis", "Polisen", SOUTH)]
    found = fit([other], wanted, taking(REGION), taking(REGION, SOUTH), NAMES)
    keys = {one.key for one in found.added}
    labels = {one.label for one in found.added}
    assert keys == {"polis-2"}
    assert labels | {found.changed[other.id][0]} == {"Polisen", "Polisen, Region"}
