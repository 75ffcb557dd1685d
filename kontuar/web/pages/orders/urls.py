"""Addresses of the orders."""

from django.urls import path

from kontuar.web.pages.orders import one, show

urlpatterns = [
    path("", show.page, name="orders"),
    path("<int:order_id>/", one.page, name="order"),
]
