"""A paper on screen before it goes to the printer or into a file."""
