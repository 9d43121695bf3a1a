"""An administrator's pages: people and networks."""
