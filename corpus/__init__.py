"""What the records say: files, pages, meetings, agenda items, passages."""
