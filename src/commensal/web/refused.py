"""What is said to a request that may not come in: one sentence and what to do."""

from __future__ import annotations

from starlette.responses import Response

from commensal.web.render import render


def refused(reason: str, *, status_code: int) -> Response:
    """The page for a refusal; ``reason`` names the sentences in ``text/en.toml`` under ``refused``."""
    return render("refused.html.j2", reason=reason, status_code=status_code)
