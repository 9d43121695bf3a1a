"""A coordinator's pages: planning and publishing a day, shipments, costs, deviations."""
