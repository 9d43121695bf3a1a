"""What libraries lend each other, how it moves, and what it costs.

Rooms in the order of a crate's journey; each imports only the rooms before it:
`errors`, `money`, `database` (the ground floor), `access`, `network`, `holdings`, `bookings`, `transport`, `costs`.
Above them stand `models`, which names every table, and `files`, which reads whole networks from TOML.
"""
