"""Measurements of the planner; their data and judge lie in a folder of their own, given as an argument."""
