"""What is read from the states: pain, fatigue, pressure-pain threshold, permeability ratio, mucosal break, diversity.

Their scales are arbitrary and their constants assumed: a read-out shows a direction and never a person's score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commensal.axis.dynamics.equations import read_outs
from commensal.axis.dynamics.system import quantities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOut:
    """A quantity that is shown.

    Parameters
    ----------
    symbol : in the equations.
    """

    symbol: str
    meaning: str
    unit: str


SHOWN = (
    ReadOut(symbol="pain", meaning="pain", unit="0-10, arbitrary"),
    ReadOut(symbol="fatigue", meaning="fatigue", unit="0-10, arbitrary"),
    ReadOut(symbol="ppt", meaning="pressure-pain threshold", unit="kPa"),
    ReadOut(symbol="lmr", meaning="lactulose-mannitol ratio", unit="1"),
    ReadOut(symbol="pbreak", meaning="chance of a mucosal break", unit="share"),
    ReadOut(symbol="diversity", meaning="visible richness of a healthy reference", unit="share"),
    ReadOut(symbol="but_mM", meaning="butyrate in the colon", unit="mM"),
    ReadOut(symbol="scfa_mM", meaning="short-chain fatty acids in the colon", unit="mM"),
)


def read(symbol: str, *, states: Floats, inputs: Floats, constants: Floats) -> Floats:
    """One read-out of courses.

    Parameters
    ----------
    states : of shape (n, n_times, 32). See ``solve.solve``.
    inputs : what was given up to each time, of shape (n_times, 20) or (n, n_times, 20).
    constants : of shape (n, 170).

    Returns
    -------
    Floats : of shape (n, n_times). [unit of the read-out]

    Raises
    ------
    KeyError : no such read-out.
    """
    if symbol not in read_outs():
        raise KeyError(symbol)
    found: Floats = quantities(symbol, states=states, inputs=inputs, constants=constants[..., None, :])[..., 0]
    return found
