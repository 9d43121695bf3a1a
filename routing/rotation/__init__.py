"""Rotation: which travelling crate stands at which place in which period, found and judged."""
