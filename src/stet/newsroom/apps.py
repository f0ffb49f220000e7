"""The desk, as Django knows it."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Whom the desk knows, and what it remembers for them."""

    name = "stet.newsroom"
    label = "newsroom"
