"""Reading a matrix back from its form, and what its rows show."""

from types import SimpleNamespace

import pytest
from flask import render_template_string

from portal.web.matrix import cell_name, read_cells

ROWS = ["intake", "detox"]
COLUMNS = ["social", "police"]


def posted(**cells):
    return {cell_name(*key.split("__")): value for key, value in cells.items()}


def test_cells_are_read_by_row_and_column():
    form = posted(intake__social="responsible", detox__police="")
    assert read_cells(form, ROWS, COLUMNS) == {
        ("intake", "social"): "responsible",
        ("detox", "police"): "",
    }


def test_cells_of_other_matrices_are_left_alone():
    assert read_cells(posted(foreign__social="responsible"), ROWS, COLUMNS) == {}


def test_a_value_no_select_offers_is_refused():
    with pytest.raises(ValueError, match="no such value"):
        read_cells(posted(intake__social="owner"), ROWS, COLUMNS)


def test_the_button_of_a_conflict_wins_over_the_select():
    form = posted(intake__social="responsible") | {"resolve": "cell-intake.social=shared"}
    assert read_cells(form, ROWS, COLUMNS) == {("intake", "social"): "shared"}


def test_a_made_up_button_is_refused_or_ignored():
    with pytest.raises(ValueError, match="no such value"):
        read_cells({"resolve": "cell-intake.social=owner"}, ROWS, COLUMNS)
    assert read_cells({"resolve": "cell-x.y=shared"}, ROWS, COLUMNS) == {}
    assert read_cells({"resolve": "nonsense"}, ROWS, COLUMNS) == {}


PAGE = """{% from "components/matrix.html" import matrix, matrix_view %}
{{ matrix(rows, columns, values=values, notices=notices, conflicts=conflicts) }}"""
NOTICES = {"intake": ["Ingen har huvudansvar"]}


@pytest.fixture
def table(app, read):
    rows = [
        SimpleNamespace(
            key="intake", phase="Tidigt", title="Intag", hint="", values={"social": "shared"}
        ),
        SimpleNamespace(key="detox", phase="Vård", title="Avgiftning", hint="", values={}),
    ]
    columns = [SimpleNamespace(key=key, label=key.title()) for key in COLUMNS]

    def render(values=None, conflicts=()):
        with app.test_request_context("/"):
            return read(
                render_template_string(
                    PAGE,
                    rows=rows,
                    columns=columns,
                    values=values,
                    notices=NOTICES,
                    conflicts=dict(conflicts),
                )
            )

    return render


def chosen(page, name):
    return page.find(id=name).select_one("option[selected]")["value"]


def test_every_cell_is_named_by_its_row_and_column(table):
    page = table()
    assert {select["name"] for select in page.select("select")} == {
        cell_name(row, column) for row in ROWS for column in COLUMNS
    }
    labels = {label["for"]: label.get_text() for label in page.select("label")}
    assert labels["cell-intake.police"] == "Police, Intag"


def test_a_cell_shows_what_is_saved_or_what_was_typed(table):
    assert chosen(table(), "cell-intake.social") == "shared"
    assert chosen(table({("intake", "social"): "none"}), "cell-intake.social") == "none"
    assert chosen(table({("intake", "social"): "none"}), "cell-detox.social") == ""


def test_a_notice_stands_in_its_row(table):
    assert "Ingen har huvudansvar" in table().find(id="row-intake").get_text()


def test_a_conflict_says_who_chose_what_and_offers_both(table):
    clash = {
        "column_key": "social",
        "column_label": "Social",
        "who": "<i>Maria</i>",
        "theirs": "responsible",
        "yours": "",
    }
    page = table(conflicts=[("intake", [clash])])
    note = page.find(id=page.find(id="cell-intake.social")["aria-describedby"])
    assert "<i>Maria</i> ändrade samma ruta." in note.get_text()
    assert [button["value"] for button in note.select("button")] == [
        "cell-intake.social=",
        "cell-intake.social=responsible",
    ]
