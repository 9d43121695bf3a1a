"""`python -m api` is `bokrute`, also where the command is not on the path."""

from api.cli import main

main()
