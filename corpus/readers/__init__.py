"""One module a format: file -> pages."""
