"""The axis in motion: equations, their solution, and what may honestly be said of it."""
