"""Tables of results: shown on the terminal, stored as CSV and as a chart."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, TypeAlias

import pygal

Row: TypeAlias = dict[str, Any]

RESULTS = Path(__file__).parent / "results"
WIDTH = 12


def show(rows: list[Row], header: bool = False) -> None:
    """Print rows in columns as they come."""
    for row in rows:
        if header:
            print(" ".join(f"{name:>{WIDTH}}" for name in row), flush=True)
        print(" ".join(f"{value!s:>{WIDTH}}" for value in row.values()), flush=True)


def store(name: str, rows: list[Row]) -> None:
    """Write the rows as CSV and, where they have ratios, as a bar chart."""
    RESULTS.mkdir(exist_ok=True)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (RESULTS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    rated = [row for row in rows if "ratio" in row]
    if rated:
        chart = pygal.HorizontalBar(title="Cost, as a share of the best other solver's", show_legend=False)
        chart.x_labels = [f"{row['instance']}" for row in rated]
        chart.add("", [row["ratio"] for row in rated])
        chart.render_to_file(str(RESULTS / f"{name}.svg"))
