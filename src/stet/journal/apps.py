"""Django's view of the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal as a Django application."""

    name = "stet.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
