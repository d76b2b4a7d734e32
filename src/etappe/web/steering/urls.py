"""Addresses of cases, rules and tasks, below a municipality's name."""

from django.urls import path

from etappe.web.steering import cases, deciding, deviation, rules, steps, tasks

app_name = "steering"

urlpatterns = [
    path("", cases.home, name="home"),
    path("neu/", cases.create, name="create"),
    path("regeln/", rules.rules, name="rules"),
    path("regeln/<slug:kind>/", rules.change, name="rule_change"),
    path("aufgaben/", tasks.tasks, name="tasks"),
    path("aufgaben/neu/", tasks.create, name="task_create"),
    path("aufgaben/<int:pk>/erledigt/", tasks.finish, name="task_finish"),
    path("aufgaben/<int:pk>/offen/", tasks.reopen, name="task_reopen"),
    path("aufgaben/<int:pk>/entfaellt/", tasks.drop, name="task_drop"),
    path("<int:pk>/", deviation.show, name="deviation"),
    path("<int:pk>/stellungnahme/", steps.explanation, name="explain"),
    path("<int:pk>/moeglichkeit/", steps.option_add, name="option_add"),
    path("<int:pk>/moeglichkeit/<int:option>/entfernen/", steps.option_remove, name="option_remove"),
    path("<int:pk>/vorlegen/", steps.lay_before, name="prepare"),
    path("<int:pk>/weitergeben/", steps.pass_up, name="hand_up"),
    path("<int:pk>/erledigt/", steps.settle, name="withdraw"),
    path("<int:pk>/entscheiden/", deciding.decision, name="decide"),
    path("<int:pk>/beschluss/", deciding.resolution, name="record"),
    path("entscheidungen/<int:pk>/drucksache/", deciding.paper, name="paper"),
]
