"""Facts as they were given: frozen, typed, checked for shape and range and nothing else."""
