"""What a stool sample says of one person, and how sure that is. Pure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commensal.microbiome.distances import aitchison, bray_curtis

_HOME_OF_NAME = {
    "aitchison": "commensal.microbiome.distances",
    "bray_curtis": "commensal.microbiome.distances",
}

__all__ = ["aitchison", "bray_curtis"]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF_NAME:
        return getattr(import_module(_HOME_OF_NAME[name]), name)
    raise AttributeError(f"module 'commensal.microbiome' has no attribute {name!r}")
