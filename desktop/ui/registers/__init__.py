"""What the office did in a period: figures and charts, what was late and whose it was, the register, files."""
