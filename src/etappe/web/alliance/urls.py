"""Addresses of alliances."""

from django.urls import path

from etappe.web.alliance import pages

app_name = "alliance"

urlpatterns = [
    path("", pages.home, name="home"),
    path("<slug:slug>/", pages.show, name="alliance"),
]
