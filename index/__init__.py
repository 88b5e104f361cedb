"""How records are found: the store, the encoder, the rankings, the search."""
