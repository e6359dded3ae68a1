"""Below ``/{language}/``. allauth's own names stay where it leads to a page by its name."""

from __future__ import annotations

from django.urls import path, re_path

from umlauf.accounts.views import entrance, own

sign_in, sign_out = entrance.SignIn.as_view(), entrance.SignOut.as_view()

urlpatterns = [
    path("login/", sign_in, name="login"),
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="logout"),
    path("logout/", sign_out, name="account_logout"),
    path("login/closed/", entrance.said, {"template": "account/closed.html"}, name="account_inactive"),
    path("password/", entrance.AskForLink.as_view(), name="account_reset_password"),
    path("password/sent/", entrance.said, {"template": "account/link_sent.html"}, name="account_reset_password_done"),
    path(
        "password/done/",
        entrance.said,
        {"template": "account/new_password_done.html"},
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("account/", own.account, name="account"),
    path("account/sessions/", own.end_session, name="end_session"),
    path("account/password/", own.ChangePassword.as_view(), name="account_change_password"),
    path("account/address/", own.address, name="address"),
    path("account/address/<str:token>/", own.confirm_address, name="confirm_address"),
]
