"""A page to ask, for every test of the web room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.web.asking import Asking, asking


@pytest.fixture
def page(tmp_path: Path) -> Asking:
    """A page on an empty diary."""
    return asking(tmp_path)
