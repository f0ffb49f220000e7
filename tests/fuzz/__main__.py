"""`python -m fuzz`: processes of a run find their work in `fuzz.run`, which a module called `__main__` cannot offer."""

from fuzz.run import main

if __name__ == "__main__":
    main()
