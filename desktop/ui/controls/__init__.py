"""Controls every page shares: cards, fields, buttons, pills, empty pages. Import them from their own modules."""
