"""What a county's file says otherwise than what stands, and what contradicts it."""

from dataclasses import replace

from agreements.county_templates.model import UnitFacts
from portal.authz import OrganisationKind
from portal.county.difference import Facts, There, UnitThere, Wanted, difference
from portal.ids import new_id

K = OrganisationKind
NUMBER = "202100-0076"


def there(name: str, kind: K = K.POLICE, *, key: str | None = None, number: str | None = None,
          units: tuple[UnitThere, ...] = ()) -> There:  # fmt: skip
    return There(
        id=new_id(),
        key=key,
        kind=kind,
        facts=Facts(name, name, number),
        former=frozenset(),
        is_waiting=False,
        is_closed=False,
        units=units,
    )


def wanted(name: str, kind: K = K.POLICE, *, key: str = "x", number: str | None = None,
           units: tuple[UnitFacts, ...] = ()) -> Wanted:  # fmt: skip
    facts = Facts(name, name, number)
    return Wanted(place="organisations[1]", key=key, kind=kind, facts=facts, units=units)


def unit(name: str, key: str = "mottagning") -> UnitFacts:
    return UnitFacts(key=key, name=name, place="", column=None, part_of=None)


def standing(name: str, *, closed: bool = False, former: str = "") -> UnitThere:
    names = frozenset([former]) if former else frozenset()
    return UnitThere(id=new_id(), key="mottagning", name=name, former=names, is_closed=closed)


def problems(*arguments: object) -> list[str]:
    return [one.line for one in difference(*arguments).problems]  # type: ignore[arg-type]


def test_what_is_the_same_differs_in_nothing() -> None:
    assert difference([there("Norr", key="norr")], [wanted("Norr", key="norr")]).lines == []


def test_two_police_areas_of_one_number_are_told_apart_by_their_keys() -> None:
    found = difference(
        [there("Norr", key="norr", number=NUMBER), there("Söder", key="soder", number=NUMBER)],
        [wanted("Mitt", key="soder", number=NUMBER), wanted("Norr", key="norr", number=NUMBER)],
    )

    assert found.lines == ["Söder: renamed to Mitt"]
    assert found.problems == []


def test_of_two_with_one_number_and_no_key_none_is_guessed() -> None:
    found = difference(
        [there("Norr", number=NUMBER), there("Söder", number=NUMBER)],
        [wanted("Mitt", number=NUMBER)],
    )

    assert found.lines == ["Mitt: added"]
    assert found.left == ["Norr", "Söder"]


def test_what_has_no_key_yet_is_known_by_name_or_only_number_and_gets_it() -> None:
    found = difference([there("Norr", number=NUMBER)], [wanted("Nord", key="norr", number=NUMBER)])

    assert found.lines == ["Norr: renamed to Nord", 'Nord: has the key "norr" from now on']


def test_a_region_without_number_is_the_one_there_can_be() -> None:
    found = difference([there("Region Väst", K.REGION)], [wanted("Region Norr", K.REGION)])
    assert found.lines[0] == "Region Väst: renamed to Region Norr"


def test_another_kind_under_the_same_key_is_refused_with_its_place() -> None:
    told = problems([there("Norr", key="x")], [wanted("Norr", K.SCHOOL)])
    assert told == ['organisations[1].kind: Norr är "police" i portalen, och blir inte något annat']


def test_a_file_with_a_former_name_does_not_rename_back() -> None:
    now = replace(there("Nytt", key="x"), former=frozenset(["Gammalt"]))
    told = problems([now], [wanted("Gammalt")])
    assert told == ['organisations[1].name: hette så förut, och heter nu "Nytt": skriv det i filen']


def test_a_name_that_waits_is_not_overtaken() -> None:
    told = problems([replace(there("Norr", key="x"), is_waiting=True)], [wanted("Söder")])
    assert told == ["organisations[1].name: ett nytt namn är redan bestämt, från en dag framåt"]


def test_a_name_that_another_has_is_refused_also_under_another_key() -> None:
    told = problems([there("Norr", key="annan")], [wanted("norr", key="x")])
    assert told == ['organisations[1].name: en annan heter redan "norr", med nyckeln "annan"']


def test_a_number_that_another_has_is_refused_but_of_an_authority() -> None:
    told = problems([there("A", K.SCHOOL, key="a", number=NUMBER)],
                    [wanted("B", K.SCHOOL, key="b", number=NUMBER)])  # fmt: skip
    assert told == ["organisations[1].organisation_number: A har redan det numret"]
    assert not problems([there("A", key="a", number=NUMBER)],
                        [wanted("B", key="b", number=NUMBER)])  # fmt: skip


def test_what_has_closed_is_to_be_taken_out_of_the_file() -> None:
    told = problems([replace(there("Norr", key="x"), is_closed=True)], [wanted("Norr")])
    assert told == ["organisations[1].key: Norr har upphört: ta bort den ur filen"]


def test_a_tile_of_one_that_the_file_leaves_out_is_taken() -> None:
    left = replace(there("Umeå", K.MUNICIPALITY, key="umea"), facts=Facts("Umeå", "U", None,
                                                                         (1, 2, "U")))  # fmt: skip
    new = wanted("Åsele", K.MUNICIPALITY, key="asele")
    told = problems([left], [replace(new, facts=replace(new.facts, tile=(1, 2, "Å")))])
    assert told == ["organisations[1].tile_column: rutan i kartan är redan Umeås"]


def test_units_are_added_and_renamed_and_closed_ones_refused() -> None:
    here = there("Norr", key="x", units=(standing("Mottagningen"),))
    found = difference([here], [wanted("Norr", units=(unit("Vården"), unit("Ny", "ny")))])
    assert found.lines == ["Norr, Mottagningen: renamed to Vården", "Norr, Ny: added"]
    shut = there("Norr", key="x", units=(standing("Mottagningen", closed=True),))
    told = problems([shut], [wanted("Norr", units=(unit("Mottagningen"),))])
    assert told == ["organisations[1].units[1].key: enheten är stängd"]


def test_a_municipality_keeps_its_own_name_for_a_unit_that_all_have() -> None:
    own = there("Umeå", key="x", units=(standing("Omsorgen", former="Socialtjänsten"),))
    every = replace(wanted("Umeå", units=(unit("Socialtjänsten"),)), are_own=False)
    found = difference([own], [every])

    assert (found.lines, found.problems) == ([], [])
