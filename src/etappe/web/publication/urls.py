"""Addresses of reports, below a municipality's name."""

from django.urls import path

from etappe.web.publication import reports, steering

app_name = "publication"

urlpatterns = [
    path("", steering.home, name="home"),
    path("steuerung/neu/", steering.begin, name="steering_begin"),
    path("steuerung/<int:pk>/", steering.show, name="steering"),
    path("steuerung/<int:pk>/bearbeiten/", steering.edit, name="steering_edit"),
    path("steuerung/<int:pk>/ansehen/<slug:format>/", steering.preview, name="steering_preview"),
    path("steuerung/<int:pk>/ausgeben/", steering.release, name="steering_release"),
    path("programm/<slug:slug>/", reports.programme, name="programme"),
    path("<int:pk>/", reports.download, name="download"),
    path("<int:pk>/veroeffentlichen/", reports.publish, name="publish"),
]
