"""Run by Alembic itself, on the connection and inside the transaction that ``store.migrate`` hands over.

To add a step: write ``versions/v0005_what_it_does.py`` beside the others, by hand and without importing
``store.schema`` (a step must do in ten years what it does today); bring ``schema.py`` to the same state and count up
``SCHEMA_VERSION``; add a stored store of the version before to the tests. A step that must rewrite rows drops the
append-only triggers and puts them back, and may not change the digest of any row.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
