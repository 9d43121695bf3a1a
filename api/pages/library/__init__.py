"""A librarian's pages: what to pack and receive, collections, bookings, crates, and the library's own days."""
