"""Settings that are safe for production; ``dev`` and ``test`` loosen them. Everything a city changes comes from the
environment."""

from __future__ import annotations

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from umlauf.languages import KNOWN_NEXT, NAMES, SPOKEN_IN_ADMIN, named
from umlauf.operation.logs import logging_to_standard_error
from umlauf.settings.security import *

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")  # Django refuses to start with an empty one; dev and test bring their own
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CITY_NAME = env("CITY_NAME", default="Landeshauptstadt Hannover")

INSTALLED_APPS = [
    "umlauf.accounts",
    "umlauf.about",
    "umlauf.home",
    "umlauf.portal",
    "umlauf.desk",
    "umlauf.subscriptions",
    "umlauf.operation",
    "umlauf.fresh",
    "workflows",
    "search",
    "papers",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "umlauf.accounts.wagtail_users.UsersConfig",
    "wagtail.snippets",
    "papers.wagtail_documents.DocumentsConfig",
    "papers.wagtail_images.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "simple_history",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "umlauf.operation.request_ids.request_id_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "umlauf.fresh.keeping.keeping_middleware",
    "umlauf.operation.cache_headers.caching_middleware",
    "umlauf.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "umlauf.portal.unprefixed.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "umlauf.csrf.FormsWithoutCookies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "umlauf.operation.inputs.InputsMiddleware",
    "umlauf.accounts.sessions.session_limits_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "umlauf.shown_back.answers.shown_back_middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "umlauf.operation.limits.LimitsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "umlauf.principals.principals_middleware",
]

ROOT_URLCONF = "umlauf.urls"
WSGI_APPLICATION = "umlauf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "umlauf" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "umlauf.portal.context_processors.portal",
                "umlauf.csrf.token_for",
            ],
        },
    },
]

# --- data ------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # whatever the URL says: a request may have to wait for a mail server
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # a verb reads before it writes; taking the write lock at once is what makes two of them take turns
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=60))
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # compiling the search's one large statement takes PostgreSQL seconds, running it a tenth of that
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# what all processes share, limits among it: a table of the database, or what CACHE_URL names (redis://…)
CACHES = {
    "default": env.cache("CACHE_URL")
    if env("CACHE_URL", default="")
    else {
        "BACKEND": "umlauf.operation.shared_cache.SharedCache",
        "LOCATION": "umlauf_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# public pages as they were made, about 10 kB each: in what CACHE_URL names, else in the memory of each process
CACHES["pages"] = (
    CACHES["default"]
    if env("CACHE_URL", default="")
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
)
# how many papers there are of each kind, for readers of the same rights; one that is kept is as good as a new one
CACHES["counts"] = CACHES["pages"] if env("CACHE_URL", default="") else {**CACHES["pages"], "LOCATION": "counts"}
KEEP_PAGES = env.bool("KEEP_PAGES", default=True)

MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR / "media"))
MEDIA_URL = "/media/"
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR / "static"))
STATIC_URL = "/static/"
BUILT = ROOT / "built"  # fonts and KERN's style sheet, as "make assets" derives them from packages
HTMX = ROOT / "node_modules" / "htmx.org" / "dist"
LARGEST_ATTACHMENT = env.int("LARGEST_ATTACHMENT", default=100 * 1024 * 1024)  # bytes
# a virus scanner: tcp://host:3310 or unix:///run/clamav/clamd.ctl; without one nothing is scanned
CLAMD_URL = env("CLAMD_URL", default="")
CLAMD_SECONDS = env.float("CLAMD_SECONDS", default=30.0)  # for one file, all in all
PACKAGES = [(name, folder) for name, folder in (("built", BUILT), ("htmx", HTMX)) if folder.is_dir()]
STATICFILES_DIRS = [ROOT / "site" / "umlauf" / "static", *PACKAGES]

TASKS = {
    "default": {
        "BACKEND": {
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
            "database": "django_tasks_db.DatabaseBackend",
        }[env("TASKS", default="immediate")]
    }
}
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", default="")  # without one the database searches
ELASTICSEARCH_INDEX = env("ELASTICSEARCH_INDEX", default="umlauf")
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="umlauf@localhost")
EMAIL_TIMEOUT = 30  # seconds
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")  # what comes back to it goes to manage.py record_bounce
ANSWER_ADDRESS = env("ANSWER_ADDRESS", default="")  # who reads what people answer to it
# who gets what readers write about barriers; a letter box of the city
COUNCIL_OFFICE_ADDRESS = env("COUNCIL_OFFICE_ADDRESS", default=ANSWER_ADDRESS or DEFAULT_FROM_EMAIL)
# /.well-known/security.txt: an address of mail or of a page, and for how many days to come it may be relied on
SECURITY_CONTACT = env("SECURITY_CONTACT", default=ANSWER_ADDRESS and COUNCIL_OFFICE_ADDRESS)
SECURITY_CONTACT_DAYS = env.int("SECURITY_CONTACT_DAYS", default=180)
# seconds after which a worker that sends something is taken for dead
DELIVERY_LEASE = env.int("DELIVERY_LEASE", default=120)
DELIVERY_FIRST_PAUSE = env.int("DELIVERY_FIRST_PAUSE", default=30)  # seconds before a second attempt; doubles with each
LARGEST_ATTACHED_PDF = env.int("LARGEST_ATTACHED_PDF", default=5 * 1024 * 1024)  # bytes; larger ones are linked to

# --- operation -------------------------------------------------------------------------------------------------------

LOGGING = logging_to_standard_error(form=env("LOG_FORMAT", default="plain"), level=env("LOG_LEVEL", default="INFO"))
# whose X-Request-ID and X-Forwarded-For count: addresses, networks, or "unix"
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
SENTRY_DSN = env("SENTRY_DSN", default="")  # needs requirements/sentry.txt

# --- languages -------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = named(
    ["de", *(code for code in env.list("LANGUAGES", default=list(NAMES)) if code != "de")]
)
READ_NEXT = KNOWN_NEXT
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Berlin")
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["umlauf.formats"]  # Django writes English dates the American way round

# --- Wagtail ---------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = CITY_NAME
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"  # in fields; the formats of every language read it
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [language for language in LANGUAGES if language[0] in SPOKEN_IN_ADMIN]
# a city has one; the whole list of some systems contains a "localtime" that browsers do not know
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# what is shown on paper as well; no drawing that can hold a program (SVG)
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("LARGEST_IMAGE", default=20 * 1024 * 1024)  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000  # as many as can be typeset
WAGTAILIMAGES_IMAGE_FORM_BASE = "papers.admin.image_forms.ImageForm"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "papers.blocks.rich_text_area.RichTextArea"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin asks no third party for faces
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = False  # Wagtail mails their text and the page's title, whoever may read either
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False  # the release is in the middle of the way
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "workflows.completion.finish_routing"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# a translation service only where one is named, so that no text leaves the house unasked
if env("LIBRETRANSLATE_URL", default=""):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": env("LIBRETRANSLATE_URL"),
            "API_KEY": env("LIBRETRANSLATE_API_KEY", default=""),
            "TIMEOUT": 30,
        },
    }
elif env("DEEPL_AUTH_KEY", default=""):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "papers.translation.machine.GlossaryDeepL",
        "OPTIONS": {"AUTH_KEY": env("DEEPL_AUTH_KEY"), "SERVER_URL": env("DEEPL_URL", default="")},
    }
# what of released papers it may have: public, non_public (and public), or confidential (everything released)
TRANSLATION_SERVICE_GETS = env("TRANSLATION_SERVICE_GETS", default="public")
if TRANSLATION_SERVICE_GETS not in ("public", "non_public", "confidential"):
    raise ImproperlyConfigured("TRANSLATION_SERVICE_GETS is public, non_public or confidential")
# nothing untranslated is published by submitting it for translation
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# a link to one of our addresses stays an address: making a page of it would tell the title of a paper one may not read
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
# the address of a draft was never public, and would tell the title of a confidential one
WAGTAILREDIRECTS_AUTO_CREATE = False

# whoever tries Umlauf out; the demo's log-ins have a printed password
DEMO_MAY_BE_LOADED = False
