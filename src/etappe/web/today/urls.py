"""Addresses of the first page after sign-in."""

from django.urls import path

from etappe.web.today import pages

app_name = "today"

urlpatterns = [
    path("heute/", pages.entrance, name="home"),
    path("kommune/<slug:municipality>/heute/", pages.today, name="municipality"),
]
