"""Results of stool tests, one module a layout: recognise, then read into profiles with every line accounted for."""
