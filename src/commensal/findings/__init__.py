"""Likely personal triggers and helpers, with lags and error control; silence when there is nothing."""
