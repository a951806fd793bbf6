"""One file for all settings; everything that differs between places comes from the environment."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(env.str("LOCAL_DIR", ".local")).absolute()

# What differs between places

DEBUG = env.bool("DEBUG", False)
SECURE = env.bool("SECURE", True)
SECRET_KEY = env.str("SECRET_KEY")
FIELD_KEYS = env.str("FIELD_KEYS")
AUDIT_KEY = env.str("AUDIT_KEY")
AUDIT_HEADS_FILE = Path(env.str("AUDIT_HEADS_FILE", str(LOCAL_DIR / "audit-heads.jsonl")))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
REDIS_URL = env.str("REDIS_URL")
OWNER_COMMAND = env.bool("OWNER_COMMAND", False)

AMAZON_SPAPI_URL = env.str("AMAZON_SPAPI_URL")
AMAZON_LWA_URL = env.str("AMAZON_LWA_URL")
AMAZON_CLIENT_ID = env.str("AMAZON_CLIENT_ID")
AMAZON_CLIENT_SECRET = env.str("AMAZON_CLIENT_SECRET")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN")
VOICE_GATEWAY_URL = env.str("VOICE_GATEWAY_URL", "")  # unset: nobody is offered a call
VOICE_GATEWAY_TOKEN = env.str("VOICE_GATEWAY_TOKEN", "")
WHATSAPP_GATEWAY_URL = env.str("WHATSAPP_GATEWAY_URL", "")
WHATSAPP_GATEWAY_TOKEN = env.str("WHATSAPP_GATEWAY_TOKEN", "")
REGISTRY_URL = env.str("REGISTRY_URL", "")  # unset: every check is an officer's
REGISTRY_TOKEN = env.str("REGISTRY_TOKEN", "")
EMAIL_URL = env.str("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Haat Setu <no-reply@haatsetu.example>")

if SECURE and (DEBUG or not ALLOWED_HOSTS or min(len(SECRET_KEY), len(AUDIT_KEY)) < 32):
    raise ImproperlyConfigured(
        "Serving in earnest needs DEBUG off, ALLOWED_HOSTS, and a SECRET_KEY and AUDIT_KEY of 32 characters or more. "
        "Set SECURE=0 only on your own machine."
    )

# Apps and wiring

INSTALLED_APPS = [
    "onboarding.tenancy",
    "onboarding.audit",
    "onboarding.outbox",
    "onboarding.vault",
    "onboarding.files",
    "onboarding.accounts",
    "onboarding.boards",
    "onboarding.messages",
    "onboarding.pages",
    "sellers",
    "catalog",
    "training",
    "marketplaces",
    "insights",
    "partners",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "drf_spectacular",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "onboarding.middleware.RequestIdMiddleware",
    "partners.middleware.ProblemMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "onboarding.middleware.BodyMiddleware",
    "onboarding.middleware.TransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "onboarding.middleware.BoardScopeMiddleware",
]

ROOT_URLCONF = "onboarding.urls"
WSGI_APPLICATION = "onboarding.wsgi.application"
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
                "onboarding.pages.context_processors.board",
            ],
            "builtins": ["onboarding.pages.templatetags.pages"],
        },
    }
]
FORM_RENDERER = "onboarding.forms.HaatRenderer"
# Refuses what nobody may type into any field of words: it is neither kept nor shown again.
TYPED_TEXT_GUARD = "sellers.identifiers.aadhaar.refuse_aadhaar"

# Database: the serving role, never the owner; see docs/tenancy.md

DATABASES = {"default": {**env.db_url("DATABASE_URL"), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
OUTBOX_ROUTES = "onboarding.event_routes.ROUTES"
VAULT_PLACES = "onboarding.vault_places.PLACES"
HELD_ROWS = "onboarding.held_rows.HELD"
ERASURE_HOLDS = "onboarding.held_rows.HOLDS"

# People and sessions

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "onboarding.accounts.adapters.OfficerAccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else anybody could make us write to any address
ACCOUNT_EMAIL_VERIFICATION = "none"  # officers are invited by their board, so their address is known
MFA_ADAPTER = "onboarding.accounts.adapters.SealedSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Haat Setu"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Languages, time

LANGUAGE_CODE = "hi"
LANGUAGES = [("hi", _("Hindi")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"  # rows are kept in UTC; pages show Indian time

# Counters of sign-in tries stand in PostgreSQL: in a process's memory they would double with each worker

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", 1 if SECURE else 0)  # else every officer has the proxy's address
CODES_OF_BOARD_AN_HOUR = env.int("CODES_OF_BOARD_AN_HOUR", 3000)  # what a bill for SMS can grow by
CODES_OF_NETWORK_AN_HOUR = env.int("CODES_OF_NETWORK_AN_HOUR", 150)  # a workshop of forty with a resend each gets in

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(LOCAL_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
FILES_DIR = Path(env.str("FILES_DIR", str(LOCAL_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "uploads": {"BACKEND": "onboarding.files.storage.DurableFileStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PHOTO_MAX_BYTES = 20 * 1024 * 1024
BODY_MAX_BYTES = 1024 * 1024  # a route that takes files raises this with @body_limit
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_MAX_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # larger files wait on disk

# Partners' API. REST framework itself is no installed app: nothing of its pages and static files is used.

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["partners.authentication.ClientAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["partners.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "partners.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Haat Setu partner API",
    "DESCRIPTION": "What marketplace partners read of the programmes that name them. Money is integer paise, times "
    "are UTC (RFC 3339). Version 1 only ever adds: ignore fields and status values that you do not know.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "ENUM_NAME_OVERRIDES": {
        "ListingStatus": ["approved"],
        "PublicationStatus": "marketplaces.states.PublicationStatus.values",
    },
    "ENUM_SUFFIX": "",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]  # no client without a secret

# Outbox and workers: the database is the truth, Redis only a doorbell

EMAIL_BACKEND = "onboarding.messages.mail.OutboxEmailBackend"
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_DEFAULT_QUEUE = "outbox"
CELERY_TASK_ROUTES = {"marketplaces.tasks.pump_account": {"queue": "pump"}}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3 * CELERY_TASK_TIME_LIMIT,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Kolkata"
SWEEP = {"expires": 10.0}  # a sweep that waited so long has newer ones behind it
CELERY_BEAT_SCHEDULE = {
    "relay-due-events": {"task": "onboarding.outbox.tasks.relay_events", "schedule": 2.0, "options": SWEEP},
    "pump-due-accounts": {"task": "marketplaces.tasks.sweep_accounts", "schedule": 2.0, "options": SWEEP},
    "seal-audit": {"task": "onboarding.audit.tasks.seal_all", "schedule": 3.0, "options": SWEEP},
    "drop-expired-tokens": {"task": "partners.tasks.drop_expired_tokens", "schedule": crontab(hour=3, minute=0)},
    "purge-codes": {"task": "onboarding.accounts.tasks.purge_old_codes", "schedule": crontab(hour=3, minute=10)},
    "purge-budgets": {"task": "onboarding.accounts.tasks.purge_budgets", "schedule": crontab(hour=3, minute=15)},
    "wipe-recipients": {"task": "onboarding.messages.tasks.wipe_recipients", "schedule": crontab(hour=3, minute=20)},
    "remind-of-marks": {"task": "sellers.tasks.remind_of_expiring_marks", "schedule": crontab(hour=10, minute=0)},
    "purge-events": {"task": "onboarding.outbox.tasks.purge_done_events", "schedule": crontab(hour=3, minute=25)},
    "erase-due-files": {"task": "sellers.tasks.erase_due_files", "schedule": crontab(hour=3, minute=30)},
    "forget-people": {"task": "sellers.tasks.forget_people_without_file", "schedule": crontab(hour=3, minute=35)},
    "purge-lists": {"task": "sellers.tasks.purge_lists", "schedule": crontab(hour=3, minute=40)},
    "ask-registries": {"task": "sellers.tasks.ask_registries_again", "schedule": crontab(hour=4, minute=0)},
    "export-audit-heads": {"task": "onboarding.audit.tasks.export_heads_daily", "schedule": crontab(hour=2, minute=0)},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"}},
    "filters": {"request_id": {"()": "onboarding.audit.request_id.RequestIdFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"httpx": {"level": "WARNING"}},  # a line for each marketplace call would drown the rest
}
