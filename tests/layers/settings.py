"""An installation of lower layers alone: nothing of what stands above them is installed, or on the path.

``LAYERS`` names them, separated by commas. What is set below are the settings these layers read.
"""

from __future__ import annotations

import os
import tempfile

LAYERS = os.environ["LAYERS"].split(",")

SECRET_KEY = "for-the-tests"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "tests.layers.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LARGEST_ATTACHMENT = 1024 * 1024
CLAMD_URL = ""
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = [
    *LAYERS,
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_filters",
    "simple_history",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
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
            ],
        },
    },
]
AUTHENTICATION_BACKENDS = ["papers.access.backends.GivenBackend", "papers.access.backends.MembershipBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="umlauf-layers-")
STATIC_URL = "/static/"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("de", "German"), ("en", "English")]
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True

WAGTAIL_SITE_NAME = CITY_NAME = "Landeshauptstadt Hannover"
WAGTAILADMIN_BASE_URL = "http://testserver"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

DELIVERY_LEASE, DELIVERY_FIRST_PAUSE = 120, 30
BOUNCE_ADDRESS, ANSWER_ADDRESS, DEFAULT_FROM_EMAIL = "", "", "umlauf@localhost"

if "workflows" in LAYERS:
    WAGTAIL_FINISH_WORKFLOW_ACTION = "workflows.completion.finish_routing"
    LARGEST_ATTACHED_PDF = 5 * 1024 * 1024
if "search" in LAYERS:
    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
    ELASTICSEARCH_URL = ""
