"""What goes by the season: rotations of crates, fair sharing of scarce sets, the annual wheel."""
