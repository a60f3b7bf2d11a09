"""The one journal file on disk: append, read, undo, export, migrate, erase."""
