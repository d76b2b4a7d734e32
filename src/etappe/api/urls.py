"""Addresses of the REST interface."""

from django.urls import URLPattern, URLResolver, path, re_path

from etappe.api.errors import unknown_address
from etappe.api.interface import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", api.urls),
    re_path("", unknown_address, name="unknown_address"),
]
