"""Handing results out at the counter (trả kết quả)."""
