"""``python -m commensal`` is the command ``commensal``."""

from __future__ import annotations

import sys

from commensal.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
