"""Addresses of administration and data protection, below a municipality's name."""

from django.urls import path

from etappe.web.office import pages

app_name = "office"

urlpatterns = [
    path("konten/", pages.accounts, name="accounts"),
    path("konten/neu/", pages.account_create, name="account_create"),
    path("konten/<int:pk>/beenden/", pages.role_end, name="role_end"),
    path("protokoll/", pages.events, name="events"),
]
