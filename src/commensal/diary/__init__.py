"""From entries to one row a day, with units and gaps kept."""
