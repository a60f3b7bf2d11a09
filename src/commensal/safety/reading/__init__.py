"""What typed words say about a person's safety: mentions with their standing, and what a question wishes for."""
