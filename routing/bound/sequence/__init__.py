"""A floor by the one sequence that a plan's segments make, sorted by when they leave home; proof: `docs/floor.md`."""
