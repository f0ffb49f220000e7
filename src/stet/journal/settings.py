"""The part of Django's settings that is the same for every house; connect.py adds which database, and newsroom/mount.py
what hangs on the house: its address, its secret, its language.

Django loads all of its applications at once, so those of the desk are named here, by their names only: the journal
imports nothing of it.
"""

# The desk's own first: what it says, and how its pages are set, goes before what the others have for the same words.
INSTALLED_APPS = [
    "stet.newsroom.apps.NewsroomConfig",
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
    "stet.newsroom.went_wrong.wrong_way",
    "stet.newsroom.sign_in.owed.first_things_first",
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
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "stet.newsroom.again.csrf_failure"

# How often a password or a code may be wrong is counted here, and which codes were used: the desk is one process, so
# its own memory will do. So many that nobody empties it by asking for many names.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Sign-in is allauth's (docs/adr/0012); newsroom/sign_in/ says which of its pages there are.
ACCOUNT_ADAPTER = "stet.newsroom.sign_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
"""Seconds for which a password or a code that was given lets somebody change how they sign in."""
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "stet.newsroom.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "login_webauthn": "stet.newsroom.sign_in.forms.SignInByPasskey",
    "authenticate_webauthn": "stet.newsroom.sign_in.forms.SecondFactorByPasskey",
    "reauthenticate_webauthn": "stet.newsroom.sign_in.forms.ConfirmByPasskey",
    "add_webauthn": "stet.newsroom.sign_in.forms.NewPasskey",
}
