"""Addresses of the frame's own pages."""

from django.urls import path

from etappe.web import keys, views
from etappe.web.styleguide import styleguide

app_name = "web"

urlpatterns = [
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("begriffe/", views.glossary, name="glossary"),
    path("konto/schluessel/", keys.keys, name="keys"),
    path("konto/schluessel/<int:pk>/widerrufen/", keys.key_revoke, name="key_revoke"),
    path("gestaltung/", styleguide, name="styleguide"),
]
