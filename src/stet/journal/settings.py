"""The part of Django's settings that is the same for every house; connect.py adds which database, and newsroom/mount.py
what hangs on the house: its address, its secret, its language.

Django loads all of its applications at once, so those of the desk are named here, by their names only: the journal
imports nothing of it.
"""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "stet.journal.apps.JournalConfig",
    "stet.newsroom.apps.NewsroomConfig",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}

# -- the desk

ROOT_URLCONF = "stet.newsroom.urls"
AUTH_USER_MODEL = "newsroom.User"
MIDDLEWARE = [
    "stet.newsroom.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "stet.newsroom.middleware.house",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stet.newsroom.context.desk",
            ],
            "builtins": ["django.templatetags.i18n", "django.contrib.humanize.templatetags.humanize"],
        },
    }
]
STATIC_URL = "/desk/static/"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी")]

# Cookies of the desk go to the desk alone: public pages are served without one.
SESSION_COOKIE_NAME = "stet_desk"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/desk/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "stet_desk_csrf"
SESSION_COOKIE_AGE = 12 * 3600
"""Seconds after which somebody who did nothing has to sign in again: a shift."""
SESSION_SAVE_EVERY_REQUEST = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "stet.newsroom.again.csrf_failure"
