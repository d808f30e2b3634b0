"""The settings, read from the environment: production-safe unless DEBUG is asked for."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from councilsavings.environment import read_flag, read_list, read_number, read_text

BASE_DIR = Path(__file__).resolve().parent.parent

# Trying out and developing: this machine alone, without certificate or key, static files where they lie.
LOCAL = read_flag("DEBUG", default=False)
# A demonstration shows the application's own error pages; developers need Django's.
DEBUG = LOCAL and not read_flag("OWN_ERROR_PAGES", default=False)
# A key made up at each start is enough to try things out; production must name one that lasts.
SECRET_KEY = read_text("SECRET_KEY", get_random_secret_key() if LOCAL else None)
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "councilsavings.admin_config.RecordsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "django_filters",
    "services",
    "proposals",
    "reports",
    "councilsavings",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "councilsavings.middleware.content_security_policy",
    "councilsavings.middleware.one_encoding",
    "councilsavings.middleware.readable_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "councilsavings.middleware.private_pages",
    "councilsavings.middleware.acting_user",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "councilsavings.urls"
WSGI_APPLICATION = "councilsavings.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
            ],
        },
    },
]


def _database(url: str) -> dict[str, object]:
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with “{scheme}”: write sqlite:///path/to/file.sqlite3 or "
            "postgres://user:password@host:5432/name."
        )
    database = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if scheme == "sqlite":
        # One writer at a time: wait for it rather than fail, and take the lock before reading.
        database["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        # Compiling a statement takes several times as long as any statement of a page runs.
        database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    return database


DATABASES = {"default": _database(read_text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'council.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["services.account_backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "begin"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Tried out and developed on, files are served where they lie, and nobody collects them.
STATIC_ROOT = None if LOCAL else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

WHITENOISE_USE_FINDERS = LOCAL

# Uploads are read whole by a layout, so the request is refused before it fills the memory.
LARGEST_DOCUMENT_BYTES = read_number("LARGEST_DOCUMENT_MB", 10, least=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Starting the next round sends a tick for each proposal of the last one.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

DJANGO_TABLES2_TEMPLATE = "components/table.html"

SECURE_SSL_REDIRECT = read_flag("SECURE_SSL_REDIRECT", default=not LOCAL)
BEHIND_HTTPS_PROXY = read_flag("BEHIND_HTTPS_PROXY", default=False)
if BEHIND_HTTPS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Who asks the interface for machines too often is known by their address: what they say it is counts only of a proxy.
NINJA_NUM_PROXIES = 1 if BEHIND_HTTPS_PROXY else 0
SECURE_HSTS_SECONDS = 0 if LOCAL else read_number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"refusals": {"()": "councilsavings.log.RefusalsInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["refusals"]},
    },
}
