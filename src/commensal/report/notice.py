"""The notice that stands at first run and in every report, whatever its form."""

from __future__ import annotations

from typing import Final

from commensal.report.words import say

NOTICE: Final = say("notice.full")
SHORT_NOTICE: Final = say("notice.short")
