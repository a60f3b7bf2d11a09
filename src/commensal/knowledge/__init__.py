"""Facts in files: foods, medicines and the sources behind them, read lazily and once."""
