"""What is known before an article is read: countries, titles, given names, pronouns."""
