"""What every kind of test may lean on: shared real data, the long form of tests, and how Hypothesis draws."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_REPOSITORY = Path(__file__).resolve().parents[1]
_ON_A_BUILD_SERVER = os.environ.get("CI", "").casefold() == "true"

# A slow moment on a busy machine is not a defect, so no deadline. On a build server the same examples are
# drawn every time: a red run there must be red for everybody.
settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile(
    "ci", deadline=None, print_blob=True, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("heavy", settings.get_profile("dev"), max_examples=2_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--run-heavy``."""
    parser.addoption("--run-heavy", action="store_true", help="also run the long form of tests (minutes to hours)")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how Hypothesis draws, unless ``--hypothesis-profile`` did. No test begins a process that outlives it."""
    os.environ.setdefault("COMMENSAL_BUILD_AHEAD", "0")
    if config.getoption("--hypothesis-profile", default=None):
        return
    if config.getoption("--run-heavy"):
        settings.load_profile("heavy")
    else:
        settings.load_profile("ci" if _ON_A_BUILD_SERVER else "dev")


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Leave out the long form of tests unless it was asked for."""
    if config.getoption("--run-heavy"):
        return
    skip = pytest.mark.skip(reason="the long form; add --run-heavy")
    for item in items:
        if "heavy" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the repository."""
    return _REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository, or the one that ``COMMENSAL_SHARED_DATA`` names.

    The data are public but not ours to copy into the repository. Where they are absent a test is skipped
    with a notice; on a build server that is a failure, because a skipped promise is not a kept one.
    """
    named = os.environ.get("COMMENSAL_SHARED_DATA")
    folder = Path(named) if named else _REPOSITORY.parent / "shared" / "data"
    if folder.is_dir():
        return folder.resolve()
    notice = f"shared data not found at {folder}; set COMMENSAL_SHARED_DATA to the folder that holds them"
    if _ON_A_BUILD_SERVER:
        pytest.fail(notice)
    pytest.skip(notice)
