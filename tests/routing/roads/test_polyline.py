"""Lines as text, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.polyline import decode, encode

POINTS = st.lists(
    st.tuples(st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000)).map(
        lambda point: (point[0] / 100_000, point[1] / 100_000)
    )
)


@given(POINTS)
def test_a_line_comes_back_as_it_went(points: list[tuple[float, float]]) -> None:
    assert decode(encode(points)) == points


def test_a_line_is_written_as_the_format_says() -> None:
    # The example of the format's description.
    assert encode([(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~", "å", "_"])
def test_half_a_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)
