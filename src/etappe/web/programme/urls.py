"""Addresses of programmes and measures, below a municipality's name."""

from django.urls import path

from etappe.web.programme import measure, measure_edit, measure_list, measure_parts, programmes, sheet

app_name = "programme"

urlpatterns = [
    path("", programmes.home, name="home"),
    path("neu/", programmes.create, name="create"),
    path("massnahmen/", measure_list.measures, name="measures"),
    path("massnahmen/export/<str:format>/", measure_list.export, name="measures_export"),
    path("massnahmen/neu/", measure_edit.create, name="measure_create"),
    path("massnahmen/<int:pk>/", measure.show, name="measure"),
    path("massnahmen/<int:pk>/bearbeiten/<slug:group>/", measure_edit.edit, name="measure_edit"),
    path("massnahmen/<int:pk>/stand/", measure_parts.state, name="measure_state"),
    path("massnahmen/<int:pk>/meilensteine/", measure_parts.milestone_add, name="milestone_add"),
    path("massnahmen/<int:pk>/meilensteine/<int:milestone>/", measure_parts.milestone_tick, name="milestone_tick"),
    path(
        "massnahmen/<int:pk>/meilensteine/<int:milestone>/entfernen/",
        measure_parts.milestone_remove,
        name="milestone_remove",
    ),
    path("massnahmen/<int:pk>/partner/", measure_parts.partner_add, name="partner_add"),
    path(
        "massnahmen/<int:pk>/partner/<int:cooperation>/entfernen/", measure_parts.partner_remove, name="partner_remove"
    ),
    path("tabelle/", sheet.sheet, name="sheet"),
    path("tabelle/<int:pk>/", sheet.sheet_plan, name="sheet_plan"),
    path("tabelle/export/<slug:slug>/", sheet.sheet_export, name="sheet_export"),
    path("<slug:slug>/", programmes.show, name="programme"),
    path("<slug:slug>/bearbeiten/", programmes.edit, name="programme_edit"),
    path("<slug:slug>/ziele/neu/", programmes.goal_create, name="goal_create"),
    path("<slug:slug>/ziele/<int:pk>/", programmes.goal_edit, name="goal_edit"),
]
