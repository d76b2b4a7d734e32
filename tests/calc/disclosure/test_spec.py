"""SPEC.toml and its files: codes are text, every refusal names file, place and what was expected."""

from pathlib import Path

import pytest

from etappe.calc.disclosure.errors import ContradictionError
from etappe.calc.disclosure.spec import Spec, SpecError, read_published

ISSUE = """
[rule]
method = "suppress"          # suppress | cellkey | round
minimum = 4
width = 3
[attacker]
zeros_known = false
insiders = true
[hierarchies]
area = "area.csv"            # code,parent
[[table]]
name = "main"
data = "main.csv"
dimensions = ["area", "age"]
[[history]]
published = "2025/"
"""


def _files(folder: Path, **files: str) -> Spec:
    (folder / "SPEC.toml").write_text(ISSUE)
    (folder / "area.csv").write_text("code,parent\n01,A\n02,A\nA,Total\n")
    (folder / "main.csv").write_text("area,age,freq\n01,j,5\n02,a,7\n")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return Spec.read(folder / "SPEC.toml")


def test_the_spec_of_the_issue_is_read_as_it_stands(tmp_path: Path) -> None:
    spec = _files(tmp_path)
    assert (spec.rules.minimum, spec.rules.width) == (4, 3)
    assert (spec.attacker.zeros_known, spec.attacker.insiders) == (False, True)
    table = spec.tables()[0]
    assert table.counts.rows() == [("01", "j", 5), ("02", "a", 7)]


def test_a_dimension_without_hierarchy_is_a_plain_list_of_its_codes(tmp_path: Path) -> None:
    table = _files(tmp_path).tables()[0]
    assert table.trees["age"][0].parents == {"a": "Total", "j": "Total"}


def test_semicolons_byte_order_marks_and_blanks_do_not_matter(tmp_path: Path) -> None:
    spec = _files(tmp_path, main="\ufeffarea;age;freq\n01; j ;5\n02;a; 7\n")
    assert spec.tables()[0].counts.rows() == [("01", "j", 5), ("02", "a", 7)]


def test_given_totals_must_be_the_sums_of_their_parts(tmp_path: Path) -> None:
    right = "area,age,freq\n01,j,5\n02,a,7\nA,j,5\nTotal,Total,12\n"
    assert _files(tmp_path, main=right).tables()[0].counts.height == 2
    with pytest.raises(ContradictionError, match="the total Total × Total is given as 13, but its parts add up to 12"):
        _files(tmp_path, main=right.replace("Total,12", "Total,13")).tables()


def test_several_hierarchies_of_a_dimension_may_be_listed(tmp_path: Path) -> None:
    spec = _files(tmp_path, other="code,parent\n01,X\n02,Y\nX,\nY,\n")
    text = ISSUE.replace('area = "area.csv" ', 'area = ["area.csv", "other.csv"] ')
    (tmp_path / "SPEC.toml").write_text(text)
    spec = Spec.read(tmp_path / "SPEC.toml")
    assert [tree.name for tree in spec.tables()[0].trees["area"]] == ["area.csv", "other.csv"]


def test_earlier_releases_are_read_from_their_folder(tmp_path: Path) -> None:
    spec = _files(tmp_path)
    with pytest.raises(SpecError, match="Den Ordner „2025/“ gibt es nicht"):
        spec.history()
    (tmp_path / "2025").mkdir()
    with pytest.raises(SpecError, match="liegt keine CSV"):
        spec.history()
    (tmp_path / "2025" / "main.csv").write_text("area,age,value,status\n01,Total,5,published\n01,j,,primary\n")
    assert [frame["value"].to_list() for frame in spec.history()] == [[5, None]]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("01,j,-5,published", "Zeile 2, Spalte value"),
        ("01,j,5.0,published", "Zeile 2, Spalte value"),
        ("01,j,5,secret", "Zeile 2, Spalte status"),
        ("01,j,5,primary", "trotzdem einen Wert"),
    ],
)
def test_a_release_with_impossible_rows_is_refused(row: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "main.csv"
    file.write_text(f"area,age,value,status\n{row}\n")
    with pytest.raises(SpecError) as caught:
        read_published(file)
    assert expected in str(caught.value)
    assert caught.value.facts["file"] == "main.csv"


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    spec = _files(tmp_path)
    (tmp_path / "main.csv").write_bytes("area,age,freq\nKöln,j,5\n".encode("latin-1"))
    with pytest.raises(SpecError, match=r"main\.csv"):
        spec.tables()
    (tmp_path / "SPEC.toml").write_bytes(b"# \xe4\n")
    with pytest.raises(SpecError, match="UTF-8"):
        Spec.read(tmp_path / "SPEC.toml")


def test_a_spec_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="gibt es nicht"):
        Spec.read(tmp_path / "gone.toml")


def test_table_names_are_unique_and_leave_room_for_certificate_and_report(tmp_path: Path) -> None:
    _files(tmp_path)
    (tmp_path / "SPEC.toml").write_text(ISSUE.replace('name = "main"', 'name = "report"'))
    with pytest.raises(SpecError, match="„report“ kommt zweimal vor oder ist vergeben"):
        Spec.read(tmp_path / "SPEC.toml")
