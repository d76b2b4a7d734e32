"""The address in a digest that ends it: no municipality, no account, only the token."""

from django.urls import path

from etappe.web.mail import digests

app_name = "mail"

urlpatterns = [path("<str:token>/", digests.unsubscribe_page, name="unsubscribe")]
