"""Addresses of status rounds, below a municipality's name."""

from django.urls import path

from etappe.web.rounds import answer, check, closing, corrections, create, mails, overview, prepare, show, steps

app_name = "rounds"

urlpatterns = [
    path("", overview.home, name="home"),
    path("neu/", create.create, name="create"),
    path("<int:pk>/", show.show, name="round"),
    path("<int:pk>/bearbeiten/", create.edit, name="edit"),
    path("<int:pk>/vorbereiten/", prepare.prepare, name="prepare"),
    path("<int:pk>/abschliessen/", closing.close, name="close"),
    path("<int:pk>/berichtigen/", corrections.correct, name="correct"),
    path("<int:pk>/nachrichten/", mails.mails, name="mails"),
    path("anfragen/<int:pk>/", check.check, name="request"),
    path("anfragen/<int:pk>/adresse/", steps.address, name="request_address"),
    path("anfragen/<int:pk>/link/erneuern/", steps.renew, name="request_renew"),
    path("anfragen/<int:pk>/link/widerrufen/", steps.revoke, name="request_revoke"),
    path("anfragen/<int:pk>/uebergeben/", steps.pass_on, name="request_pass_on"),
    path("anfragen/<int:pk>/antworten/", answer.answer, name="answer"),
    path("anfragen/<int:pk>/antworten/tabelle/", answer.sheet, name="answer_sheet"),
    path("anfragen/<int:pk>/antworten/tabelle/<int:sheet>/", answer.sheet_difference, name="answer_sheet_difference"),
    path("anfragen/<int:pk>/antworten/tabelle/herunterladen/", answer.sheet_download, name="answer_sheet_download"),
    path("dateien/<int:pk>/", check.file, name="file"),
]
