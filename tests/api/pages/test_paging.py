"""Lists page by page."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from api.pages.paging import PAGE_SIZE, Paging


@given(total=st.integers(0, 10_000))
def test_the_pages_hold_everything_and_none_is_empty(total: int) -> None:
    pages = Paging(1, total).pages
    assert (pages - 1) * PAGE_SIZE < max(total, 1) <= pages * PAGE_SIZE


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1e9", "99999999999", "²"])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    with Flask(__name__).test_request_context(query_string={"page": page}):
        assert Paging.asked().offset == 0
