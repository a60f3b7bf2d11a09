"""The figures and numbers of ``docs/explanation/axis-false-confidence.md``, made anew.

    python -m benchmarks.truth.axis_pictures [--out docs/explanation/images]

Writes the figures and prints the numbers that stand in the text. The same program gives the same files.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.course import course
from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.false_confidence import Ensemble, four_ensembles, only_contested
from commensal.axis.dynamics.network import network
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.scenario import scenario_from
from commensal.axis.dynamics.schedule import Schedule, read_schedule
from commensal.axis.dynamics.starting import at_rest
from commensal.axis.dynamics.system import healthy_states
from commensal.knowledge.axis_scenarios import presets, ready_scenarios
from commensal.report.course_chart import Line, bars_figure, courses_figure
from commensal.report.network_chart import network_svg

Floats = NDArray[np.float64]

OUT = Path(__file__).parents[2] / "docs" / "explanation" / "images"
N_VERSIONS = 400
_STARTS = (0.02, 0.1, 0.18, 0.22, 0.26, 0.3, 0.4, 0.5, 0.65, 0.8, 0.95)
_TWO_LEVEL_DAYS = 730


def two_levels() -> tuple[Floats, Floats]:
    """Sensitisation over two years from many starts, all with the healthy reference's inputs."""
    constants = np.tile(np.asarray(constants_of(parameter_vector())), (len(_STARTS), 1))
    start = np.tile(np.array(list(healthy_states().values())), (len(_STARTS), 1))
    start[:, equations().states.index("C")] = _STARTS
    days = np.arange(0.0, _TWO_LEVEL_DAYS + 1.0, 10.0)
    run = course(constants=constants, usual=np.asarray(default_inputs()), start=start, schedule=Schedule(), days=days)
    return days, run.read("C")


def exertion() -> tuple[Floats, dict[str, Floats]]:
    """One short effort above the limit in the ME/CFS-like person, each quantity as a share of its largest rise."""
    preset, system = presets()["mecfs"], equations()
    constants = np.asarray(constants_of(parameter_vector(preset.traits)))[None]
    usual = np.asarray(default_inputs(preset.inputs))
    days = np.arange(0.0, 14.01, 0.05)
    schedule = read_schedule("u_ex=1.5@0:0.05", inputs=system.inputs, states=system.states, where="effort")
    run = course(
        constants=constants, usual=usual, start=at_rest(constants, usual, preset.start), schedule=schedule, days=days
    )
    rises = {name: run.read(name)[0] - run.read(name)[0, 0] for name in ("D1", "D2", "fatigue")}
    return days, {name: rise / rise.max() for name, rise in rises.items()}


def peak_day() -> float:
    """When fatigue is highest after the effort. [days]"""
    days, rises = exertion()
    return float(days[int(rises["fatigue"].argmax())])


def ensembles(n: int = N_VERSIONS) -> tuple[Ensemble, ...]:
    """What four ensembles say of pain after eight weeks of other food."""
    scenario = scenario_from(ready_scenarios()["plants_and_fermented_food"])
    return four_ensembles(scenario, watch="pain", day=56.0, n=n)


def figures(found: tuple[Ensemble, ...]) -> dict[str, str]:
    """Every figure by its file name."""
    days, levels = two_levels()
    hours, rises = exertion()
    names = {
        "D1": ("hidden stage", 0.07, -4.0),
        "D2": ("stage with symptoms", 0.3, -26.0),
        "fatigue": ("fatigue", 0.4, 8.0),
    }
    nearby = [one for one in found if one.spread == "third"]
    labels = {False: "only numbers drawn, every link in", True: "links in doubt drawn as well"}
    return {
        "axis-two-levels.svg": courses_figure(
            [Line(name="", values=tuple(row.tolist())) for row in levels],
            days.tolist(),
            title="Two levels of central sensitisation from the same inputs",
            desc="Eleven starts between 0.02 and 0.95. Low ones settle at 0.09, high ones at 0.57, with nothing else "
            "different.",
            across="days, with the inputs of a healthy person throughout",
        ),
        "axis-exertion.svg": courses_figure(
            [
                Line(
                    name=names[key][0],
                    values=tuple(values.tolist()),
                    is_dashed=key != "fatigue",
                    name_at=names[key][1],
                    name_above=names[key][2],
                )
                for key, values in rises.items()
            ],
            hours.tolist(),
            title="After an effort above the limit fatigue peaks on the second or third day",
            desc="Share of the largest rise, in a made-up person with a low limit for effort. Shaded: 24 to 72 hours.",
            across="days after an effort of about an hour",
            shaded=(1.0, 3.0),
        ),
        "axis-false-confidence.svg": bars_figure(
            [(labels[one.links], one.differences.tolist()) for one in nearby],
            title="Difference in pain over versions of the model, without and with links in doubt",
            desc="With every link in, all versions lie far below zero. With links drawn, a quarter lies near zero.",
            across="difference in pain after eight weeks (points of the model's own scale)",
        ),
        "axis-network.svg": network_svg(network()),
    }


def main() -> None:
    """Write the figures and print the numbers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    found = ensembles()
    for name, text in figures(found).items():
        (given.out / name).write_text(text, encoding="utf-8")
    for one in found:
        print(
            f"spread={one.spread} links={one.links} n={len(one.differences)} middle={one.middle:.2f} "
            f"below_zero={one.share_below_zero:.3f} near_nothing={one.share_near_nothing:.3f}"
        )
    scenario = scenario_from(ready_scenarios()["plants_and_fermented_food"])
    print(f"goes_without_contested={only_contested(scenario, watch='pain', day=56.0):.3f}")
    print(f"peak_day={peak_day():.2f}")
    print(f"levels={sorted({round(float(value), 2) for value in two_levels()[1][:, -1]})}")


if __name__ == "__main__":
    main()
