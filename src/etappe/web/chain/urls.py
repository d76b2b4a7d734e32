"""Addresses of the chain, below a municipality's name."""

from django.urls import path

from etappe.web.chain import pages

app_name = "chain"

urlpatterns = [
    path("massnahme/<int:pk>/", pages.measure, name="measure"),
    path("empfehlung/<int:pk>/", pages.recommendation, name="recommendation"),
    path("satz/<int:pk>/", pages.sentence, name="sentence"),
]
