"""A small table, its SPEC.toml and the command line, for the tests of `etappe disclose`."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from typer.testing import CliRunner, Result

from etappe.cli.disclose import app

AREA = "code,parent\nN,Total\nS,Total\n01,N\n02,N\n03,S\n04,S\n"
AGE = "code,parent\nj,\nm,\na,\n"
COUNTS = [(1, 14, 9), (22, 2, 17), (31, 12, 8), (9, 25, 0)]


def main_csv(counts: list[tuple[int, int, int]]) -> str:
    """The table as a file: one line a cell."""
    rows = [
        f"{area},{age},{freq}"
        for area, line in zip(["01", "02", "03", "04"], counts, strict=True)
        for age, freq in zip("jma", line, strict=True)
    ]
    return "area,age,freq\n" + "\n".join(rows) + "\n"


def spec_in(folder: Path, *, method: str = "suppress", rule: str = "", more: str = "", data: str | None = None) -> Path:
    """Write the table and its hierarchies into ``folder``; return the SPEC.toml that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "area.csv").write_text(AREA)
    (folder / "age.csv").write_text(AGE)
    (folder / "main.csv").write_text(main_csv(COUNTS) if data is None else data)
    spec = folder / "SPEC.toml"
    spec.write_text(f"""
[rule]
method = "{method}"
minimum = 3
width = 2
{rule}
[attacker]
zeros_known = true
insiders = true
[hierarchies]
area = "area.csv"
age = "age.csv"
[[table]]
name = "main"
data = "main.csv"
dimensions = ["area", "age"]
{more}
""")
    return spec


def run(*arguments: object) -> Result:
    """Run `etappe disclose` with these arguments."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def published(folder: Path, name: str = "main") -> pl.DataFrame:
    """Read a published table."""
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False).with_columns(pl.col("value").cast(pl.Int64))
