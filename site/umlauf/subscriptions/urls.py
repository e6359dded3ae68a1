from __future__ import annotations

from django.urls import path

from umlauf.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("end/<str:token>/", views.end, name="end"),
    path("<slug:source>/<str:key>/", views.subscribe, name="subscribe"),
]
