"""What `etappe disclose` reads: tables as others write them, and one sentence for what it cannot use."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from support.disclose import AREA, COUNTS, main_csv, published, run, spec_in

BAD = {
    "cycle": ("area.csv", "code,parent\nN,S\nS,N\n01,N\n02,N\n03,S\n04,S\n", "läuft im Kreis"),
    "missing parent": ("area.csv", AREA.replace("S,Total\n", ""), "„S“ hat keine Zeile"),
    "code in two places": ("area.csv", AREA + "01,S\n", "„01“ an zwei Stellen"),
    "total as a code": ("area.csv", AREA + "Total,\n", "führt „Total“ als eigenen Code"),
    "no hierarchy": ("area.csv", "code,parent\n", "ist leer"),
    "empty file": ("area.csv", "", "area.csv, Datei: Die Datei ist leer"),
    "wrong columns": ("area.csv", "a,b\n1,2\n", "eine Spalte „code“"),
    "negative": ("main.csv", main_csv(COUNTS).replace("01,m,14", "01,m,-14"), "Zeile 3, Spalte freq: Negative"),
    "fraction": ("main.csv", main_csv(COUNTS).replace("01,m,14", "01,m,1.4"), "Zeile 3, Spalte freq: Erwartet wird"),
    "word": ("main.csv", main_csv(COUNTS).replace("01,m,14", "01,m,viele"), "gegeben: „viele“"),
    "no count": ("main.csv", main_csv(COUNTS).replace("01,m,14", "01,m,"), "Zeile 3, Spalte freq: Hier fehlt"),
    "huge": ("main.csv", main_csv(COUNTS).replace("01,m,14", "01,m,99999999999999999999"), "größer als 2⁵³"),
    "empty table": ("main.csv", "area,age,freq\n", "„main“ ist leer"),
    "unknown code": ("main.csv", main_csv(COUNTS).replace("01,m,14", "1,m,14"), "„1“ kennt die Hierarchie nicht"),
    "cell twice": ("main.csv", main_csv(COUNTS) + "01,m,14\n", "mehrfach"),
    "contradicting total": (
        "main.csv",
        main_csv(COUNTS) + "N,m,99\n",
        "N × m ist mit 99 angegeben, ihre Teile ergeben 16",
    ),
    "ragged": ("main.csv", main_csv(COUNTS) + "01,m,14,5,6\n", "gleich vielen Spalten"),
    "no dimension": ("main.csv", "area,freq\n01,3\n", "eine Spalte „age“"),
    "no code": ("main.csv", main_csv(COUNTS).replace("01,m,14", ",m,14"), "main.csv, Zeile 3"),
}


@pytest.mark.parametrize("method", ["suppress", "cellkey", "round"])
@pytest.mark.parametrize("problem", BAD)
def test_bad_input_is_refused_with_place_and_expectation(problem: str, method: str, tmp_path: Path) -> None:
    spec = spec_in(tmp_path, method=method)
    file, text, words = BAD[problem]
    (tmp_path / file).write_text(text)
    done = run("protect", spec, "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


WRONG_SPECS = {
    "dimension twice": (
        '["area", "age"]',
        '["area", "area"]',
        "Die Dimension „area“ ist in der Tabelle „main“ zweimal",
    ),
    "reserved name": ('["area", "age"]', '["area", "value"]', "„value“ ist für die Ergebnisse vergeben"),
    "unknown method": ('method = "suppress"', 'method = "magic"', "rule.method: Erwartet wird"),
    "zero minimum": ("minimum = 3", "minimum = 0", "rule.minimum: Erwartet wird eine Zahl ab 1"),
    "fractional width": ("width = 2", "width = 1.5", "rule.width: Erwartet wird eine ganze Zahl"),
    "misspelt": ("insiders = true", "insider = true", "attacker.insider: Diese Angabe ist nicht vorgesehen"),
    "no dimensions": ('dimensions = ["area", "age"]', "dimensions = []", "table.1.dimensions"),
    "missing file": ('data = "main.csv"', 'data = "gone.csv"', "gone.csv, Datei: Die Datei gibt es nicht"),
    "path as name": ('name = "main"', 'name = "../main"', "table.1.name"),
    "no TOML": ("[attacker]", "[attacker", "TOML: Die Schreibweise stimmt nicht"),
    "known zeros": ("width = 2", "protect_zeros = true", "zeros_known = false"),
}


@pytest.mark.parametrize("problem", WRONG_SPECS)
def test_a_wrong_spec_is_refused_with_place_and_expectation(problem: str, tmp_path: Path) -> None:
    spec = spec_in(tmp_path)
    old, new, words = WRONG_SPECS[problem]
    spec.write_text(spec.read_text().replace(old, new, 1))
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_contradicting_tables_and_releases_are_refused(tmp_path: Path) -> None:
    second = '[[table]]\nname = "by area"\ndata = "area-only.csv"\ndimensions = ["area"]'
    spec = spec_in(tmp_path, more=second)
    (tmp_path / "area-only.csv").write_text("area,freq\n01,25\n02,41\n03,51\n04,34\n")
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "verschiedene Werte" in done.stderr
    release = tmp_path / "2025"
    release.mkdir()
    spec = spec_in(tmp_path, more='[[history]]\npublished = "2025"')
    (release / "main.csv").write_text("area,age,value,status\n01,Total,99,published\n")
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "zeigt für area = 01 den Wert 99, die Tabellen haben 24" in done.stderr
    (release / "main.csv").write_text("area,sex,value,status\n01,w,9,published\n")
    assert "als weitere [[table]]" in run("protect", spec, "--out", tmp_path / "out").stderr


DEEP = "code,parent\nL,\nR1,L\nR2,L\nK1,R1\nK2,R1\nK3,R2\nG1,K1\nG2,K1\nG3,K2\nG4,K2\nG5,K3\nG6,K3\n"


TOWN = "code,parent\nSüd,\nNord,\n001,Süd\n002,Süd\nÄußere Höhe,Nord\n010,Nord\n"


ODD_TABLES = {
    "columns in another order, umlauts": (
        TOWN,
        "freq,sex,geo\n1,w,001\n30,w,002\n14,m,Äußere Höhe\n8,w,010\n9,m,001\n",
    ),
    "a column too many": (TOWN, "note,geo,sex,freq\nx,001,w,1\nx,002,w,30\nx,010,m,14\nx,001,m,7\n"),
    "four levels": (DEEP, "geo,sex,freq\nG1,w,1\nG1,m,8\nG2,w,7\nG3,w,2\nG3,m,9\nG4,w,4\nG5,m,9\nG6,w,11\nG6,m,2\n"),
    "only zeros": (TOWN, "geo,sex,freq\n001,w,0\n002,m,0\n"),
    "quoted codes": (
        'code,parent\n"a, b",\n"c ""d""",\n',
        'geo,sex,freq\n"a, b",w,1\n"c ""d""",w,9\n"a, b",m,12\n"c ""d""",m,7\n',
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("odd", ODD_TABLES)
def test_tables_as_others_write_them_end_in_a_proven_result(
    odd: str, separator: str, ends: str, tmp_path: Path
) -> None:
    """Other orders, separators, line ends, byte order marks and a blank line at the end; sex without hierarchy."""
    for name, text in zip(["geo.csv", "main.csv"], ODD_TABLES[odd], strict=True):
        content = text if '"' in text else text.replace(",", separator)
        (tmp_path / name).write_bytes(("\ufeff" + (content + "\n").replace("\n", ends)).encode())
    table = '[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["geo", "sex"]\n'
    spec = tmp_path / "SPEC.toml"
    spec.write_bytes(("\ufeff" + '[hierarchies]\ngeo = "geo.csv"\n' + table).replace("\n", ends).encode())
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert published(tmp_path / "out").filter(pl.col("value").is_between(1, 2)).is_empty()
    assert run("audit", spec, "--published", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("sex,FREQ\nw,1\n", "Erwartet wird eine Spalte „freq“; vorhanden sind sex, FREQ"),
        ("sex,freq\n", "main.csv, Spalte sex: Erwartet wird mindestens ein Code außer Total"),
        ("sex,freq\nTotal,17\n", "main.csv, Spalte sex: Erwartet wird mindestens ein Code außer Total"),
        ("sex,freq\nw,1,2\nm\n", "gleich vielen Spalten je Zeile"),
        ("", "Die Datei ist leer"),
    ],
)
def test_one_dimension_without_hierarchy_that_cannot_be_used_is_refused_with_one_sentence(
    data: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "main.csv").write_text(data)
    spec = tmp_path / "SPEC.toml"
    spec.write_text('[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["sex"]\n')
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()
