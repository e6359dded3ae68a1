"""Who comes in and how long they stay, how often somebody may ask, and what browsers are told. Part of ``base``."""

from __future__ import annotations

import environ
from csp.constants import NONE, SELF

env = environ.Env()

# --- people ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["umlauf.accounts.backends.LogInBackend", "papers.access.backends.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "login"  # one page for the portal and the desk
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
# names, addresses and passwords have screens of their own (umlauf.accounts)
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds an invitation or a reset link holds
# seconds without a request after which a log-in is over: whoever reads a long paper and has lunch stays signed in,
# whoever left the office does not
SESSION_IDLE_LIMIT = env.int("SESSION_IDLE_LIMIT", default=8 * 60 * 60)
# seconds after which it is over in any case: once a week everybody shows that they still know their password
SESSION_ABSOLUTE_LIMIT = SESSION_COOKIE_AGE = env.int("SESSION_ABSOLUTE_LIMIT", default=7 * 24 * 60 * 60)
ACCOUNT_ADAPTER = "umlauf.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # a person's address is the one in their record, confirmed before it gets there
ACCOUNT_SESSION_REMEMBER = True  # the limits above end a session, not the browser
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {
    "login": "umlauf.accounts.entrance_forms.SignInForm",
    "reset_password": "umlauf.accounts.entrance_forms.AskForLinkForm",
    "reset_password_from_key": "umlauf.accounts.entrance_forms.NewPasswordForm",
    "change_password": "umlauf.accounts.entrance_forms.ChangePasswordForm",
    "user_token": "umlauf.accounts.entrance_forms.LinkForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # key: the address somebody tries to sign in with
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "5/h/user",
}

# --- limits -----------------------------------------------------------------------------------------------------------

# how often a person signed in, or an address, may ask (umlauf.operation.limits); an office can be behind one address
LIMITS = {
    "search": "300/m",
    "suggestions": "1200/m",
    "pdf": "200/m",
    "package": "30/m",
    "export": "30/m",
    "verify": "60/m",
    "subscribe": "30/h",
    "request_translation": "60/h",
    "feedback": "10/h",
    "mail_to_address": "5/h",  # before its owner confirmed anything
    **env.dict("LIMITS", default={}),
}

# --- browsers --------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN's icons are data URIs
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin previews pages in a frame of its own
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # until the browser is closed; visitors get none (umlauf.csrf)
CSRF_FAILURE_VIEW = "umlauf.shown_back.answers.csrf_failed"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long paper is one form
