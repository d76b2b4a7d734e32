"""Addresses of reports, below a municipality's name."""

from django.urls import path

from etappe.web.publication import reports

app_name = "publication"

urlpatterns = [
    path("programm/<slug:slug>/", reports.programme, name="programme"),
    path("<int:pk>/", reports.download, name="download"),
    path("<int:pk>/veroeffentlichen/", reports.publish, name="publish"),
]
