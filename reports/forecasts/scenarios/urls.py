"""Addresses of the pages of scenarios and alternative budgets, below those of a round's budget."""

from django.urls import path

from reports.forecasts.scenarios import budget_views, editing, views

ONE = "<uuid:identifier>/"

urlpatterns = [
    path("", views.ScenariosView.as_view(), name="scenarios"),
    path("new/", views.NewScenarioView.as_view(), name="scenario-new"),
    path("compare/", views.CompareView.as_view(), name="scenario-compare"),
    path("alternatives/", budget_views.AlternativesView.as_view(), name="alternatives"),
    path("alternatives/protocol/", budget_views.ProtocolView.as_view(), name="protocol"),
    path("alternatives/begin/", budget_views.BeginView.as_view(), name="begin"),
    path("alternatives/release/", budget_views.ReleaseView.as_view(), name="release"),
    path(ONE, views.ScenarioView.as_view(), name="scenario"),
    path(f"{ONE}settings/", views.SettingsView.as_view(), name="scenario-settings"),
    path(f"{ONE}proposals/", editing.ChoicesView.as_view(), name="scenario-edit"),
    path(f"{ONE}proposals/figures/", editing.FiguresView.as_view(), name="scenario-figures"),
    path(f"{ONE}proposals/<int:proposal>/", editing.ProposalAmountsView.as_view(), name="scenario-amounts"),
    path(f"{ONE}additions/new/", editing.AdditionView.as_view(), name="scenario-addition-new"),
    path(f"{ONE}additions/<int:item>/", editing.AdditionView.as_view(), name="scenario-addition"),
    path(f"{ONE}submit/", budget_views.SubmitView.as_view(), name="submit"),
    path(f"{ONE}check/", budget_views.CheckView.as_view(), name="check"),
    path(f"{ONE}opinion/<slug:office>/", budget_views.OpinionView.as_view(), name="opinion"),
]
