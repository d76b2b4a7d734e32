"""Address of the search, below a municipality's name."""

from django.urls import path

from etappe.web.search import pages

app_name = "search"

urlpatterns = [path("", pages.results, name="results")]
