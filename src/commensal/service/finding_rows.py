"""A finding as a row of a frame: the promised columns, for one person and for many."""

from __future__ import annotations

from commensal.findings.finding import Finding

FINDING_COLUMNS = (
    "outcome",
    "exposure",
    "set_id",
    "tier",
    "inclusion_probability",
    "onset_days",
    "effect",
    "effect_low",
    "effect_high",
    "total_effect",
    "total_low",
    "total_high",
    "status",
    "shift_p",
)


def finding_row(finding: Finding) -> dict[str, object]:
    """One candidate in numbers; effects in points of the outcome, NaN where none was worked out."""
    effect, total = finding.effect, finding.total_effect
    return {
        "outcome": finding.outcome.key,
        "exposure": finding.exposure.key,
        "set_id": finding.set_id,
        "tier": finding.tier.value,
        "inclusion_probability": finding.inclusion_probability,
        "onset_days": finding.onset_days,
        "effect": effect.estimate if effect else float("nan"),
        "effect_low": effect.low if effect else float("nan"),
        "effect_high": effect.high if effect else float("nan"),
        "total_effect": total.estimate if total else float("nan"),
        "total_low": total.low if total else float("nan"),
        "total_high": total.high if total else float("nan"),
        "status": finding.status.value,
        "shift_p": finding.shift_p,
    }
