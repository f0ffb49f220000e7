"""`python -m road`: processes find their work in `road.many`, which a module called `__main__` cannot offer."""

from road.many import main

if __name__ == "__main__":
    main()
