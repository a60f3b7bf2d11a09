"""One module per file layout: sniff, then read into drafts of entries."""
