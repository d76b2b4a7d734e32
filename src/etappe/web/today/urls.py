"""Addresses of the first page after sign-in."""

from django.urls import path

from etappe.web.today import calendar, pages

app_name = "today"

urlpatterns = [
    path("heute/", pages.entrance, name="home"),
    path("heute/kalender/", calendar.calendar, name="calendar"),
    path("heute/kalender/widerrufen/", calendar.calendar_revoke, name="calendar_revoke"),
    path("kalender/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("kommune/<slug:municipality>/heute/", pages.today, name="municipality"),
]
