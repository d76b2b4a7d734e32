"""Addresses of committees and papers, below a municipality's name."""

from django.urls import path

from etappe.web.council import committees, papers

app_name = "council"

urlpatterns = [
    path("", committees.home, name="home"),
    path("neu/", committees.create, name="committee_create"),
    path("<int:pk>/", committees.show, name="committee"),
    path("<int:pk>/sitzungen/neu/", committees.meeting_create, name="meeting_create"),
    path("drucksachen/", papers.index, name="papers"),
    path("drucksachen/neu/", papers.create, name="paper_create"),
    path("drucksachen/<int:pk>/", papers.show, name="paper"),
    path("drucksachen/<int:pk>/bearbeiten/", papers.edit, name="paper_edit"),
    path("drucksachen/<int:pk>/beratungsfolge/", papers.consultation_add, name="consultation_add"),
    path("drucksachen/<int:pk>/beschluesse/", papers.resolution_add, name="resolution_add"),
]
