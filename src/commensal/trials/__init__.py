"""Gentle randomised experiments on one person, from a wish to a verdict."""
