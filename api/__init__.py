"""Speaks HTTP, HTML, PDF, JSON, three languages and the command line. Nothing is decided here."""
