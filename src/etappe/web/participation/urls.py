"""Addresses of concept papers, recommendations, conferences and statements, below a municipality's name."""

from django.urls import path

from etappe.web.participation import concepts, conferences, recommendations, statements, worksheet

app_name = "participation"

urlpatterns = [
    path("", concepts.home, name="home"),
    path("konzepte/neu/", concepts.upload, name="concept_upload"),
    path("konzepte/<int:pk>/", worksheet.show, name="concept"),
    path("konzepte/<int:pk>/fassung/", concepts.upload_version, name="concept_version"),
    path("konzepte/<int:pk>/original/<int:number>/", concepts.original, name="concept_original"),
    path("konzepte/<int:pk>/lesen/<int:number>/", concepts.read_again, name="concept_read"),
    path("konzepte/<int:pk>/fundstellen/<int:finding>/", worksheet.correct, name="finding_correct"),
    path("konzepte/<int:pk>/empfehlungen/", worksheet.recommend, name="concept_recommend"),
    path("konzepte/<int:pk>/befund.csv", worksheet.export, name="concept_export"),
    path("empfehlungen/", recommendations.index, name="recommendations"),
    path("empfehlungen/zusammenfuehren/", recommendations.merge, name="recommendations_merge"),
    path("empfehlungen/<int:pk>/", recommendations.show, name="recommendation"),
    path("empfehlungen/<int:pk>/bearbeiten/", recommendations.edit, name="recommendation_edit"),
    path("empfehlungen/<int:pk>/stand/", recommendations.state, name="recommendation_state"),
    path("empfehlungen/<int:pk>/teilen/", recommendations.split, name="recommendation_split"),
    path("konferenzen/<int:pk>/", conferences.conference, name="conference"),
    path("konferenzen/neu/", conferences.conference_create, name="conference_create"),
    path("konferenzen/<int:pk>/arbeitsgruppen/", conferences.group_create, name="group_create"),
    path("konferenzen/<int:pk>/sitzungen/<int:group>/", conferences.session_create, name="session_create"),
    path("stellungnahmen/neu/", statements.statement_create, name="statement_create"),
    path("stellungnahmen/<int:pk>/", statements.statement, name="statement"),
    path("stellungnahmen/<int:pk>/punkte/", statements.point_create, name="point_create"),
    path("stellungnahmen/<int:pk>/punkte/<int:number>/zustaendig/", statements.assign, name="assign"),
    path("stellungnahmen/<int:pk>/punkte/<int:number>/antwort/", statements.answer, name="answer"),
    path("stellungnahmen/<int:pk>/einreichen/", statements.hand_in, name="hand_in"),
    path("stellungnahmen/<int:pk>/beantworten/", statements.conclude, name="conclude"),
]
