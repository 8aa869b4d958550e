"""Settings: one file; everything that differs between machines is read from the environment at the top, with safe defaults.

No configuration at all gives SQLite and files under var/, DEBUG off and a secret key made on first start.
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, or one made once and kept in var/ readable by its owner only."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    path = VAR_DIR / "secret_key"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key


DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules
SECRET_KEY = _secret_key()
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it patches
    "anniversary",
    "anniversary.languages",
    "anniversary.search",
    "anniversary.library",
    "anniversary.covers",
    "anniversary.occasion",
    "anniversary.mails",
    "anniversary.publishing",
    "anniversary.directory",
    "anniversary.programmes",
    "events",
    "anniversary.articles",
    "anniversary.competition",
    "anniversary.competition.entries",
    "anniversary.competition.entrants",
    "anniversary.competition.screening",
    "anniversary.competition.jury",
    "anniversary.competition.vote",
    "anniversary.competition.outcome",
    "anniversary.competition.kit",
    "anniversary.history",
    "anniversary.staff.apps.StaffConfig",
    "anniversary.staff.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "content_editor",
    "js_asset",
    "django_prose_editor",
    "imagefield",
    "admin_ordering",
    "taggit",
    "reversion",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "anniversary.languages.middleware.SiteLocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    # Below what answers 304: that would be given the usual policy, and the browser would take it over for the page that it has kept.
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "anniversary.staff.middleware.StaffMiddleware",
    "anniversary.staff.as_of.AsOfMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "anniversary.publishing.middleware.DoorsMiddleware",
]
if env.bool("ZEAL", default=False):
    INSTALLED_APPS.append("zeal")
    MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")

ROOT_URLCONF = "anniversary.urls"
WSGI_APPLICATION = "anniversary.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "anniversary.occasion.context.occasion",
            ],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'site.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'OFF' if TESTING else 'NORMAL'}; PRAGMA foreign_keys=ON; PRAGMA cache_size=-512;",
        # Each thread has a connection and each connection its memory: what suffices for pages, not Python's 128 statements and SQLite's 2 MB.
        "cached_statements": 32,
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening the file and setting it up costs a page as much as a query or two
    # A file, as in operation: a database in memory knows other locks, and tests of concurrency would show nothing.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    options = DATABASES["default"].setdefault("OPTIONS", {})
    # One for each of gunicorn's threads: whoever waits for an entrant's file to be drawn holds one all the while, and nobody is refused for want of another.
    options["pool"] = env.bool("DB_POOL", default=not TESTING) and {"max_size": max(4, env.int("WEB_THREADS", default=6))}
    options.setdefault("options", "-c jit=off")  # no query here is so long that compiling it, for a third of a second, would be worth while
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30  # a mail server that does not answer must not hold the worker for ever (mails.outbox.LEASE is longer)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default=f"noreply@{_site.hostname}")

# --- languages and time ---------------------------------------------------------------------------------------------
ALL_LANGUAGES = {"en": "English", "ja": "日本語", "km": "ខ្មែរ"}
LANGUAGES = [(code, ALL_LANGUAGES[code]) for code in env.list("SITE_LANGUAGES", default=list(ALL_LANGUAGES))]
LANGUAGE_CODE = "en" if "en" in dict(LANGUAGES) else LANGUAGES[0][0]  # Django wants it to be one of them
MODELTRANSLATION_LANGUAGES = tuple(ALL_LANGUAGES)  # columns stay whatever languages an installation shows
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(ALL_LANGUAGES)
LOCALE_PATHS = [BASE_DIR / "anniversary" / "locale"]
FORMAT_MODULE_PATH = ["anniversary.languages.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

SAMPLE = env.str("SAMPLE", default="")  # with which sample (management/samples) a site without content begins, or “none”

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")))  # files that no address leads to; never below MEDIA_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "anniversary.library.private.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "anniversary.staff.staticfiles.SiteStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = not (DEBUG or TESTING)
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an event with many occurrences in three languages
FILE_UPLOAD_PERMISSIONS = 0o644
IMAGEFIELD_AUTOGENERATE = False  # renditions are a task
IMAGEFIELD_BIN_DEPTH = 2
IMAGE_MAX_BYTES = 30 * 1024 * 1024
IMAGE_MAX_PIXELS = 60_000_000
DOCUMENT_MAX_BYTES = 30 * 1024 * 1024
TAGGIT_CASE_INSENSITIVE = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "add"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_SKIP_ADMIN_LOG = False
FORMS_URLFIELD_ASSUME_HTTPS = True  # an address typed without its scheme; Django 6 does so by itself

# --- staff sign-in --------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "anniversary.staff.accounts.AccountAdapter"
MFA_ADAPTER = "anniversary.staff.accounts.MFAAdapter"
MFA_FORMS = {"add_webauthn": "anniversary.staff.keys.AddKeyForm", "edit_webauthn": "anniversary.staff.keys.EditKeyForm"}
REQUIRE_STAFF_MFA = env.bool("REQUIRE_STAFF_MFA", default=False)
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # that message would invite strangers to sign up
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- security -------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "anniversary.views.csrf_failure"
_CSP = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [NONE],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _CSP}
# The admin's editors need a nonce; public pages have none, so that they stay cacheable (anniversary.staff.middleware).
ADMIN_CSP = {"script-src": [SELF, NONCE], "style-src": [SELF, NONCE], "img-src": [SELF, "data:", "blob:"]}

# Loaded only after the reader has agreed to it, on a page of its own (publishing.views.watch).
VIDEO_CSP = {"frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]}

# The one page that other sites may show in a frame (events.embedding), and the page that shows what it looks like.
EMBED_CSP = {"frame-ancestors": ["*"]}
OWN_FRAMES_CSP = {"frame-src": [SELF]}

JQUERY_UI_URL = ""  # modeltranslation's tabs are not used: no script from elsewhere
SITE_NAME_IN_ADMIN = _("Editing")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"tokens": {"()": "anniversary.logs.HideTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
