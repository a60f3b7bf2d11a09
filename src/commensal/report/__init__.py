"""Results to words, tables and pictures; the sentences live in ``text/``."""
