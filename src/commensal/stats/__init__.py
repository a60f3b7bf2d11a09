"""Mathematics on arrays with an explicit source of chance; knows no food and no symptom."""
