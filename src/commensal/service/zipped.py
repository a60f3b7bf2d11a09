"""An export as one file: packed to leave in one piece, and unpacked with the care that a stranger's file needs."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from commensal.service.home import Home
from commensal.service.keep import export
from commensal.store.export import Exported
from commensal.store.manifest import MANIFEST_FILE
from commensal.vocab.errors import UnreadableFileError

_MOST_BYTES = 500_000_000
_MOST_FILES = 200


def export_zip(home: Home, file: Path) -> Exported:
    """Write everything the diary says as TSV files in one zip archive.

    Raises
    ------
    StoreError : there is no diary.
    """
    with TemporaryDirectory(prefix="commensal-") as workshop:
        exported = export(home, Path(workshop) / "export")
        with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(exported.folder.iterdir()):
                archive.write(part, part.name)
    return exported


def unzipped_export(file: Path, into: Path) -> Path | None:
    """The folder of an export that came as a zip archive; None when the file is no such archive.

    Parameters
    ----------
    into : an existing private folder of our own.

    Raises
    ------
    UnreadableFileError : an archive of an export that is damaged, too big, or has more in it than an export has.
    """
    if not zipfile.is_zipfile(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if not any(PurePosixPath(info.filename).name == MANIFEST_FILE for info in members):
                return None
            _refuse_odd(file, members)
            folder = into / "export"
            folder.mkdir(mode=0o700)
            for info in members:
                _write(folder / PurePosixPath(info.filename).name, archive.read(info))
            return folder
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError) as problem:
        raise _unreadable(file, "an archive that is damaged") from problem


def _refuse_odd(file: Path, members: list[zipfile.ZipInfo]) -> None:
    """Names are taken without their folders, so none may stand twice; sizes are checked before anything is unpacked."""
    names = [PurePosixPath(info.filename).name for info in members]
    is_odd = any(not name.endswith((".tsv", ".toml")) for name in names) or len(set(names)) != len(names)
    if is_odd or len(members) > _MOST_FILES:
        raise _unreadable(file, "other files beside those of an export")
    if sum(info.file_size for info in members) > _MOST_BYTES:
        raise _unreadable(file, "more than fits")


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def _unreadable(file: Path, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        where=file.name, found=found, expected="an export as it was written", do="Nothing was changed."
    )
