"""Files of the MyAIGuide participants: pain by region, minutes of eye-straining activity, sport, the filled table."""

from __future__ import annotations

from commensal.readers import myaiguide_filled, myaiguide_minutes, myaiguide_pain, myaiguide_sport

LAYOUTS = (
    *myaiguide_pain.LAYOUTS,
    *myaiguide_minutes.LAYOUTS,
    *myaiguide_sport.LAYOUTS,
    *myaiguide_filled.LAYOUTS,
)
