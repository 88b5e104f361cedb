"""One document in every format: made with its structure, spoilt, scanned, read, and asked about."""
