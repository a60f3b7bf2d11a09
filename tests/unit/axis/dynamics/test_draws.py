"""Versions of the model: spread as the table says, links in or out as their evidence says."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.axis.dynamics.draws import Draws, Spread, draw, sampled_symbols
from commensal.axis.dynamics.parameter_set import read_parameter_set
from commensal.axis.dynamics.sbml import to_sbml
from commensal.knowledge.axis_model import axis_model
from commensal.vocab.errors import UsageError

_N = 400


def _drawn(**options: object) -> Draws:
    return draw(_N, rng=np.random.default_rng(5), traits={"thr": 0.42}, **options)  # type: ignore[arg-type]


def _column(drawn: Draws, symbol: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return drawn.parameters[:, list(axis_model().parameters).index(symbol)]


def test_parameters_stay_in_their_range_around_their_value() -> None:
    """Half of the versions on either side of the table's value, and none outside its range."""
    drawn = _drawn(links=False)
    for symbol in sampled_symbols():
        of_table, values = axis_model().parameters[symbol], _column(drawn, symbol)
        assert of_table.low <= values.min() <= values.max() <= of_table.high, symbol
        if of_table.low < of_table.value < of_table.high:
            assert (values < of_table.value).mean() == pytest.approx(0.5, abs=1e-9), symbol


def test_an_ordinary_ensemble_stays_within_a_third() -> None:
    """30 % around the value, as far as the range allows."""
    values = _column(_drawn(links=False, spread=Spread.THIRD), "kcl")
    assert 0.7 * 16.6 <= values.min() < values.max() <= 1.3 * 16.6


def test_traits_belong_to_the_person() -> None:
    """They are what the person has, and are not drawn; neither is what the normalisers replace."""
    drawn = _drawn()
    assert set(_column(drawn, "thr")) == {0.42}
    assert set(_column(drawn, "Rps")) == {1.0}
    assert "kin" not in sampled_symbols()


def test_links_are_in_as_often_as_their_evidence_says() -> None:
    """Each within one stratum of its probability; where a link is out, its coupling is off."""
    drawn = _drawn()
    for column, link in enumerate(axis_model().links.values()):
        is_in = drawn.is_linked[:, column]
        assert is_in.mean() == pytest.approx(link.probability, abs=1 / _N)
        assert (_column(drawn, link.coupling)[~is_in] == link.off_value).all()


def test_the_same_stream_of_chance_differs_in_the_links_alone() -> None:
    """With every link in, all that is no contested coupling has the same values."""
    with_links, without = _drawn(), _drawn(links=False)
    assert without.is_linked.all()
    names = list(axis_model().parameters)
    others = [names.index(name) for name in names if name not in axis_model().links]
    assert (with_links.parameters[:, others] == without.parameters[:, others]).all()


def test_a_parameter_set_is_read_from_a_table_and_from_sbml() -> None:
    """Normalisers in it are passed over; they follow from the rest."""
    assert read_parameter_set("symbol\tvalue\nD0\t1.1\nn6\t3\n", where="set.tsv") == {"D0": 1.1}
    model = axis_model()
    document = to_sbml(
        parameters={**{k: v.value for k, v in model.parameters.items()}, **dict.fromkeys(model.normalisers, 1.0)},
        inputs={symbol: one.default for symbol, one in model.inputs.items()},
        initial={symbol: one.healthy for symbol, one in model.states.items()},
    )
    expected = {symbol: one.value for symbol, one in model.parameters.items() if symbol not in model.normalisers}
    assert read_parameter_set(document, where="set.xml") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "tab-separated columns symbol and value"),
        ("<sbml/>", "an SBML document"),
        ("symbol\tvalue\n", "at least one parameter"),
        ("symbol\tvalue\nD0\n", "a symbol and a value"),
        ("symbol\tvalue\nD0\t7\n", "a value from 0.4 to 1.6"),
        ("symbol\tvalue\nD0\tfast\n", "a number"),
        ("symbol\tvalue\nspeed\t1\n", "a symbol of the table"),
    ],
)
def test_a_parameter_that_the_model_cannot_carry_is_refused(text: str, expected: str) -> None:
    """Nothing is taken over."""
    with pytest.raises(UsageError, match=expected):
        read_parameter_set(text, where="set.tsv")
