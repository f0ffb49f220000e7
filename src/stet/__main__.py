"""`python -m stet`."""

from stet.cli import main

if __name__ == "__main__":
    main()
