"""Addresses of the outbox, below a municipality's name, and of the page that ends a digest."""

from django.urls import path

from etappe.web.mail import pages

app_name = "post"

urlpatterns = [
    path("", pages.index, name="home"),
    path("<int:pk>/", pages.show, name="mail"),
    path("<int:pk>/html/", pages.as_html, name="html"),
    path("<int:pk>/anlage/<int:attachment>/", pages.attachment, name="attachment"),
    path("<int:pk>/senden/", pages.retry, name="retry"),
    path("<int:pk>/zurueckziehen/", pages.withdraw, name="withdraw"),
]
