"""Synthetic people with known truth, always labelled as synthetic."""
