"""Whatever stands in a result file: profiles that add up, or one sentence. Never a crash."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commensal.readers.profiles.loading import PROFILE_LIMITS
from commensal.readers.profiles.registry import read_files
from commensal.service.profiles import read_profiles
from tests.profile_layouts import ALL_LAYOUTS, EXAMPLE, LAYOUTS, Community, artefact, hdf5_of, table_qza, write

_TEXTS = sorted(set(LAYOUTS) - {"biom_hdf5"})
_NASTY = st.sampled_from(
    ["", "nan", "-1", "inf", "1e400", "=1+1", '"', "\t", ";", "|", "½", "9" * 400, "-0.0", "\u2028"]
)
_FOLDER = "secret folder"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp(_FOLDER)


def _survives(folder: Path, *contents: bytes, name: str = "result.txt") -> None:
    """Reading ends in profiles whose shares sum to one, or in a sentence without a folder."""
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}-{name}"
        path.write_bytes(content)
        paths.append(path)
    for reading in read_files(paths):
        assert (reading.refused is None) == bool(reading.profiles)
        if reading.refused is not None:
            sentence = str(reading.refused)
            assert "\n" not in sentence
            assert len(sentence) < 700
            assert _FOLDER not in sentence
        for profile in reading.profiles:
            for rank in profile.ranks:
                assert sum(profile.shares(rank).values()) == pytest.approx(1.0, abs=1e-6)


@given(content=st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_survive(folder: Path, content: bytes) -> None:
    """Random bytes are a sentence."""
    _survives(folder, content)


@given(data=st.data())
@settings(max_examples=80)
def test_damaged_texts_survive(folder: Path, data: st.DataObject) -> None:
    """Any layout with pieces cut, doubled or overwritten."""
    _, writer = LAYOUTS[data.draw(st.sampled_from(_TEXTS))]
    written = writer(EXAMPLE)
    assert isinstance(written, str)
    content = bytearray(written.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 80)))
        content[start:end] = data.draw(st.binary(max_size=8) | _NASTY.map(str.encode) | st.just(b""))
    _survives(folder, bytes(content))


@given(layout=st.sampled_from(_TEXTS), data=st.data())
@settings(max_examples=50)
def test_nasty_cells_survive(folder: Path, layout: str, data: st.DataObject) -> None:
    """Any cell may hold an infinity, a formula, a mark of a lineage or nothing."""
    written = LAYOUTS[layout][1](EXAMPLE)
    assert isinstance(written, str)
    lines = written.split("\n")
    separator = "\t" if "\t" in written else ","
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        cells = lines[number].split(separator)
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(_NASTY)
        lines[number] = separator.join(cells)
    _survives(folder, "\n".join(lines).encode())


@given(data=st.data())
@settings(max_examples=40)
def test_damaged_binary_files_survive(folder: Path, data: st.DataObject) -> None:
    """BIOM 2 and artefacts of QIIME 2, cut off or with bytes overwritten."""
    content = bytearray(data.draw(st.sampled_from([hdf5_of(EXAMPLE, with_taxonomy=True), table_qza(EXAMPLE)])))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    for _ in range(data.draw(st.integers(0, 3))):
        if content:
            place = data.draw(st.integers(0, len(content) - 1))
            content[place : place + 8] = data.draw(st.binary(min_size=1, max_size=8))
    _survives(folder, bytes(content), name="table.biom")


_NAMES = st.sampled_from(["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta"])


@st.composite
def communities(draw: st.DrawFn) -> Community:
    """A few species in a few genera, families and phyla, from one read to a million."""
    genera = draw(st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=8, unique=True))
    lineages = []
    for phylum, genus in genera:
        family = f"{phylum}{genus.casefold()}aceae"
        own = f"{phylum}{genus.casefold()}bacter"
        above = ("Bacteria", f"{phylum}ota", f"{phylum}ia", f"{phylum}ales", family, own)
        lineages += [(*above, f"{own} {epithet}") for epithet in ("unus", "duo")[: draw(st.integers(1, 2))]]
    reads = tuple(draw(st.integers(2, 1_000_000)) for _ in lineages)
    # More reads than percents can sum to, so that whole numbers are reads and not percents.
    return Community(
        species=tuple(lineages), reads=(reads[0] + 200, *reads[1:]), unclassified=draw(st.integers(1, 10**6))
    )


@given(community=communities(), layout=st.sampled_from(ALL_LAYOUTS))
@settings(max_examples=100)
def test_one_community_in_all_layouts(folder: Path, community: Community, layout: str) -> None:
    """Whatever the community and whoever writes it, shares of genera come back to a millionth."""
    for profile in read_profiles(write(folder, layout, community)):
        assert profile.shares("genus") == pytest.approx(community.genus_shares(), abs=1e-6)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A small file that unpacks to hundreds of megabytes, as gzip and inside an artefact, is a sentence."""
    limits = replace(PROFILE_LIMITS, max_bytes=32 * 1024**2, ratio_from_bytes=1024**2)
    zeros = bytes(8 * 1024**2)
    (tmp_path / "a.biom.gz").write_bytes(gzip.compress(b"\x89HDF\r\n\x1a\n" + zeros))
    (tmp_path / "b.qza").write_bytes(artefact("FeatureTable[Frequency]", "feature-table.biom", zeros))
    for name in ("a.biom.gz", "b.qza"):
        (reading,) = read_files([tmp_path / name], limits=limits)
        assert "unpack to more than" in str(reading.refused)


@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "C:\\x.txt"])
def test_an_archive_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    """No honest artefact has such a member; nothing is written anywhere."""
    memory = io.BytesIO(table_qza(EXAMPLE))
    with zipfile.ZipFile(memory, "a") as archive:
        archive.writestr(name, "x")
    path = tmp_path / "table.qza"
    path.write_bytes(memory.getvalue())
    (reading,) = read_files([path])
    assert "points outside the archive" in str(reading.refused)
    assert [each.name for each in tmp_path.iterdir()] == ["table.qza"]


@pytest.mark.parametrize("kind", ["external link", "external store", "virtual"])
def test_hdf5_that_points_outside_is_refused(tmp_path: Path, kind: str) -> None:
    """A table whose data would be fetched from another file on this machine is not followed."""
    secret = tmp_path / "secret.bin"
    secret.write_bytes(bytes(8 * 12))
    memory = io.BytesIO(hdf5_of(EXAMPLE, with_taxonomy=True))
    with h5py.File(memory, "r+") as file:
        del file["sample/matrix/data"]
        if kind == "external link":
            file["sample/matrix/data"] = h5py.ExternalLink(str(secret), "/x")
        elif kind == "external store":
            file.create_dataset("sample/matrix/data", (12,), "f8", external=[(str(secret), 0, 8 * 12)])
        else:
            layout = h5py.VirtualLayout(shape=(12,), dtype="f8")
            layout[:] = h5py.VirtualSource(str(secret), "x", shape=(12,))
            file.create_virtual_dataset("sample/matrix/data", layout)
    path = tmp_path / "table.biom"
    path.write_bytes(memory.getvalue())
    (reading,) = read_files([path])
    assert "outside the file" in str(reading.refused)


@pytest.mark.parametrize("value", [np.nan, -1.0, np.inf])
def test_impossible_amounts_in_a_matrix_are_refused(tmp_path: Path, value: float) -> None:
    """NaN, a negative number and an infinity are named with the sample they stand in."""
    memory = io.BytesIO(hdf5_of(EXAMPLE, with_taxonomy=True))
    with h5py.File(memory, "r+") as file:
        file["sample/matrix/data"][2] = value
    path = tmp_path / "table.biom"
    path.write_bytes(memory.getvalue())
    (reading,) = read_files([path])
    assert "as an amount" in str(reading.refused)
