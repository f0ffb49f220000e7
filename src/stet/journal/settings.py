"""The part of Django's settings that is the same for every journal; connect.py adds which database."""

INSTALLED_APPS = ["stet.journal.apps.JournalConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
