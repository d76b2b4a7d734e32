"""Addresses everybody starts from."""

from django.urls import path

from etappe.web.public import pages

app_name = "public"

urlpatterns = [
    path("", pages.home, name="home"),
    path("kommune/<slug:municipality>/", pages.municipality, name="municipality"),
    path("kommune/<slug:municipality>/etappen/", pages.stages, name="stages"),
]
