"""Forms: typed values, or a sentence by the field at fault."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.form import BadForm, Form
from logistics.errors import BadValue, NotFound


@given(st.dates())
def test_every_date_can_be_typed(day: date) -> None:
    assert Form({"day": day.isoformat()}).day("day") == day


@given(st.text(max_size=30))
def test_whatever_is_typed_as_a_date_is_read_or_refused(text: str) -> None:
    form = Form({"day": text})
    form.day("day")
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        assert "day" in form.errors
    else:
        assert not form.errors


@given(st.text(max_size=30))
def test_a_number_is_within_its_limits_or_refused(text: str) -> None:
    form = Form({"crates": text})
    assert 1 <= form.whole("crates", least=1, most=500) <= 500


@given(st.integers(0, 10_000_000))
def test_a_weight_loses_no_gram(grams: int) -> None:
    typed = f"{grams // 1000},{grams % 1000:03d}"
    assert Form({"weight": typed}).grams("weight", most_kilograms=10_000) == grams


@given(st.text(max_size=12))
def test_whatever_is_typed_as_a_weight_is_read_or_refused(text: str) -> None:
    assert Form({"weight": text}).grams("weight", most_kilograms=100) >= 0


@pytest.mark.parametrize("weight", ["1e3", "-1", "1,2,3", "0x10", "٣", "1_000", "100001"])
def test_a_weight_that_is_none_is_refused(weight: str) -> None:
    form = Form({"weight": weight})
    form.grams("weight", most_kilograms=10_000)
    assert "weight" in form.errors


def test_a_form_with_a_fault_goes_no_further() -> None:
    form = Form({})
    form.text("name")
    with pytest.raises(BadForm):
        form.check()


def test_a_refusal_stands_by_the_field_that_it_names() -> None:
    form = Form({"crates": "7"})
    with form.catching:
        raise BadValue(field="crates", value=7)
    assert list(form.errors) == ["crates"]


def test_a_refusal_of_a_field_that_is_not_shown_stands_over_the_form() -> None:
    form = Form({"crates": "7"})
    with form.catching:
        raise NotFound(field="place_id", what="place", id="x")
    assert list(form.errors) == [""]


def test_a_defect_is_not_taken_for_a_refusal() -> None:
    form = Form({})
    with pytest.raises(ZeroDivisionError), form.catching:
        raise ZeroDivisionError
