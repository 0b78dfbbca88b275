"""The forms: what the office says in its own words, beside the paper it gives (biểu mẫu)."""
