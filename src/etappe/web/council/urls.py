"""Addresses of committees and papers, below a municipality's name."""

from django.urls import path

from etappe.web.council import committees, papers, sources

app_name = "council"

urlpatterns = [
    path("", committees.home, name="home"),
    path("neu/", committees.create, name="committee_create"),
    path("<int:pk>/", committees.show, name="committee"),
    path("<int:pk>/sitzungen/neu/", committees.meeting_create, name="meeting_create"),
    path("sitzungen/<int:pk>/bearbeiten/", committees.meeting_edit, name="meeting_edit"),
    path("ratsinformationssystem/", sources.show, name="source"),
    path("ratsinformationssystem/adresse/", sources.edit, name="source_edit"),
    path("ratsinformationssystem/lesen/", sources.start, name="source_start"),
    path("drucksachen/", papers.index, name="papers"),
    path("drucksachen/neu/", papers.create, name="paper_create"),
    path("drucksachen/<int:pk>/", papers.show, name="paper"),
    path("drucksachen/<int:pk>/bearbeiten/", papers.edit, name="paper_edit"),
    path("drucksachen/<int:pk>/beratungsfolge/", papers.consultation_add, name="consultation_add"),
    path("drucksachen/<int:pk>/beschluesse/", papers.resolution_add, name="resolution_add"),
]
