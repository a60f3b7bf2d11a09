"""BIOM 2: an HDF5 file, read from memory, with nothing outside it followed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from commensal.readers.profiles.drafts import FileDraft
from commensal.readers.profiles.feature_matrix import MAX_FEATURES, Matrix, check_size, draft_of, parts_of
from commensal.readers.profiles.lineages import Lineage
from commensal.readers.profiles.refusals import bad_amount, not_a_profile, unreadable
from commensal.readers.profiles.sample_names import quoted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAX_NONZERO = 30_000_000


def read_biom_hdf5(content: bytes, *, name: str, taxonomy: Mapping[str, Lineage] | None) -> FileDraft:
    """Read the bytes of a BIOM 2 table. Raises as ``read_biom_json``."""
    return draft_of(matrix_in_hdf5(content, name), name=name, taxonomy=taxonomy, layout="biom")


def matrix_in_hdf5(content: bytes, name: str) -> Matrix:
    """The matrix in the bytes of a BIOM 2 table.

    Raises
    ------
    UnreadableFileError : damaged, not BIOM, pointing outside the file, too big, or with impossible amounts.
    """
    h5py = import_module("h5py")  # only where a file needs it

    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            return _read_hdf5(file, name)
    except (OSError, KeyError, ValueError, TypeError, RuntimeError, AttributeError, IndexError, MemoryError) as problem:
        # What a damaged file makes the library say is for programmers.
        raise unreadable(name, "an HDF5 file that is damaged or ends too early", "a complete BIOM 2 table") from problem


def _read_hdf5(file: Any, name: str) -> Matrix:
    if "observation" not in file or "sample" not in file:
        raise not_a_profile(name, "an HDF5 file that is no BIOM table")
    feature_ids = _texts(_dataset(file, "observation/ids", name), name)
    sample_ids = _texts(_dataset(file, "sample/ids", name), name)
    check_size(len(feature_ids), len(sample_ids), name)
    columns = _columns(file, len(feature_ids), sample_ids, name)
    return Matrix(feature_ids, sample_ids, _lineages(file, len(feature_ids), name), columns)


def _dataset(file: Any, path: str, name: str) -> Any:
    """A dataset inside the file itself; a link or a store outside it is refused before it is followed."""
    h5py = import_module("h5py")

    group: Any = file
    for part in path.split("/"):
        link = group.get(part, getlink=True)
        if link is None:
            raise unreadable(name, f"a BIOM table without {path}", "a complete BIOM 2 table")
        if not isinstance(link, h5py.HardLink):
            raise unreadable(name, "data that point outside the file", "a complete BIOM 2 table")
        group = group[part]
    if not isinstance(group, h5py.Dataset) or group.external or group.is_virtual:
        raise unreadable(name, "data that stand outside the file", "a complete BIOM 2 table")
    if group.size is None or group.size > _MAX_NONZERO:
        raise unreadable(name, "more cells than a table of samples has", f"at most {_MAX_NONZERO:,}")
    return group


def _texts(dataset: Any, name: str) -> list[str]:
    if dataset.ndim != 1 or dataset.size > MAX_FEATURES:
        raise unreadable(name, "ids that are not a list", "a complete BIOM 2 table")
    return [_text(value) for value in dataset[:]]


def _text(value: object) -> str:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)


def _columns(file: Any, n_features: int, sample_ids: Sequence[str], name: str) -> list[dict[int, float]]:
    """Amounts by sample, from the half of the file that is sorted by sample."""
    import numpy as np  # noqa: PLC0415

    data = np.asarray(_dataset(file, "sample/matrix/data", name)[:], dtype=np.float64)
    indices = np.asarray(_dataset(file, "sample/matrix/indices", name)[:], dtype=np.int64)
    starts = np.asarray(_dataset(file, "sample/matrix/indptr", name)[:], dtype=np.int64)
    _check_matrix(data, indices, starts, (n_features, len(sample_ids)), name)
    columns = []
    for sample, (start, end) in enumerate(pairwise(starts)):
        values = data[start:end]
        if values.size and not (np.isfinite(values).all() and values.min() >= 0.0):
            bad = values[~(np.isfinite(values) & (values >= 0.0))][0]
            raise bad_amount(name, quoted(sample_ids[sample]), float(bad))
        above = values > 0.0
        columns.append(dict(zip(indices[start:end][above].tolist(), values[above].tolist(), strict=True)))
    return columns


def _check_matrix(
    data: NDArray[np.float64],
    indices: NDArray[np.int64],
    starts: NDArray[np.int64],
    shape: tuple[int, int],
    name: str,
) -> None:
    n_features, n_samples = shape
    fits = (
        data.ndim == indices.ndim == starts.ndim == 1
        and len(starts) == n_samples + 1
        and len(data) == len(indices)
        and int(starts[0]) == 0
        and int(starts[-1]) == len(data)
        and bool((starts[1:] >= starts[:-1]).all())
        and (not len(indices) or (int(indices.min()) >= 0 and int(indices.max()) < n_features))
    )
    if not fits:
        raise unreadable(name, "a BIOM table whose matrix does not fit its ids", "a complete BIOM 2 table")


def _lineages(file: Any, n_features: int, name: str) -> Sequence[Sequence[str] | None]:
    metadata = file.get("observation/metadata")
    key = next((key for key in metadata or () if key.casefold() in ("taxonomy", "taxon")), None)
    if key is None:
        return [None] * n_features
    dataset = _dataset(file, f"observation/metadata/{key}", name)
    if not dataset.size or dataset.shape[0] != n_features:
        return [None] * n_features
    if dataset.ndim == 1:
        return [parts_of([_text(value)]) for value in dataset[:]]
    return [[_text(part) for part in row if _text(part)] for row in dataset[:].tolist()]
