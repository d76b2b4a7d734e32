"""Addresses behind a personal link: no municipality, no account, only the token."""

from django.urls import path

from etappe.web.reply import views

app_name = "reply"

urlpatterns = [
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/tabelle/", views.sheet, name="sheet"),
    path("<str:token>/tabelle/<int:pk>/", views.sheet_difference, name="sheet_difference"),
    path("<str:token>/tabelle/herunterladen/", views.sheet_download, name="sheet_download"),
]
