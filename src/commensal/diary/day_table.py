"""From entries to the day table: the one place where facts become columns."""
