"""The command: `stet`, or `python -m stet`."""

import gc


def main() -> None:
    """Load everything, then do as told.

    What is loaded stays. To look through it for garbage, again and again while it loads and later while the road
    runs, costs a quarter of the start and gains nothing.
    """
    gc.disable()
    from stet.cli import main

    gc.freeze()
    gc.enable()
    main()


if __name__ == "__main__":
    main()
