"""`python -m desktop` runs the program."""

from desktop.cli import main

main()
