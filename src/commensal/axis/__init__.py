"""The gut-brain-immune axis as a graph that can be asked."""
