"""Networks as files: TOML that people write by hand, read into rows of every room.

The one room that knows all the others, because a network's file speaks of places, holdings and agreements alike.
"""
