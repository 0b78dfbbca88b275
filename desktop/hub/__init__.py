"""The province's end: it takes the batches of all its offices in and answers each of them (đầu mối của tỉnh)."""
