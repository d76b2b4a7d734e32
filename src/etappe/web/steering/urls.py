"""Addresses of cases, rules and tasks, below a municipality's name."""

from django.urls import path

from etappe.web.steering import cases, deviation

app_name = "steering"

urlpatterns = [
    path("", cases.home, name="home"),
    path("<int:pk>/", deviation.show, name="deviation"),
]
