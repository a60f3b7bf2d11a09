"""The words every room shares: origins, presence, units, scales, grades, ids, errors."""
