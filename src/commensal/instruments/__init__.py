"""Questionnaires that may be shipped: their own wording, their scoring, their limits."""
