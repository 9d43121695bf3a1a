"""A driver's pages: the day's trips, the route sheet for a phone, scans, and the word that a trip is driven."""
