"""The answer against all allocations of small rounds; its reasons against rounds that were made otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.sharing.process import Sharing
from routing.sharing.round import Allocation, Application, Round, Scarce, check, score
from routing.sharing.solve import best, solve
from routing.sharing.wire import read_round, read_shared, write_round, write_shared

A = Application("a", "north", 20, 100, ("set",), (0,))
B = Application("b", "south", 25, 100, ("set",), (0,))
ONE_SET = Round(sets=(Scarce("set", 30),), periods=2, applications=(A, B))


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    sets = tuple(Scarce(name, draw(st.integers(1, 30))) for name in "XY"[: draw(st.integers(1, 2))])
    names = [one.id for one in sets]
    applications = tuple(
        Application(
            id=name,
            place=draw(st.sampled_from(["north", "south"])),
            pupils=draw(st.integers(1, 30)),
            weight_percent=draw(st.sampled_from([100, 150, 200])),
            wishes=tuple(draw(st.permutations(names))[: draw(st.integers(1, len(names)))]),
            periods=tuple(sorted(draw(st.sets(st.integers(0, 1), min_size=1)))),
        )
        for name in "abcd"[: draw(st.integers(1, 4))]
    )
    taken = draw(st.frozensets(st.tuples(st.sampled_from(names), st.integers(0, 1)), max_size=1))
    return Round(sets, 2, applications, taken, draw(st.sampled_from([None, 1])), draw(st.text("ab", max_size=2)))


def allocations(round_: Round) -> Iterator[Allocation]:
    choices = [[None, *round_.slots(one)] for one in round_.applications]
    for chosen in product(*choices):
        given = {one.id: slot for one, slot in zip(round_.applications, chosen, strict=True) if slot is not None}
        if not check(round_, given):
            yield given


@given(rounds())
@settings(max_examples=40)
def test_no_allocation_beats_the_answer(round_: Round) -> None:
    found = best(round_)
    assert check(round_, found) == []
    assert score(round_, found) == max(score(round_, other) for other in allocations(round_))


@given(rounds())
@settings(max_examples=25)
def test_everybody_who_gets_nothing_is_told_why(round_: Round) -> None:
    shared = solve(round_)
    names = {one.id for one in round_.applications}
    assert {refusal.application for refusal in shared.refusals} == names - set(shared.allocation)


@given(rounds())
@settings(max_examples=25)
def test_the_pupils_that_were_lacking_would_have_been_enough(round_: Round) -> None:
    for refusal in solve(round_).refusals:
        if not refusal.pupils_short:
            continue
        application = round_.application[refusal.application]
        more = replace(application, pupils=application.pupils + refusal.pupils_short)
        if any(more.pupils > round_.copies[wish] for wish in more.wishes):
            continue  # more pupils than copies do not count
        others = tuple(more if one.id == more.id else one for one in round_.applications)
        assert more.id in best(replace(round_, applications=others))


@given(rounds())
@settings(max_examples=25)
def test_a_free_set_that_is_named_would_have_been_given_without_a_limit_by_place(round_: Round) -> None:
    round_ = replace(round_, most_per_place=None)
    for refusal in solve(round_).refusals:
        application = round_.application[refusal.application]
        for name, period in refusal.free:
            wishes = application.wishes if name in application.wishes else (*application.wishes, name)
            periods = tuple(sorted({*application.periods, period}))
            named = replace(application, wishes=wishes, periods=periods)
            others = tuple(named if one.id == named.id else one for one in round_.applications)
            assert named.id in best(replace(round_, applications=others))


def test_the_larger_class_gets_the_set_and_the_smaller_one_is_told_by_how_much() -> None:
    [refusal] = solve(ONE_SET).refusals
    assert (refusal.application, refusal.code, refusal.pupils_short) == ("a", "pupils", 6)
    assert (refusal.rivals, refusal.instead, refusal.free) == (((("set", 0), "b"),), ("b",), (("set", 1),))


def test_who_went_without_last_time_goes_before_a_larger_class() -> None:
    again = replace(A, weight_percent=150)
    assert best(replace(ONE_SET, applications=(again, B))) == {"a": ("set", 0)}


def test_between_equals_lots_decide_and_always_in_the_same_way() -> None:
    equal = replace(ONE_SET, applications=(A, replace(B, pupils=20)))
    [refusal] = solve(equal).refusals
    assert refusal.code == "lots"
    assert solve(equal) == solve(equal)


def test_another_round_draws_other_lots() -> None:
    equal = replace(ONE_SET, applications=(A, replace(B, pupils=20)))
    winners = {next(iter(best(replace(equal, seed=str(number))))) for number in range(8)}
    assert winners == {"a", "b"}


def test_a_set_that_is_promised_elsewhere_is_the_reason() -> None:
    taken = replace(ONE_SET, applications=(A,), taken=frozenset({("set", 0)}))
    assert [refusal.code for refusal in solve(taken).refusals] == ["nothing-possible"]


@given(rounds())
@settings(max_examples=25)
def test_round_and_answer_are_read_as_they_were_written(round_: Round) -> None:
    shared = solve(round_)
    assert read_round(write_round(round_)) == round_
    assert read_shared(write_shared(shared)) == shared


def test_the_process_gives_the_same_answer() -> None:
    with Sharing.start(ONE_SET) as sharing:
        assert sharing.result(timeout=120) == solve(ONE_SET)
