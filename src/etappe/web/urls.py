"""Addresses of the frame's own pages."""

from django.urls import path

from etappe.web import views
from etappe.web.styleguide import styleguide

app_name = "web"

urlpatterns = [
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("begriffe/", views.glossary, name="glossary"),
    path("gestaltung/", styleguide, name="styleguide"),
]
