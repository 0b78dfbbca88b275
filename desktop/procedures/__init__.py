"""The catalogue of administrative procedures (thủ tục hành chính): read, check, pick a variant, freeze."""
