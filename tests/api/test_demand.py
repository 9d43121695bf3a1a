"""Tables of crates a week, as people save them from a spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.demand import BadDemand, read_demand
from logistics.network.places import Place

PLACES = [Place(id="test-north", name="Norra Råda"), Place(id="test-south", name="South")]


@pytest.mark.parametrize(
    "text",
    [
        "Norra Råda;South;3",
        "from,to,crates\nnorra råda,SOUTH,3\n",
        "\ufefffrån\ttill\tlådor\r\ntest-north\ttest-south\t3\r\n\r\n",
        "Norra Råda;South;1\nNorra Råda;South;2\nSouth;Norra Råda;0",
    ],
)
def test_names_and_ids_with_any_separator_are_read(text: str) -> None:
    assert read_demand(text, PLACES) == {("test-north", "test-south"): 3}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("South;Norra Råda;1\nSouth;Moon;1", "Line 2: there is no library called Moon."),
        ("South;South;1", "Line 1: from and to are the same."),
        ("South;Norra Råda;1\nSouth;Norra Råda;-1", "Line 2: -1 is no number of crates."),
        ("from;to;crates\nSouth;Norra Råda", "Line 2: from, to and crates are wanted."),
        ('South;Norra Råda;1\n"', "The file is no table of from, to and crates."),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadDemand) as refused:
        read_demand(text, PLACES)
    assert str(refused.value) == said


@given(text=st.text(alphabet='South;Nra Råd,\t\n\r"0123456789\x00-'))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = read_demand(text, PLACES)
    except BadDemand:
        return
    assert all(crates > 0 for crates in found.values())
