"""Groups, numbers and series of samples: what is there is found, what is not is not, and confounders come first."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.knowledge.covariates import kind_of_column
from commensal.microbiome.between_within import between_within, corrected
from commensal.microbiome.confounders import confounding
from commensal.microbiome.group_comparison import differences, holm
from commensal.microbiome.permanova import permanova
from commensal.microbiome.sample_table import sample_table
from commensal.microbiome.series import lag_one, number_answer, period_answer, with_holm
from commensal.microbiome.table_alpha import alpha
from commensal.microbiome.table_balances import table_balances
from commensal.vocab.errors import NotAnalysableError
from tests.calibration.binomial_limit import binomial_limit

N = 120
GROUP_OF = np.repeat([0, 1], N // 2)


def noise(seed: int, n: int = N) -> np.ndarray:
    """Normal noise."""
    return np.random.default_rng(seed).normal(size=n)


def test_columns_are_known_by_their_names() -> None:
    """Parts of names count, parts of words do not."""
    found = {name: kind_of_column(name) for name in ("which_abx", "BMI", "average", "stool.form", "Age_group", "x")}
    assert found == {
        "which_abx": "medicine",
        "BMI": "body_weight",
        "average": None,
        "stool.form": "stool_form",
        "Age_group": "age",
        "x": None,
    }


def test_what_else_differs_is_found_medicines_first() -> None:
    """A medicine and age differ, the site does not; stool form and batch stand in no column."""
    rng = np.random.default_rng(0)
    columns = {
        "site": list(rng.choice(["a", "b"], N)),
        "age": list(np.where(GROUP_OF == 1, 50.0, 40.0) + rng.normal(0, 8, N)),
        "ppi": ["yes" if taken else "no" for taken in rng.random(N) < np.where(GROUP_OF == 1, 0.5, 0.1)],
        "illness_length": ["none" if group == 0 else str(rng.choice(["short", "long"])) for group in GROUP_OF],
        "asked_of_one_group": [None if group == 0 else "4" for group in GROUP_OF],
    }
    seen = confounding(GROUP_OF, ("usual", "ill"), columns)
    assert [(one.column, one.kind) for one in seen.differing[:2]] == [("ppi", "medicine"), ("age", "age")]
    assert seen.differing[0].label == "yes"
    assert {one.column for one in seen.covariates if not one.differs} == {"site"}
    assert "illness_length" not in {one.column for one in seen.covariates}  # it only names the groups again
    assert [one.recorded_share for one in seen.covariates if one.column == "asked_of_one_group"] == [(0.0, 1.0)]
    assert seen.not_recorded == ("stool_form", "batch")


def test_a_difference_that_is_all_the_medicine_goes_when_it_is_held_equal() -> None:
    """The medicine lowers the measure and is taken more often by one group: seen plainly, not seen when held equal."""
    rng = np.random.default_rng(4)
    taken = rng.random(N) < np.where(GROUP_OF == 1, 0.85, 0.1)
    values = 3.0 - 1.5 * taken + rng.normal(0, 0.3, N)
    columns = {"ppi": ["yes" if one else "no" for one in taken]}
    seen = confounding(GROUP_OF, ("usual", "ill"), columns)
    (found,) = differences({"shannon": values}, GROUP_OF, ("usual", "ill"), confounding=seen, columns=columns)
    assert found.is_seen
    assert found.estimate < -0.8
    assert found.adjusted_for == ("ppi",)
    assert found.is_seen_when_adjusted is False
    assert 0.0 <= found.chance_higher < 0.3


def test_groups_without_a_difference_are_seldom_told_apart() -> None:
    """Five hundred comparisons of nothing: about one in twenty."""
    n_alarms = 0
    for seed in range(125):
        values = {f"m{k}": noise(4 * seed + k, 60) for k in range(4)}
        seen = confounding(GROUP_OF[30:90], ("a", "b"), {})
        found = differences(values, GROUP_OF[30:90], ("a", "b"), confounding=seen, columns={})
        n_alarms += sum(one.p_value < 0.05 for one in found)
    assert n_alarms <= binomial_limit(500, 0.05)


def test_holm_is_that_of_the_paper() -> None:
    """Worked by hand."""
    assert holm(np.array([0.04, 0.01, 0.03])).tolist() == pytest.approx([0.06, 0.03, 0.06])


def test_communities_of_one_kind_are_not_told_apart() -> None:
    """p-values of made-up points without groups lie all over."""
    p_values = []
    for seed in range(60):
        points = noise(seed, 160).reshape(40, 4)
        distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2)).astype(np.float32)
        rng = np.random.default_rng(seed)
        p_values.append(permanova(distances, np.repeat([0, 1], 20), n_orders=99, rng=rng).p_value)
    assert 0.3 < float(np.mean(p_values)) < 0.7
    assert sum(p < 0.05 for p in p_values) <= binomial_limit(60, 0.05)


def test_a_dip_in_a_period_is_found_and_a_quiet_period_is_not() -> None:
    """In a series that drifts by itself."""
    rng = np.random.default_rng(8)
    drift = np.convolve(rng.normal(0, 1, 340), np.ones(5) / 5, "valid")[:300]
    inside = np.zeros(300, dtype=np.bool_)
    inside[100:135] = True
    assert period_answer("shannon", drift - 1.2 * inside, "away", inside).p_value < 0.05  # type: ignore[operator]
    assert period_answer("shannon", drift, "away", inside).p_value > 0.05  # type: ignore[operator]
    assert lag_one(drift) > 0.5


def test_series_of_nothing_are_silent() -> None:
    """Drifting series and drifting numbers that have nothing to do with each other, where a formula would alarm."""
    n_alarms = 0
    for seed in range(200):
        values, numbers = (np.convolve(noise(seed + 1_000 * k, 130), np.ones(8) / 8, "valid") for k in (1, 2))
        found = number_answer("shannon", values, "fibre", numbers)
        n_alarms += found.p_value is not None and found.p_value < 0.05
    assert n_alarms <= binomial_limit(200, 0.05)


def test_too_few_samples_are_no_answer() -> None:
    """Nineteen samples, two in the period, a number that never moves."""
    inside = np.zeros(30, dtype=np.bool_)
    inside[3:5] = True
    assert period_answer("shannon", noise(1, 30), "away", inside).means is None
    assert number_answer("shannon", noise(1, 19), "fibre", noise(2, 19)).rank_correlation is None
    assert number_answer("shannon", noise(1, 40), "fibre", np.ones(40)).rank_correlation is None
    periods, numbers = with_holm([period_answer("shannon", noise(1, 30), "away", inside)], [])
    assert (periods[0].p_holm, numbers) == (None, ())


def test_between_people_is_not_within_one() -> None:
    """People with more of the one have more of the other; from one sample of a person to the next it does not hold."""
    rng = np.random.default_rng(2)
    person_of = np.repeat(np.arange(40), 5)
    level = rng.normal(0, 1, 40)[person_of]
    values, numbers = level + rng.normal(0, 0.6, 200), 2 * level + rng.normal(0, 1.2, 200)
    (found,) = corrected(
        [between_within("shannon", values, "fibre", numbers, person_of, n_orders=499, rng=np.random.default_rng(0))]
    )
    assert (found.is_between, found.is_within) == (True, False)
    assert (found.n_people, found.n_repeated) == (40, 200)
    within = rng.normal(0, 1, 200)
    (found,) = corrected(
        [between_within("shannon", level + within, "x", within, person_of, n_orders=499, rng=np.random.default_rng(0))]
    )
    assert found.is_within


def test_within_one_person_nothing_is_seldom_something() -> None:
    """A hundred and fifty made-up cohorts in which nothing goes with anything."""
    n_alarms = 0
    person_of = np.repeat(np.arange(15), 4)
    for seed in range(150):
        level = noise(seed, 15)[person_of]
        values, numbers = level + noise(seed + 5_000, 60), level + noise(seed + 9_000, 60)
        rng = np.random.default_rng(seed)
        found = between_within("shannon", values, "x", numbers, person_of, n_orders=99, rng=rng)
        n_alarms += found.p_within is not None and found.p_within < 0.05
    assert n_alarms <= binomial_limit(150, 0.05)


def test_a_table_refuses_what_cannot_be_read() -> None:
    """Samples with too few reads and empty ones by name; negative numbers and twins altogether."""
    counts = np.array([[6_000.0, 10.0], [1.0, 0.0], [0.0, 0.0], [4_000.0, 999.0]])
    table = sample_table(("a", "b", "c", "d"), ("x", "y"), counts)
    assert (table.samples, table.too_few_reads, table.empty) == (("a",), (("b", 1), ("d", 4_999)), ("c",))
    shares = sample_table(("a", "b"), ("x", "y"), np.array([[0.2, 0.6], [50.0, 50.0]]))
    assert not shares.are_counts
    assert shares.values.sum(axis=1).tolist() == pytest.approx([1.0, 1.0])
    for samples, values in ((("a", "a"), counts[:2]), (("a", "b"), -counts[:2]), (("a", "b"), counts[:2] * np.nan)):
        with pytest.raises(NotAnalysableError, match="table of samples"):
            sample_table(samples, ("x", "y"), values)


def test_depth_does_not_decide_how_many_kinds_are_seen() -> None:
    """The same community read ten times as deeply has the same expected richness."""
    rng = np.random.default_rng(6)
    shares = rng.dirichlet(np.full(200, 0.15))
    counts = np.array([rng.multinomial(depth, shares) for depth in (8_000, 80_000)], dtype=np.float64)
    measured = alpha(sample_table(("shallow", "deep"), tuple(f"t{n}" for n in range(200)), counts))
    seen = (counts > 0).sum(axis=1)
    assert seen[1] > seen[0] + 5
    assert abs(measured["richness"][1] - measured["richness"][0]) < 5


@pytest.mark.parametrize(
    "name", ["k__Bacteria; g__Faecalibacterium", "d__Bacteria;g__Roseburia_A;s__x", "Faecalibacterium_prausnitzii"]
)
def test_members_of_balances_are_known_in_every_spelling(name: str) -> None:
    """Lineages, GTDB's split genera, and names with underscores."""
    values = np.array([[6_000.0, 6_000.0], [1_000.0, 9_000.0]])
    found = table_balances(sample_table(("a", "b"), (name, "g__Bacteroides"), values))
    assert found["butyrate_makers"].tolist() == pytest.approx([0.0, np.log(1000.5 / 9000.5)], abs=1e-12)
