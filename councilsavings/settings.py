"""The settings, read from the environment: production-safe unless DEBUG is asked for."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from councilsavings.environment import (
    read_address,
    read_flag,
    read_groups,
    read_list,
    read_number,
    read_site,
    read_text,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# Trying out and developing: this machine alone, without certificate or key, static files where they lie.
LOCAL = read_flag("DEBUG", default=False)
# A demonstration shows the application's own error pages; developers need Django's.
DEBUG = LOCAL and not read_flag("OWN_ERROR_PAGES", default=False)
# A key made up at each start is enough to try things out; production must name one that lasts.
SECRET_KEY = read_text("SECRET_KEY", get_random_secret_key() if LOCAL else None)
# Earlier keys, so that a new one ends neither sessions nor second factors; take them out once these are renewed.
SECRET_KEY_FALLBACKS = read_list("SECRET_KEY_FALLBACKS")
# The guide to the demonstration stands on the start page until it is dismissed.
DEMONSTRATION = read_flag("DEMONSTRATION", default=False)
BEHIND_HTTPS_PROXY = read_flag("BEHIND_HTTPS_PROXY", default=False)
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")
# Where people find the site, for what is printed and mailed; nothing printed names an address without it.
SITE_ADDRESS = read_site("SITE_ADDRESS")

INSTALLED_APPS = [
    "councilsavings.admin_config.RecordsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_tables2",
    "django_filters",
    "services",
    "proposals",
    "reports",
    "councilsavings",
]

MIDDLEWARE = [
    # Before the static files, which carry the same headers as the pages.
    "councilsavings.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Answers with 304 what a cache has already, by the tag of the finished answer; never for what none may keep.
    "django.middleware.http.ConditionalGetMiddleware",
    "councilsavings.middleware.private_pages",
    "councilsavings.middleware.one_encoding",
    "councilsavings.middleware.StorableText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "councilsavings.accounts.middleware.session_limits",
    "councilsavings.middleware.acting_user",
    "councilsavings.accounts.middleware.second_factor",
    "allauth.account.middleware.AccountMiddleware",
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
    {"NAME": "services.accounts.passwords.VariedCommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "services.accounts.passwords.GuessableWordsValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "begin"

# Accounts

ACCOUNT_ADAPTER = "councilsavings.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Council savings proposals: "
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Sessions end with the browser, and with the limits below.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = read_number("PASSWORD_ASKED_AGAIN_MINUTES", 15, least=1) * 60
# A whole council may come from one address when it starts work.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"
ACCOUNT_FORMS = {
    "login": "councilsavings.accounts.forms.SignInForm",
    "reset_password": "councilsavings.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "councilsavings.accounts.forms.NewPasswordForm",
    "change_password": "councilsavings.accounts.forms.ChangePasswordForm",
    "reauthenticate": "councilsavings.accounts.forms.ReauthenticateForm",
}
# Links that set a password, those of invitations among them.
PASSWORD_RESET_TIMEOUT = read_number("LINK_HOURS", 24, least=1) * 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_HTTPS_PROXY else 0
LOCAL_ACCOUNTS = read_flag("LOCAL_ACCOUNTS", default=True)

MFA_ADAPTER = "councilsavings.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Council savings proposals"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_FORMS = {
    "authenticate": "councilsavings.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "councilsavings.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "councilsavings.accounts.second_factor_forms.ActivateTOTPForm",
    "deactivate_totp": "councilsavings.accounts.second_factor_forms.DeactivateTOTPForm",
    "generate_recovery_codes": "councilsavings.accounts.second_factor_forms.GenerateRecoveryCodesForm",
    "add_webauthn": "councilsavings.accounts.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "councilsavings.accounts.second_factor_forms.EditPasskeyForm",
}
SECOND_FACTOR_REQUIRED = read_flag("SECOND_FACTOR_REQUIRED", default=not LOCAL)
SECOND_FACTOR_RULE = "proposals.permissions.second_factor.second_factor_is_required"
PASSWORD_ASKED_AGAIN = read_flag("PASSWORD_ASKED_AGAIN", default=not LOCAL)

# Single sign-on with Microsoft Entra ID or another provider of OpenID Connect.
SINGLE_SIGN_ON_ID = "single-sign-on"
SINGLE_SIGN_ON_NAME = read_text("SINGLE_SIGN_ON_NAME", "")
SINGLE_SIGN_ON_GROUPS = read_groups("SINGLE_SIGN_ON_GROUPS")
AFTER_ROLES_CHANGED = "proposals.permissions.admin_access.open_admin_by_role"
SOCIALACCOUNT_ADAPTER = "councilsavings.accounts.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": SINGLE_SIGN_ON_ID,
                "name": SINGLE_SIGN_ON_NAME,
                "client_id": read_text("SINGLE_SIGN_ON_CLIENT_ID"),
                "secret": read_text("SINGLE_SIGN_ON_SECRET"),
                "settings": {
                    "server_url": read_text("SINGLE_SIGN_ON_SERVER"),
                    "fetch_userinfo": False,
                    # Only where the provider knows the addresses of this council's people alone.
                    "verified_email": read_flag("SINGLE_SIGN_ON_JOINS_BY_MAIL", default=False),
                    "email_authentication": read_flag("SINGLE_SIGN_ON_JOINS_BY_MAIL", default=False),
                },
            }
        ]
        if SINGLE_SIGN_ON_NAME
        else [],
    }
}

if SINGLE_SIGN_ON_NAME:
    # Only where it is used: what it stands on takes a quarter of a second to load.
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")

# How long a session lasts at most, and how long those who work with unpublished figures may leave it idle.
SESSION_COOKIE_AGE = read_number("SESSION_HOURS", 8, least=1) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
STAFF_IDLE_SECONDS = read_number("STAFF_IDLE_MINUTES", 30, least=1) * 60
# A name that begins so is taken by browsers from this host alone, over HTTPS alone.
_COOKIE_PREFIX = "" if LOCAL else "__Host-"
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
KNOWN_BROWSER_COOKIE_NAME = f"{_COOKIE_PREFIX}knownbrowser"

# What is said on the next page is kept with the session, not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Days after which personal data that need not be kept, notices among them, are deleted by `manage.py age_out`.
SECURITY_EVENTS_DAYS = read_number("SECURITY_EVENTS_DAYS", 180, least=1)

# Days for which an appendix of a list is kept for the person who asked for it; the worker deletes it then.
APPENDIX_DAYS = read_number("APPENDIX_DAYS", 7, least=1)

# The limits of attempts are kept here, so that all processes share them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "services_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# E-mail: recovery, invitations, warnings and notices.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read_text("MAIL_FROM", "council-savings@localhost")
EMAIL_HOST = read_text("MAIL_HOST", "localhost")
EMAIL_PORT = read_number("MAIL_PORT", 25, least=1)
EMAIL_HOST_USER = read_text("MAIL_USER", "")
EMAIL_HOST_PASSWORD = read_text("MAIL_PASSWORD", "")
EMAIL_USE_TLS = read_flag("MAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend"
    if LOCAL
    else "councilsavings.accounts.mail.BackgroundEmailBackend"
)
# Where the links of notices lead, which no request sends.
MAILED_ADDRESS = SITE_ADDRESS or (
    "http://127.0.0.1:8000" if LOCAL else f"https://{next(iter(ALLOWED_HOSTS), 'localhost')}"
)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
FORMAT_MODULE_PATH = ["councilsavings.formats"]
USE_TZ = True

STATIC_URL = "static/"
# Tried out and developed on, files are served where they lie, and nobody collects them.
STATIC_ROOT = None if LOCAL else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Uploads are read whole by a layout, so the request is refused before it fills the memory.
LARGEST_DOCUMENT_BYTES = read_number("LARGEST_DOCUMENT_MB", 10, least=1) * 1024 * 1024
LARGEST_ATTACHMENT_BYTES = read_number("LARGEST_ATTACHMENT_MB", 20, least=1) * 1024 * 1024
# Attached files, outside the static files; nothing is served from here but by the views that check who asks.
MEDIA_ROOT = Path(read_text("MEDIA_ROOT", str(BASE_DIR / "media")))
# The virus scanner: host:port or the path of its socket; nothing is scanned without it.
CLAMD = read_address("CLAMD")
CLAMD_SECONDS = read_number("CLAMD_SECONDS", 60, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Starting the next round sends a tick for each proposal of the last one.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

DJANGO_TABLES2_TEMPLATE = "components/table.html"

SECURE_SSL_REDIRECT = read_flag("SECURE_SSL_REDIRECT", default=not LOCAL)
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
# Where to report a weakness, as mailto:… or https://…; published at /.well-known/security.txt.
SECURITY_CONTACT = read_text("SECURITY_CONTACT", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"refusals": {"()": "councilsavings.log.RefusalsInOneLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Scanners ask under every name there is: they are refused, and nobody needs a line for each.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
