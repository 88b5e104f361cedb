"""What is said to a person: questions, evidence, quotes, answers."""
