"""Plans transport: plain data in, plain data out. No database, no web, no clock."""
