"""Timetables as GTFS (gtfs.org): a network's tours written, and feeds of tours and of ferry operators read.

Source: General Transit Feed Specification, Schedule reference.
"""
