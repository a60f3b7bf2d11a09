"""The commands that open the page: what they say, and whose diary they serve."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from commensal.service.home import Home
from commensal.web.server import Address
from tests.unit.cli.conftest import Type

_ADDRESS = Address(url="http://127.0.0.1:1/", enter_url="http://127.0.0.1:1/enter?code=x")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Home]:
    """The homes whose page was served; the server says that it is ready, and ends."""
    homes: list[Home] = []

    def serve(home: Home, *, port: int = 0, on_ready: Callable[[Address], None]) -> None:
        homes.append(home)
        on_ready(_ADDRESS)

    monkeypatch.setattr("commensal.web.server.serve", serve)
    return homes


def test_the_page_is_served_and_its_address_said(types: Type, served: list[Home]) -> None:
    """One address that lets in, and how it ends; as JSON, both addresses and nothing else."""
    said = types("serve")
    assert _ADDRESS.enter_url in said.out
    assert "Ctrl-C" in said.out
    assert json.loads(types("serve", "--json").out) == {"url": _ADDRESS.url, "enter_url": _ADDRESS.enter_url}
    assert len(served) == 2


def test_the_demo_opens_its_page_where_somebody_sees_it(
    types: Type, served: list[Home], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a screen the made-up person's page opens; without one the line to type is said, and the command ends."""
    folder = tmp_path / "made-up"
    said = types("demo", "--days", "40", "--folder", str(folder))
    assert f"serve --open --data {folder}" in said.out
    assert served == []
    monkeypatch.setattr("commensal.cli.demo.has_screen", lambda: True)
    monkeypatch.setattr("commensal.cli.demo.open_address", lambda address: address == _ADDRESS.enter_url)
    said = types("demo", "--days", "40", "--folder", str(folder))
    assert "Your page is open in the browser" in said.out
    assert [home.folder for home in served] == [folder]
    types("demo", "--days", "40", "--folder", str(folder), "--no-open")
    types("demo", "--days", "40", "--folder", str(folder), "--json")
    assert len(served) == 1
